"""Wild land: forest, mountains, snow, desert, savanna."""

from zaffre.engines.artists.illustrator.backgrounds.heavens import heavens
from zaffre.engines.artists.illustrator.backgrounds.plants import ground_cover, leafy, pine
from zaffre.engines.artists.illustrator.backgrounds.stage import Brush, Stage
from zaffre.engines.artists.illustrator.palettes import darker, lighter


def forest(brush: Brush) -> Stage:
    """Three rows of trees around a clearing, paler the farther they are."""
    horizon = brush.height * 0.6
    heavens(brush, horizon, clouds=1)
    green = brush.lit("#6cae62")
    brush.rect(0, horizon * 0.55, brush.width, horizon, brush.gradient((brush.lit("#b9dcae"),) * 2, opacities=(0, 0.8)))
    for row, (haze, size) in enumerate(((0.5, 30), (0.28, 40), (0.06, 54))):
        foot = horizon + brush.unit * (row * 3.2)
        _row(brush, foot, size * brush.unit, haze, clearing=0.1 + 0.22 * row)
        brush.ridge(foot - brush.unit * 0.8, brush.unit * 0.8, 1.1, brush.lit("#6cae62", haze * 0.7))
    brush.ridge(horizon + brush.unit * 8, brush.unit, 0.8, brush.gradient((lighter(green, 0.1), darker(green, 0.25))))
    ground_cover(brush, horizon + brush.unit * 11, brush.height * 0.98, green, 22, 4)
    return _stage(brush, horizon)


def _row(brush: Brush, foot: float, size: float, haze: float, clearing: float) -> None:
    """Trees from edge to edge, but for a clearing in the middle."""
    draw = brush.chance.choice((leafy, pine))
    for step in range(9):
        x = (step + brush.chance.number(0.1, 0.9)) / 9
        if abs(x - 0.5) * 2 > clearing:
            draw(brush, x * brush.width, foot, size * brush.chance.number(0.8, 1.15), haze=haze)


def mountains(brush: Brush) -> Stage:
    """Snowy peaks behind green foothills."""
    horizon = brush.height * 0.6
    heavens(brush, horizon)
    for haze, high, count in ((0.45, 44, 3), (0.2, 34, 4)):
        for step in range(count):
            x = (step + brush.chance.number(0.2, 0.8)) / count * brush.width
            _mountain(brush, x, horizon + brush.unit * 3, high * brush.unit * brush.chance.number(0.8, 1.1), haze)
    green = brush.lit("#7fb878")
    for step in range(9):
        pine(
            brush,
            (step + brush.chance.number()) / 9 * brush.width,
            horizon + brush.unit * 4,
            brush.chance.number(8, 13) * brush.unit,
            haze=0.1,
        )
    brush.ridge(
        horizon + brush.unit * 3, brush.unit * 1.6, 0.9, brush.gradient((lighter(green, 0.1), darker(green, 0.2)))
    )
    ground_cover(brush, horizon + brush.unit * 8, brush.height * 0.98, green, 16, 5)
    return _stage(brush, horizon)


def _mountain(brush: Brush, x: float, foot: float, height: float, haze: float) -> None:
    """A peak with a lit and a shaded side, and snow on top."""
    half, top = height * 0.85, foot - height
    light, shade = brush.lit("#8d9bb8", haze), brush.lit("#6e7ba0", haze)
    brush.polygon([(x - half, foot), (x, top), (x + half, foot)], light)
    brush.polygon([(x, top), (x + half, foot), (x + half * 0.12, foot)], shade)
    edge = [(-0.3, 0.35), (-0.14, 0.29), (-0.03, 0.38), (0.1, 0.28), (0.3, 0.35)]
    brush.polygon(
        [(x, top), *((x + dx * half, top + dy * height) for dx, dy in edge)], brush.lit("#ffffff", haze * 0.5)
    )


