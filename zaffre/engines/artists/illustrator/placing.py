"""Sets figures on a stage: how large, where, and what keeps its feet on the ground."""

import msgspec

from zaffre.engines.artists.illustrator import nature
from zaffre.engines.artists.illustrator.art import Art
from zaffre.engines.artists.illustrator.backgrounds.stage import Stage
from zaffre.engines.artists.illustrator.chance import Chance
from zaffre.engines.artists.illustrator.figures import Figure, Part, bounds, floating, moved, size

_MARGIN = 0.07
_GAP = 0.16
Placed = tuple[Figure, Art]


def place(figures: list[Placed], stage: Stage, width: int, height: int, chance: Chance) -> list[Part]:
    """All parts of all figures in pixels, the farthest first."""
    if not figures:
        return []
    has_sky = stage.holds in ("ground", "water") and stage.horizon > 0.4 * height
    aloft = [one for one in figures if has_sky and nature.flies(one[1])]
    aloft = aloft if len(aloft) < len(figures) else []
    standing = [one for one in figures if not any(one is other for other in aloft)]
    parts: list[Part] = []
    if standing:
        parts += _row(standing, stage, width, height, bool(aloft), chance)
    if aloft:
        parts += _sky(aloft, stage, width, height, bool(standing), chance)
    return sorted(parts, key=lambda part: (part.depth, part.y))


def _row(figures: list[Placed], stage: Stage, width: int, height: int, has_sky: bool, chance: Chance) -> list[Part]:
    """Side by side, facing each other, as large as the canvas allows."""
    evened = [_evened(one, figures) for one in figures]
    sizes = [size(figure) for figure in evened]
    gap = _GAP * min(wide for wide, _ in sizes)
    wide = sum(one for one, _ in sizes) + gap * (len(sizes) - 1)
    tallest = max(high for _, high in sizes)
    room = _room(stage, has_sky, tallest, wide / tallest)
    scale = min((1 - 2 * _MARGIN) * width / wide, room * height / tallest)
    x = (width - wide * scale) / 2
    parts: list[Part] = []
    for at, ((_, art), figure, (one, high)) in enumerate(zip(figures, evened, sizes, strict=True)):
        left = bounds(figure)[0]
        y = _foot(stage, art, high * scale, height, at, len(figures), chance)
        is_off = stage.holds == "air" or (stage.holds == "sea" and nature.swims(art)) or stage.holds == "water"
        figure = floating(figure) if is_off else _hovering(figure, art, scale)
        lift = 0.0 if is_off or not nature.flies(art) else min(0.12 * height, y - high * scale - 0.06 * height)
        parts += moved(figure, scale, x - left * scale, y - max(lift, 0), depth=(y / height) * 0.5)
        x += (one + gap) * scale
    return parts


def _room(stage: Stage, has_sky: bool, tallest: float, aspect: float) -> float:
    """How much of the canvas's height the tallest figure gets: all it can in a studio, by its size out of doors."""
    if has_sky:
        return 0.5
    # What is slender, as one thing above another, needs more height to be as large to the eye.
    slender = 0.12 if aspect < 0.75 else 0.0
    return slender + (0.58 if stage.is_plain else min(0.6, 0.3 + 0.22 * tallest))


def _evened(one: Placed, figures: list[Placed]) -> Figure:
    """Large and small stay so, but never so far apart that the small one can't be seen."""
    area = [size(figure)[0] * size(figure)[1] for figure, _ in figures]
    own = size(one[0])[0] * size(one[0])[1]
    return moved(one[0], max(1.0, (0.09 * max(area) / own) ** 0.5))


def _foot(stage: Stage, art: Art, high: float, height: int, at: int, count: int, chance: Chance) -> float:
    """Where the figure has its foot."""
    if stage.holds == "air" or (stage.holds == "sea" and nature.swims(art)):
        wave = chance.number(-0.08, 0.08) if count > 1 else 0.0
        return (0.5 + wave) * height + high / 2
    if stage.holds == "water":
        return stage.floor + min(0.12 * high, 0.05 * height) * (1.0 if nature.floats(art) else 0.3)
    if nature.flies(art) and count == 1 and stage.holds == "ground":
        return stage.floor - 0.02 * height
    # Neighbours don't stand in line: every other one is a step farther away.
    return stage.floor - (0.028 * height if at % 2 else 0.0)


def _hovering(figure: Figure, art: Art, scale: float) -> Figure:
    """What flies over ground throws its shadow from there."""
    if not nature.flies(art):
        return figure
    return tuple(msgspec.structs.replace(part, is_above=1.0) if part.stands else part for part in figure)


def _sky(figures: list[Placed], stage: Stage, width: int, height: int, has_ground: bool, chance: Chance) -> list[Part]:
    """Over the others' heads, each in a part of the sky of its own."""
    share = width / len(figures)
    parts: list[Part] = []
    for at, (figure, _) in enumerate(chance.shuffled(figures)):
        wide, high = size(figure)
        scale = min(0.24 * height / high, 0.8 * share / wide, 0.34 * min(width, height))
        left, _, right, _ = bounds(figure)
        side = 0.5 if len(figures) > 1 else chance.choice((0.24, 0.5, 0.76))
        x = (at + side) * share - (left + right) / 2 * scale
        y = (0.07 + chance.number(0, 0.05)) * height + high * scale
        parts += moved(floating(figure), scale, x, y, depth=-0.5)
    return parts
