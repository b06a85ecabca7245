"""Places by the water, on it and in it."""

import math

from zaffre.engines.artists.illustrator.backgrounds.heavens import heavens
from zaffre.engines.artists.illustrator.backgrounds.stage import Brush, Stage
from zaffre.engines.artists.illustrator.palettes import darker, lighter


def beach(brush: Brush) -> Stage:
    """Sea behind, sand in front, foam between."""
    horizon = brush.height * 0.46
    heavens(brush, horizon)
    blue = brush.lit("#3fb4d8")
    brush.rect(
        0, horizon, brush.width, brush.height * 0.3, brush.gradient((darker(blue, 0.12), blue, lighter(blue, 0.35)))
    )
    _glitter(brush, horizon, horizon + brush.unit * 14, 18)
    if brush.chance.happens(0.5):
        _sail(brush, brush.chance.number(0.15, 0.85) * brush.width, horizon + brush.unit)
    shore = horizon + brush.unit * 17
    sand = brush.lit("#f6dca6")
    brush.ridge(shore - brush.unit * 1.6, brush.unit * 1.6, 0.8, brush.lit("#ffffff"))
    brush.ridge(shore, brush.unit * 1.6, 0.8, darker(sand, 0.14))
    brush.ridge(shore + brush.unit * 2, brush.unit * 1.6, 0.8, brush.gradient((sand, darker(sand, 0.1))))
    for _ in range(26):
        x, y = brush.chance.number() * brush.width, brush.chance.number(shore + brush.unit * 6, brush.height)
        brush.ellipse(x, y, brush.unit * brush.chance.number(0.3, 0.8), brush.unit * 0.25, darker(sand, 0.22), 0.5)
    _starfish(brush, brush.chance.choice((0.09, 0.9)) * brush.width, brush.height * 0.93)
    return Stage(
        back=brush.take(), horizon=horizon, floor=brush.height * 0.88, is_dark=brush.light.is_dark, shade="#4a3350"
    )


def sea(brush: Brush) -> Stage:
    """Open water; the nearest waves pass before whatever floats."""
    horizon = brush.height * 0.52
    heavens(brush, horizon)
    blue = brush.lit(brush.chance.choice(("#2f8fc9", "#2aa0c0", "#3a7fd0")))
    brush.rect(0, horizon, brush.width, brush.height, brush.gradient((lighter(blue, 0.3), blue, darker(blue, 0.3))))
    _glitter(brush, horizon, brush.height * 0.72, 26)
    for step in range(3):
        y = horizon + brush.unit * (5 + 8 * step)
        brush.ridge(y, brush.unit * 0.8, 3.1 - 0.6 * step, lighter(blue, 0.2 - 0.1 * step))
    back = brush.take()
    _waves(brush, brush.height * 0.79, lighter(blue, 0.05))
    _waves(brush, brush.height * 0.88, darker(blue, 0.14))
    return Stage(
        back=back,
        front=brush.take(),
        horizon=horizon,
        floor=brush.height * 0.82,
        holds="water",
        is_dark=brush.light.is_dark,
    )


def underwater(brush: Brush) -> Stage:
    """Light from above, weeds and coral below."""
    deep = ("#1d4f86", "#123a6b") if brush.light.is_dark else ("#2b9fce", "#175f9e")
    brush.rect(0, 0, brush.width, brush.height, brush.gradient((lighter(deep[0], 0.45), *deep)))
    for _ in range(4):
        x, wide = brush.chance.number() * brush.width, brush.chance.number(6, 14) * brush.unit
        beam = [
            (x, -2),
            (x + wide, -2),
            (x + wide * 2.2 - brush.unit * 14, brush.height),
            (x - brush.unit * 22, brush.height),
        ]
        brush.polygon(beam, brush.gradient(("#ffffff", "#ffffff"), opacities=(0.22, 0)))
    floor = brush.height * 0.86
    brush.ridge(floor - brush.unit * 5, brush.unit * 3, 1.1, darker(deep[1], 0.1))
    _weeds(brush, floor - brush.unit)
    sand = "#d9c79a" if not brush.light.is_dark else "#6f7a94"
    brush.ridge(floor, brush.unit * 1.6, 0.8, brush.gradient((sand, darker(sand, 0.3))))
    back = brush.take()
    for _ in range(16):
        x, y, size = (
            brush.chance.number() * brush.width,
            brush.chance.number() * floor,
            brush.chance.number(0.4, 1.5) * brush.unit,
        )
        brush.circle(x, y, size, "#ffffff", 0.22)
        brush.circle(x - size * 0.3, y - size * 0.3, size * 0.3, "#ffffff", 0.7)
    return Stage(
        back=back,
        front=brush.take(),
        horizon=floor - brush.unit * 4,
        floor=brush.height * 0.92,
        holds="sea",
        shade="#0a2a50",
    )


def _glitter(brush: Brush, top: float, bottom: float, count: int) -> None:
    for _ in range(count):
        near = brush.chance.number()
        x, y = brush.chance.number() * brush.width, top + near * (bottom - top)
        brush.rect(x, y, brush.unit * (2 + 6 * near), brush.unit * 0.35, "#ffffff", brush.unit * 0.2, 0.34)


def _sail(brush: Brush, x: float, foot: float) -> None:
    u = brush.unit
    brush.polygon([(x, foot - 7 * u), (x, foot - u), (x + 4 * u, foot - u)], brush.lit("#ffffff", 0.1))
    brush.polygon(
        [(x - 3.4 * u, foot - 0.6 * u), (x + 4.4 * u, foot - 0.6 * u), (x + 3 * u, foot + u), (x - 2.4 * u, foot + u)],
        brush.lit("#b8604f", 0.2),
    )


def _starfish(brush: Brush, x: float, y: float) -> None:
    points = []
    for step in range(10):
        radius = brush.unit * (2.4 if step % 2 == 0 else 1.0)
        points.append((x + radius * math.cos(step * 0.628 - 1.57), y + radius * 0.7 * math.sin(step * 0.628 - 1.57)))
    brush.polygon(points, brush.lit("#f2836b"))


def _waves(brush: Brush, y: float, colour: str) -> None:
    """A row of scallops across the canvas, and all below it."""
    count = 7
    wide = brush.width / count
    shift = brush.chance.number() * wide
    path = f"M{-wide - shift:.1f} {brush.height + 2:.1f}V{y:.1f}"
    for _ in range(count + 2):
        path += f"q{wide / 2:.1f} {brush.unit * 3.4:.1f} {wide:.1f} 0"
    brush.raw(f'<path d="{path}V{brush.height + 2:.1f}Z" fill="{colour}" opacity="0.93"/>')


def _weeds(brush: Brush, floor: float) -> None:
    colours = ("#2f9d77", "#e2668a", "#f0904e", "#55b56a", "#9a6fd0")
    for _ in range(11):
        side = brush.chance.number(0, 0.3)
        x = (side if brush.chance.happens(0.5) else 1 - side) * brush.width
        high, colour = brush.chance.number(8, 24) * brush.unit, brush.chance.choice(colours)
        lean = brush.chance.number(-0.3, 0.3) * high
        bends = f"q{lean:.1f} {-high * 0.5:.1f} 0 {-high * 0.7:.1f}t{lean * 0.6:.1f} {-high * 0.3:.1f}"
        stem = f'fill="none" stroke="{colour}" stroke-width="{brush.unit * 1.7:.1f}" stroke-linecap="round"'
        brush.raw(f'<path d="M{x:.1f} {floor + brush.unit * 3:.1f}{bends}" {stem} opacity="0.85"/>')
