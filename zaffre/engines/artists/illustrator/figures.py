"""Parts of a picture in their places: single drawings, and figures made of several."""

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from zaffre.engines.artists.illustrator.art import Drawing


class Part(Struct, frozen=True, kw_only=True):
    """One drawing in its place. Lengths have one scale, whatever it is; y runs down, and `y` is the foot."""

    drawing: Drawing
    x: float
    """The middle of the ink."""
    y: float
    height: float
    colour: str | None = None
    is_flipped: bool = False
    turn: float = 0.0
    """Degrees, clockwise."""
    depth: float = 0.0
    """The greater, the nearer."""
    stands: bool = True
    """Whether it touches the ground and throws a shadow there."""
    is_above: float = 0.0
    """How far above the ground its foot is, where it throws a shadow from there."""

    @property
    def width(self) -> float:
        return self.height * self.drawing.aspect

    @property
    def top(self) -> float:
        return self.y - self.height

    def moved(self, scale: float, dx: float, dy: float, depth: float = 0.0) -> "Part":
        """Scaled about the origin, then shifted."""
        return msgspec.structs.replace(
            self, x=self.x * scale + dx, y=self.y * scale + dy, height=self.height * scale, depth=self.depth + depth
        )


Figure = tuple[Part, ...]


def moved(figure: Figure, scale: float, dx: float = 0.0, dy: float = 0.0, depth: float = 0.0) -> Figure:
    return tuple(part.moved(scale, dx, dy, depth) for part in figure)


def floating(figure: Figure) -> Figure:
    """The same figure without a foot on the ground."""
    return tuple(msgspec.structs.replace(part, stands=False) for part in figure)


def bounds(figure: Iterable[Part]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all parts."""
    parts = list(figure)
    return (
        min(part.x - part.width / 2 for part in parts),
        min(part.top for part in parts),
        max(part.x + part.width / 2 for part in parts),
        max(part.y for part in parts),
    )


def size(figure: Figure) -> tuple[float, float]:
    left, top, right, bottom = bounds(figure)
    return right - left, bottom - top
