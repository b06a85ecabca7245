"""Places that people built outdoors: city, town, road."""

from zaffre.engines.artists.illustrator.backgrounds.heavens import heavens
from zaffre.engines.artists.illustrator.backgrounds.plants import leafy
from zaffre.engines.artists.illustrator.backgrounds.stage import Brush, Stage
from zaffre.engines.artists.illustrator.palettes import darker, lighter, mix

_WALLS = ("#f2b8a0", "#f7d9a8", "#a8cbe0", "#c9b8e0", "#b5d8b8", "#f0e0c8", "#e8a0a0")


def city(brush: Brush) -> Stage:
    """Two rows of towers with lit windows behind a street."""
    horizon = brush.height * 0.68
    heavens(brush, horizon, clouds=2)
    for haze, low, high, wide in ((0.5, 26, 46, 10), (0.22, 16, 36, 13)):
        x = -brush.unit * 3
        while x < brush.width:
            size = brush.chance.number(0.8, 1.3) * wide * brush.unit
            _tower(brush, x, horizon + brush.unit * 2, size, brush.chance.number(low, high) * brush.unit, haze)
            x += size + brush.unit * brush.chance.number(0, 2)
    _street(brush, horizon + brush.unit)
    return Stage(back=brush.take(), horizon=horizon, floor=brush.height * 0.89, is_dark=brush.light.is_dark)


def _tower(brush: Brush, x: float, foot: float, width: float, height: float, haze: float) -> None:
    wall = brush.lit(brush.chance.choice(("#8fa3c4", "#a9b6cf", "#7f8fb5", "#b7a9c9", "#9db8c9")), haze)
    brush.rect(x, foot - height, width, height, wall, brush.unit * 0.5)
    if brush.chance.happens(0.3):
        brush.rect(x + width * 0.46, foot - height - brush.unit * 4, brush.unit * 0.6, brush.unit * 4, wall)
    is_lit = brush.hour in ("night", "dusk")
    glass, glow = lighter(wall, 0.28), mix("#ffd97a", wall, haze)
    pane, step = brush.unit * 1.3, brush.unit * 2.8
    for row in range(int((height - step) / step)):
        for column in range(max(1, int((width - pane) / step))):
            is_on = brush.chance.happens(0.45 if is_lit else 0.9)
            fill = glow if is_lit and is_on else glass if is_on else darker(wall, 0.15)
            left = x + (width - (max(1, int((width - pane) / step)) - 1) * step - pane) / 2 + column * step
            brush.rect(left, foot - height + brush.unit * 2 + row * step, pane, pane * 1.2, fill)


def town(brush: Brush) -> Stage:
    """A row of gabled houses, trees between them."""
    horizon = brush.height * 0.62
    heavens(brush, horizon)
    brush.ridge(horizon - brush.unit * 6, brush.unit * 3, 1, brush.lit("#8fc48a", 0.4))
    x = -brush.unit * 4
    while x < brush.width:
        size = brush.chance.number(15, 20) * brush.unit
        _house(brush, x + size / 2, horizon + brush.unit * 3, size)
        x += size + brush.unit * brush.chance.number(1, 3)
        if brush.chance.happens(0.45):
            leafy(brush, x + brush.unit * 3, horizon + brush.unit * 3, brush.unit * 17, haze=0.12)
            x += brush.unit * 6
    green = brush.lit("#8ccb7c")
    brush.ridge(horizon + brush.unit * 2.6, brush.unit * 0.4, 1, brush.gradient((green, darker(green, 0.14))))
    _path(brush, horizon + brush.unit * 3)
    return Stage(back=brush.take(), horizon=horizon, floor=brush.height * 0.88, is_dark=brush.light.is_dark)


def _house(brush: Brush, x: float, foot: float, size: float) -> None:
    wall, roof = (
        brush.lit(brush.chance.choice(_WALLS), 0.12),
        brush.lit(brush.chance.choice(("#b5564a", "#7c5a6e", "#5e6f8f")), 0.12),
    )
    high = size * brush.chance.number(0.75, 1.1)
    top = foot - high
    brush.rect(x - size / 2, top, size, high, wall)
    brush.polygon([(x - size * 0.58, top), (x, top - size * 0.5), (x + size * 0.58, top)], roof)
    window = brush.lit("#fff0b8") if brush.light.is_dark is False else "#ffd97a"
    for side in (-0.26, 0.26):
        brush.rect(x + side * size - size * 0.1, top + high * 0.18, size * 0.2, size * 0.22, window, size * 0.02)
    brush.rect(x - size * 0.11, foot - high * 0.42, size * 0.22, high * 0.42, darker(roof, 0.1), size * 0.03)


def _path(brush: Brush, top: float) -> None:
    colour = brush.lit("#e8d6b4")
    middle = brush.width * brush.chance.number(0.42, 0.58)
    wide = brush.unit * 5
    low = [(brush.width * 0.78, brush.height), (brush.width * 0.22, brush.height)]
    brush.polygon([(middle - wide * 0.6, top), (middle + wide * 0.6, top), *low], colour, 0.9)


def _street(brush: Brush, top: float) -> None:
    """A pavement, a kerb and the road with its broken line."""
    stone, tar = brush.lit("#cfd2d8"), brush.lit("#6a7080")
    brush.rect(0, top, brush.width, brush.height - top, stone)
    brush.rect(0, top + brush.unit * 6, brush.width, brush.unit * 1.2, lighter(stone, 0.3))
    brush.rect(0, top + brush.unit * 7.2, brush.width, brush.height, brush.gradient((tar, darker(tar, 0.3))))
    _dashes(brush, brush.height * 0.955)


def _dashes(brush: Brush, y: float) -> None:
    wide = brush.unit * 9
    for step in range(int(brush.width / wide / 1.7) + 2):
        brush.rect(step * wide * 1.7 - wide / 2, y, wide, brush.unit * 1.1, brush.lit("#fbf3d8"), brush.unit * 0.5, 0.9)


def road(brush: Brush) -> Stage:
    """A country road before fields."""
    horizon = brush.height * 0.6
    heavens(brush, horizon)
    green = brush.lit("#8ac774")
    brush.ridge(horizon - brush.unit * 3, brush.unit * 3, 1.1, brush.lit("#6faf7c", 0.35))
    for _ in range(5):
        leafy(
            brush,
            brush.chance.number() * brush.width,
            horizon + brush.unit * 3,
            brush.chance.number(10, 17) * brush.unit,
            haze=0.2,
        )
    brush.ridge(horizon + brush.unit * 2, brush.unit * 0.8, 1, green)
    tar = brush.lit("#737a88")
    top = brush.height * 0.77
    brush.rect(0, top - brush.unit, brush.width, brush.unit * 1.4, brush.lit("#e6dcc0"))
    brush.rect(0, top, brush.width, brush.height * 0.2, brush.gradient((tar, darker(tar, 0.22))))
    _dashes(brush, brush.height * 0.925)
    brush.rect(0, brush.height * 0.975, brush.width, brush.height * 0.03, darker(green, 0.12))
    return Stage(back=brush.take(), horizon=horizon, floor=brush.height * 0.87, is_dark=brush.light.is_dark)
