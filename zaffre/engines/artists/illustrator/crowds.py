"""Several of one kind: in a row, in rows behind each other, or scattered in the air."""

import math

import msgspec

from zaffre.engines.artists.illustrator.chance import Chance
from zaffre.engines.artists.illustrator.figures import Figure, Part

_COLOURS = ("#e8473f", "#f79a2e", "#fbd03b", "#4fb567", "#3f8fe8", "#9a62d8", "#f27fb2")
_BACK = 0.86
"""How much smaller each row is than the one before it."""


def crowd(part: Part, count: int, chance: Chance, *, in_air: bool, may_turn: bool, is_tight: bool) -> Figure:
    """`count` copies of `part` around the origin, each a little different; tight ones take less width."""
    if count == 1:
        return (part,)
    if in_air:
        part = msgspec.structs.replace(part, stands=False)
    places = _scattered(count, chance) if in_air else _rows(count, 2 if is_tight else 3)
    return tuple(_one(part, x, y, scale, chance, may_turn) for x, y, scale in places)


def varied(figure: Figure, chance: Chance) -> Figure:
    """The same figure, each part of it in another colour."""
    colours = chance.shuffled(_COLOURS)
    return tuple(msgspec.structs.replace(part, colour=colours[at % len(colours)]) for at, part in enumerate(figure))


def _one(part: Part, x: float, y: float, scale: float, chance: Chance, may_turn: bool) -> Part:
    size = scale * chance.number(0.94, 1.06)
    return msgspec.structs.replace(
        part,
        x=part.x + (x + chance.number(-0.03, 0.03)) * part.width,
        y=part.y + y * part.height,
        height=part.height * size,
        is_flipped=part.is_flipped ^ (may_turn and chance.happens(0.35)),
        turn=part.turn + chance.number(-3, 3),
        depth=part.depth + y * 0.1,
    )


def _rows(count: int, longest: int) -> list[tuple[float, float, float]]:
    """Places from the last row to the first; rows are no longer than five, and stand in each other's gaps."""
    num_rows = 1 if count <= longest else max(2, math.ceil(count / 5))
    lengths = [count // num_rows + (1 if row < count % num_rows else 0) for row in range(num_rows)]
    places = []
    for row in reversed(range(num_rows)):
        scale, step = _BACK**row, 1.06 * _BACK**row
        shift = 0.26 if row % 2 and lengths[row] == lengths[0] else 0.0
        for place in range(lengths[row]):
            x = (place - (lengths[row] - 1) / 2) * step + shift
            bend = 0.05 if num_rows == 1 and place % 2 else 0.0
            places.append((x, -0.56 * row * _BACK**row - bend, scale))
    return places


def _scattered(count: int, chance: Chance) -> list[tuple[float, float, float]]:
    """Places in a loose grid, each moved a little."""
    columns = math.ceil(math.sqrt(count * 1.3))
    rows = math.ceil(count / columns)
    places = []
    for place in range(count):
        row, column = divmod(place, columns)
        in_row = min(columns, count - row * columns)
        x = (column - (in_row - 1) / 2) * 1.3 + chance.number(-0.12, 0.12)
        places.append((x, (row - rows + 1) * 1.24 + chance.number(-0.14, 0.14), chance.number(0.85, 1.05)))
    return places
