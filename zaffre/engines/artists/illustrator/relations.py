"""How one figure is put to another: on it, under it, behind it, and so on, one function for each."""

from collections.abc import Callable, Mapping

from msgspec import Struct

from zaffre.engines.artists.illustrator import nature
from zaffre.engines.artists.illustrator.art import Art
from zaffre.engines.artists.illustrator.chance import Chance
from zaffre.engines.artists.illustrator.figures import Figure, Part, bounds, floating, moved, size


class Pair(Struct, frozen=True):
    """A figure that stands with its foot at the origin, and another that is to be put to it."""

    base: Figure
    art: Art
    """What the base shows."""
    other: Figure
    other_art: Art
    chance: Chance
    place: int = 0
    """How many were put to the base in the same way before."""

    @property
    def side(self) -> int:
        """Left or right, -1 or 1; the next one goes to the other side."""
        return self.chance.apart("side").choice((-1, 1)) * (1 if self.place % 2 == 0 else -1)

    @property
    def main(self) -> Part:
        return self.base[0]


def on(pair: Pair) -> Figure:
    """On top, where the middle of the base is lowest, at most a little wider than it."""
    main, (width, _) = pair.main, size(pair.other)
    scale = min(1.0, 1.15 * size(pair.base)[0] / width)
    x, seat = _seat(main)
    if (given := nature.seat(pair.art)) is not None:
        x, seat = main.x, main.top + given * main.height
    sunk = 0.05 * size(pair.other)[1] * scale
    aside = pair.place * 0.3 * main.width * pair.side
    return pair.base + floating(moved(pair.other, scale, x + aside, seat + sunk, depth=0.02 + 0.001 * pair.place))


def riding(pair: Pair) -> Figure:
    """Astride: behind the base's near side, the lower third hidden."""
    main, (width, high) = pair.main, size(pair.other)
    scale = min(1.0, 0.62 * main.width / width, 0.85 * main.height / high)
    x, seat = _seat(main)
    return pair.base + floating(moved(pair.other, scale, x, seat + 0.3 * high * scale, depth=-0.02))


def under(pair: Pair) -> Figure:
    """In front of the base's foot if that is tall enough, or else the base is lifted over the other."""
    (width, high), (wide, tall) = size(pair.other), size(pair.base)
    if nature.flies(pair.art) or tall < 1.15 * high or wide < width:
        lifted = moved(pair.base, 1.0, 0, -0.94 * high, depth=-0.01)
        return moved(pair.other, 1.0) + floating(lifted)
    scale = min(1.0, 0.42 * tall / high, 0.6 * wide / width)
    aside = 0.0 if "tree" not in pair.art.name else pair.side * 0.2 * wide
    return pair.base + moved(pair.other, scale, aside, 0.05 * tall, depth=0.05)


def above(pair: Pair) -> Figure:
    """In the air over the base."""
    gap = 0.14 * max(size(pair.base)[1], 0.6)
    top = bounds(pair.base)[1]
    return pair.base + floating(moved(pair.other, 1.0, 0, top - gap, depth=-0.01))


def behind(pair: Pair) -> Figure:
    """Farther away and to one side, so that most of it is still seen."""
    side = pair.side
    (width, high), (wide, tall) = size(pair.other), size(pair.base)
    scale = 0.95 if high > 0.8 * tall else 1.0
    shift = 0.5 * (wide + width * scale) - 0.42 * min(wide, width * scale)
    return pair.base + moved(pair.other, scale, side * shift * (0.35 if high > 1.5 * tall else 1), -0.09, depth=-0.1)


def before(pair: Pair) -> Figure:
    """Nearer and to one side; the base grows behind it."""
    side = pair.side
    (width, high), (wide, tall) = size(pair.other), size(pair.base)
    scale = min(1.0, 0.75 * tall / high) if tall > 0.9 * high else 1.0
    shift = side * (0.5 * wide - 0.12 * width * scale) if width * scale < wide else 0.0
    return pair.base + moved(pair.other, scale, shift, 0.12, depth=0.1)


def inside(pair: Pair) -> Figure:
    """Looking out over the rim of the base; what has no rim is stood before."""
    rim = nature.rim(pair.art)
    if rim is None:
        return wears(pair) if nature.is_worn(pair.art) else _indoors(pair)
    (width, high), main = size(pair.other), pair.main
    scale = min(0.66 * main.width / width, 0.95 * main.height / high)
    y = main.top + rim * main.height + 0.4 * high * scale
    return pair.base + floating(moved(pair.other, scale, main.x, y, depth=-0.02))


def _indoors(pair: Pair) -> Figure:
    """Before a large base, as someone at the door of a house; beside a small one."""
    (_, high), (wide, tall) = size(pair.other), size(pair.base)
    scale = min(1.0, 0.45 * tall / high)
    return pair.base + moved(pair.other, scale, pair.side * 0.16 * wide, 0.06, depth=0.05)


def wears(pair: Pair) -> Figure:
    """The base is worn by the other."""
    return wearing(Pair(pair.other, pair.other_art, pair.base, pair.art, pair.chance))


def wearing(pair: Pair) -> Figure:
    """The other is a hat, glasses or a scarf on the base's head."""
    main, (width, high) = pair.main, size(pair.other)
    has_body = nature.has_body(pair.art)
    head = main.width * (0.42 if has_body else 0.72)
    x = main.x + (_highest(main) if has_body else 0.0)
    scale = head / width
    drop = {"head": 0.1, "eyes": 0.56, "neck": 1.0}[nature.worn(pair.other_art)]
    y = main.top + main.height * drop * (0.7 if has_body else 1) + (0.3 * high * scale if drop == 0.56 else 0)
    return pair.base + floating(moved(pair.other, scale * (0.8 if drop == 0.56 else 1), x, y, depth=0.03))


def holding(pair: Pair) -> Figure:
    """The other is small before the base, at hand."""
    main, (width, high) = pair.main, size(pair.other)
    scale = min(0.44 * main.height / high, 0.5 * main.width / width)
    x = main.x + pair.side * 0.34 * main.width
    return pair.base + floating(moved(pair.other, scale, x, main.y - 0.04 * main.height, depth=0.04))


def _seat(part: Part) -> tuple[float, float]:
    """Where something can sit: three columns of the ink whose tops are nearly level, near the middle and low."""
    tops = part.drawing.tops[::-1] if part.is_flipped else part.drawing.tops

    def cost(start: int) -> float:
        three = tops[start : start + 3]
        return 2.5 * (max(three) - min(three)) + 0.05 * abs(start - 2.5) - 0.1 * three[1]

    start = min(range(1, len(tops) - 3), key=cost)
    _, top, _, bottom = part.drawing.box
    seat = sorted(tops[start : start + 3])[1] / (bottom - top)
    return part.x + ((start + 1.5) / len(tops) - 0.5) * part.width, part.top + min(seat, 0.7) * part.height


def _highest(part: Part) -> float:
    """How far to the side of the middle the highest point is: a head, in most animals."""
    tops = part.drawing.tops[::-1] if part.is_flipped else part.drawing.tops
    return ((min(range(len(tops)), key=tops.__getitem__) + 0.5) / len(tops) - 0.5) * part.width


PUT: Mapping[str, Callable[[Pair], Figure]] = {
    "on": on,
    "riding": riding,
    "under": under,
    "above": above,
    "behind": behind,
    "before": before,
    "inside": inside,
    "wearing": wearing,
    "holding": holding,
}
"""Each relation that binds two things into one figure; `beside` leaves them two."""