def snow(brush: Brush) -> Stage:
    """White hills and firs."""
    horizon = brush.height * 0.58
    heavens(brush, horizon)
    white = brush.lit("#f4f9ff")
    brush.ridge(horizon - brush.unit * 4, brush.unit * 4, 1.1, brush.lit("#d5e5f5", 0.2))
    for step in range(8):
        x = (step + brush.chance.number()) / 8 * brush.width
        pine(brush, x, horizon + brush.unit * 2, brush.chance.number(12, 24) * brush.unit, haze=0.2, snow=True)
    brush.ridge(horizon + brush.unit, brush.unit * 2, 0.8, brush.lit("#e3eefa"))
    brush.ridge(horizon + brush.unit * 9, brush.unit * 2, 0.7, brush.gradient((white, darker(white, 0.14))))
    for _ in range(7):
        x, y = brush.chance.number() * brush.width, brush.chance.number(horizon + brush.unit * 13, brush.height)
        brush.ellipse(x, y, brush.unit * brush.chance.number(3, 8), brush.unit * 0.8, darker(white, 0.1), 0.4)
    return _stage(brush, horizon)


def desert(brush: Brush) -> Stage:
    """Dunes, one behind the other."""
    horizon = brush.height * 0.56
    heavens(brush, horizon, clouds=brush.chance.whole(0, 2))
    for step, (haze, colour) in enumerate(((0.4, "#e6b566"), (0.2, "#efc477"), (0.0, "#f4cf88"))):
        sand = brush.lit(colour, haze)
        y = horizon + brush.unit * (step * 6 - 3)
        brush.ridge(
            y, brush.unit * (4 - step), 0.8 + 0.25 * step, brush.gradient((lighter(sand, 0.12), darker(sand, 0.14)))
        )
    for _ in range(3):
        _cactus(
            brush,
            brush.chance.choice((0.06, 0.13, 0.86, 0.94)) * brush.width,
            horizon + brush.unit * brush.chance.number(4, 10),
        )
    return _stage(brush, horizon)


def _cactus(brush: Brush, x: float, foot: float) -> None:
    green, high = brush.lit("#5c9a63", 0.08), brush.unit * brush.chance.number(9, 15)
    brush.line([(x, foot), (x, foot - high)], green, high * 0.2)
    brush.line(
        [(x, foot - high * 0.4), (x - high * 0.3, foot - high * 0.4), (x - high * 0.3, foot - high * 0.68)],
        green,
        high * 0.13,
    )
    brush.line(
        [(x, foot - high * 0.5), (x + high * 0.3, foot - high * 0.5), (x + high * 0.3, foot - high * 0.82)],
        green,
        high * 0.13,
    )


def savanna(brush: Brush) -> Stage:
    """Golden grass and flat-topped trees."""
    horizon = brush.height * 0.6
    heavens(brush, horizon, clouds=1)
    gold = brush.lit("#dcb75e")
    brush.ridge(horizon - brush.unit * 2, brush.unit * 2, 1, brush.lit("#b99c5e", 0.35))
    for place in brush.chance.shuffled((0.08, 0.3, 0.7, 0.92))[:3]:
        _acacia(brush, place * brush.width, horizon + brush.unit * 3, brush.chance.number(17, 26) * brush.unit)
    brush.ridge(horizon + brush.unit * 2, brush.unit, 0.9, brush.gradient((lighter(gold, 0.14), darker(gold, 0.2))))
    ground_cover(brush, horizon + brush.unit * 5, brush.height * 0.99, gold, 34, 0)
    return _stage(brush, horizon)


def _acacia(brush: Brush, x: float, foot: float, height: float) -> None:
    wood, crown = brush.lit("#75533c", 0.15), brush.lit("#7f9a4a", 0.15)
    brush.line([(x, foot), (x, foot - height * 0.45), (x - height * 0.2, foot - height * 0.8)], wood, height * 0.06)
    brush.line([(x, foot - height * 0.4), (x + height * 0.22, foot - height * 0.78)], wood, height * 0.05)
    brush.ellipse(x - height * 0.05, foot - height * 0.86, height * 0.55, height * 0.14, crown)
    brush.ellipse(x + height * 0.14, foot - height * 0.74, height * 0.34, height * 0.1, darker(crown, 0.1))


def _stage(brush: Brush, horizon: float) -> Stage:
    return Stage(back=brush.take(), horizon=horizon, floor=brush.height * 0.87, is_dark=brush.light.is_dark)
