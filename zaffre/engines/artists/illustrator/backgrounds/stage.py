"""What backgrounds are painted with, and what they tell the composer of themselves."""

import math
from typing import Literal

from msgspec import Struct

from zaffre.engines.artists.illustrator.chance import Chance
from zaffre.engines.artists.illustrator.palettes import LIGHTS, Light, mix


class Stage(Struct, frozen=True, kw_only=True):
    """A painted background. Heights are in pixels from the top."""

    back: str
    """SVG behind all things."""
    front: str = ""
    """SVG before all things."""
    horizon: float
    floor: float
    """Where whatever stands in the foreground has its feet."""
    holds: Literal["ground", "water", "air", "sea"] = "ground"
    """What things do here: stand, float on water, hover, or swim above a floor."""
    is_plain: bool = False
    """Whether it is no place, so that things may be as large as they like."""
    is_dark: bool = False
    shade: str = "#1a2340"
    """The colour of shadows."""


class Brush:
    """Writes SVG for one canvas. `unit` is a hundredth of its shorter side."""

    def __init__(
        self,
        size: tuple[int, int],
        hour: str | None,
        chance: Chance,
        colours: tuple[str, ...] = (),
        is_overcast: bool = False,
        has_orb: bool = True,
    ):
        self.width, self.height = size
        self.chance, self.colours, self.is_overcast = chance, colours, is_overcast
        self.has_orb = has_orb
        self.unit = min(size) / 100
        self.hour = hour or "day"
        self.light: Light = LIGHTS[self.hour]
        self._parts: list[str] = []
        self._count = 0

    def take(self) -> str:
        """All that was painted since the last time."""
        parts, self._parts = self._parts, []
        return "".join(parts)

    def lit(self, colour: str, more: float = 0.0) -> str:
        """A colour as it looks at this hour; `more` is haze."""
        return mix(mix(colour, self.light.tint, self.light.amount), self.light.skies[0][-1], more)

    def raw(self, svg: str) -> None:
        self._parts.append(svg)

    def gradient(self, colours: tuple[str, ...], kind: str = "linear", opacities: tuple[float, ...] = ()) -> str:
        """A fill from the top down, or from the middle out; spread evenly."""
        self._count += 1
        name = f"g{len(colours)}{self._count}{self.chance.whole(0, 999999)}"
        stops = "".join(
            f'<stop offset="{place / max(len(colours) - 1, 1):.3f}" stop-color="{colour}"'
            f' stop-opacity="{opacities[place] if opacities else 1}"/>'
            for place, colour in enumerate(colours)
        )
        shape = 'linearGradient x1="0" y1="0" x2="0" y2="1"' if kind == "linear" else "radialGradient"
        self.raw(f'<defs><{shape} id="{name}">{stops}</{shape.split()[0]}></defs>')
        return f"url(#{name})"

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, round_: float = 0, opacity: float = 1
    ) -> None:
        self.raw(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{round_:.1f}" fill="{fill}"'
            f' opacity="{opacity:.2f}"/>'
        )

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: str, opacity: float = 1) -> None:
        self.raw(
            f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" fill="{fill}" opacity="{opacity:.2f}"/>'
        )

    def circle(self, x: float, y: float, radius: float, fill: str, opacity: float = 1) -> None:
        self.ellipse(x, y, radius, radius, fill, opacity)

    def polygon(self, points: list[tuple[float, float]], fill: str, opacity: float = 1) -> None:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.raw(f'<polygon points="{path}" fill="{fill}" opacity="{opacity:.2f}"/>')

    def line(self, points: list[tuple[float, float]], colour: str, width: float, opacity: float = 1) -> None:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.raw(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width:.1f}" stroke-linecap="round"'
            f' stroke-linejoin="round" opacity="{opacity:.2f}"/>'
        )

    def ridge(self, y: float, swell: float, waves: float, fill: str, bottom: float | None = None) -> None:
        """Land or water with a rolling upper edge: `swell` high, `waves` of them across the canvas."""
        phase, other = self.chance.number(0, 6.3), self.chance.number(0, 6.3)
        points = []
        for step in range(33):
            x = self.width * step / 32
            turn = step / 32 * 6.283 * waves
            points.append((x, y + swell * (0.65 * math.sin(turn + phase) + 0.35 * math.sin(turn * 1.7 + other))))
        low = self.height if bottom is None else bottom
        curve = " ".join(f"{x:.1f} {y:.1f}" for x, y in points)
        self.raw(f'<path d="M0 {low:.1f} L{curve} L{self.width} {low:.1f} Z" fill="{fill}"/>')
