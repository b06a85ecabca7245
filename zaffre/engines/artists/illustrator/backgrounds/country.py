"""Green land: meadow, garden, farm."""

from zaffre.engines.artists.illustrator.backgrounds.heavens import heavens
from zaffre.engines.artists.illustrator.backgrounds.plants import ground_cover, leafy, pine
from zaffre.engines.artists.illustrator.backgrounds.stage import Brush, Stage
from zaffre.engines.artists.illustrator.palettes import darker, lighter


def meadow(brush: Brush) -> Stage:
    """Rolling hills under a wide sky."""
    horizon = brush.height * brush.chance.number(0.56, 0.62)
    heavens(brush, horizon)
    green = _land(brush, horizon, brush.chance.choice(("#7cc576", "#8ccf6b", "#6fbf85")))
    ground_cover(brush, horizon + brush.unit * 9, brush.height * 0.98, green, 16, brush.chance.whole(3, 8))
    return _stage(brush, horizon)


def garden(brush: Brush) -> Stage:
    """Flower beds before a hedge."""
    horizon = brush.height * 0.56
    heavens(brush, horizon)
    hedge = brush.lit("#5fa86a", 0.12)
    for step in range(14):
        x = brush.width * step / 13
        brush.circle(x, horizon + brush.unit * 2, brush.unit * brush.chance.number(6, 9), hedge)
    green = brush.lit("#86cc77")
    brush.ridge(horizon + brush.unit * 4, brush.unit, 1, brush.gradient((green, darker(green, 0.14))))
    ground_cover(brush, horizon + brush.unit * 7, horizon + brush.unit * 20, green, 6, 22)
    back = brush.take()
    ground_cover(brush, brush.height * 0.97, brush.height * 1.02, green, 6, 12)
    return Stage(back=back, front=brush.take(), horizon=horizon, floor=brush.height * 0.88, is_dark=brush.light.is_dark)


def farm(brush: Brush) -> Stage:
    """A barn, a fence, and furrows that run to the horizon."""
    horizon = brush.height * 0.56
    heavens(brush, horizon)
    green = _land(brush, horizon, "#a9cf6a")
    _barn(brush, brush.chance.choice((0.17, 0.83)) * brush.width, horizon + brush.unit * 6, brush.unit * 20)
    _fence(brush, horizon + brush.unit * 13)
    ground_cover(brush, horizon + brush.unit * 16, brush.height * 0.98, green, 18, 3)
    return _stage(brush, horizon)


def _land(brush: Brush, horizon: float, colour: str) -> str:
    """Three hills, the far ones hazier, with trees on them; gives the colour of the nearest."""
    far, middle, near = brush.lit(darker(colour, 0.1), 0.45), brush.lit(colour, 0.2), brush.lit(colour)
    brush.ridge(horizon - brush.unit * 3, brush.unit * 4, 1.2, far)
    for _ in range(brush.chance.whole(3, 6)):
        draw = leafy if brush.chance.happens(0.6) else pine
        x, size = brush.chance.number() * brush.width, brush.chance.number(9, 15) * brush.unit
        draw(brush, x, horizon + brush.unit * 2.5, size, haze=0.25)
    brush.ridge(horizon + brush.unit * 2, brush.unit * 2.2, 0.9, middle)
    brush.ridge(
        horizon + brush.unit * 9, brush.unit * 1.8, 0.7, brush.gradient((lighter(near, 0.08), darker(near, 0.16)))
    )
    return near


def _barn(brush: Brush, x: float, foot: float, size: float) -> None:
    red, roof = brush.lit("#c8503f", 0.1), brush.lit("#6d4a45", 0.1)
    brush.rect(x - size * 0.5, foot - size * 0.62, size, size * 0.62, red)
    top = foot - size * 0.58
    brush.polygon([(x - size * 0.58, top), (x, foot - size * 1.05), (x + size * 0.58, top)], roof)
    brush.rect(x - size * 0.16, foot - size * 0.38, size * 0.32, size * 0.38, brush.lit("#f6ead9"))


def _fence(brush: Brush, y: float) -> None:
    white = brush.lit("#f7efe2", 0.1)
    for rail in (0.0, 2.4):
        brush.rect(0, y - brush.unit * (3.4 - rail), brush.width, brush.unit * 0.8, white)
    for step in range(int(brush.width / brush.unit / 8) + 1):
        brush.rect(
            step * brush.unit * 8 + brush.unit * 2,
            y - brush.unit * 5,
            brush.unit * 1.3,
            brush.unit * 6,
            white,
            brush.unit * 0.4,
        )


def _stage(brush: Brush, horizon: float) -> Stage:
    return Stage(back=brush.take(), horizon=horizon, floor=brush.height * 0.87, is_dark=brush.light.is_dark)
