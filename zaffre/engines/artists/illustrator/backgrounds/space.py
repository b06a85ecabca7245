"""Places off the ground: space, moon, Mars, sky, dreams."""

from zaffre.engines.artists.illustrator.backgrounds.heavens import arch, cloud, heavens, sparkle, stars
from zaffre.engines.artists.illustrator.backgrounds.stage import Brush, Stage
from zaffre.engines.artists.illustrator.palettes import darker, lighter


def space(brush: Brush) -> Stage:
    """Stars, clouds of gas, a planet or two."""
    _void(brush)
    colour = brush.chance.choice(("#f2a65a", "#7fc8f0", "#d98ae0", "#8ee0b0", "#f08a7a"))
    x = brush.chance.choice((0.1, 0.9)) * brush.width
    _planet(brush, x, brush.chance.choice((0.14, 0.88)) * brush.height, brush.unit * brush.chance.number(9, 15), colour)
    _planet(brush, brush.width - x * 0.9, brush.height * brush.chance.number(0.12, 0.3), brush.unit * 3.4, "#c9c2e6")
    return Stage(
        back=brush.take(), horizon=brush.height, floor=brush.height * 0.8, holds="air", is_dark=True, shade="#05030f"
    )


def moon(brush: Brush) -> Stage:
    """Grey dust and craters, the Earth above."""
    _void(brush)
    _planet(
        brush, brush.chance.choice((0.2, 0.8)) * brush.width, brush.height * 0.2, brush.unit * 10, "#3f8fe0", "#6fc06a"
    )
    return _craters(brush, "#b9bcc9")


def mars(brush: Brush) -> Stage:
    """Red dust and craters under a pale sky."""
    brush.rect(0, 0, brush.width, brush.height, brush.gradient(("#5a2f4a", "#c9705a", "#f3b98a")))
    stars(brush, brush.height * 0.25, 20)
    _planet(brush, brush.chance.choice((0.2, 0.8)) * brush.width, brush.height * 0.18, brush.unit * 5, "#f0d3b0")
    return _craters(brush, "#d0694a")


def sky(brush: Brush) -> Stage:
    """High above the clouds."""
    brush.rect(0, 0, brush.width, brush.height, brush.gradient(brush.chance.choice(brush.light.skies)))
    heavens(brush, brush.height, clouds=4)
    for _ in range(5):
        cloud(
            brush,
            brush.chance.number() * brush.width,
            brush.height * brush.chance.number(0.86, 0.97),
            brush.chance.number(14, 22) * brush.unit,
        )
    back = brush.take()
    for place in (0.05, 0.95):
        cloud(brush, place * brush.width, brush.height * 0.985, brush.chance.number(14, 20) * brush.unit, opacity=0.9)
    return Stage(
        back=back,
        front=brush.take(),
        horizon=brush.height,
        floor=brush.height * 0.78,
        holds="air",
        is_dark=brush.light.is_dark,
    )


def dream(brush: Brush) -> Stage:
    """Pastel hills, a rainbow, sparkles."""
    horizon = brush.height * 0.62
    skies = (("#f9c9e8", "#d9cffb", "#c9ecfb"), ("#c5b6f5", "#f7c3dd", "#ffe7c9"))
    brush.rect(0, 0, brush.width, brush.height, brush.gradient(brush.chance.choice(skies)))
    arch(brush, brush.width * brush.chance.number(0.4, 0.6), horizon + brush.unit * 4, brush.unit * 46)
    for _ in range(4):
        cloud(
            brush,
            brush.chance.number() * brush.width,
            brush.chance.number(0.08, 0.5) * brush.height,
            brush.chance.number(7, 12) * brush.unit,
        )
    brush.ridge(horizon, brush.unit * 4, 1.1, "#c7e8d3")
    brush.ridge(horizon + brush.unit * 7, brush.unit * 2, 0.8, brush.gradient(("#bfe9c4", "#93cfae")))
    for _ in range(9):
        sparkle(
            brush,
            brush.chance.number() * brush.width,
            brush.chance.number(0.05, 0.7) * brush.height,
            brush.chance.number(1, 2.2),
        )
    return Stage(back=brush.take(), horizon=horizon, floor=brush.height * 0.87)


def _void(brush: Brush) -> None:
    skies = (("#0a0822", "#1d1250", "#3a1a63"), ("#050b22", "#0f2452", "#1d4a6b"), ("#0d0620", "#35124f", "#5f1f58"))
    brush.rect(0, 0, brush.width, brush.height, brush.gradient(brush.chance.choice(skies)))
    for _ in range(4):
        x, y = brush.chance.number() * brush.width, brush.chance.number() * brush.height
        colour = brush.chance.choice(("#b65fe0", "#4f8df0", "#f06fa8", "#43c3c9"))
        brush.ellipse(x, y, brush.unit * 42, brush.unit * 26, brush.gradient((colour, colour), "radial", (0.34, 0)))
    stars(brush, brush.height, 120)


def _planet(brush: Brush, x: float, y: float, radius: float, colour: str, land: str | None = None) -> None:
    brush.circle(x, y, radius * 1.5, brush.gradient((colour, colour), "radial", (0.4, 0)))
    brush.circle(x, y, radius, brush.gradient((lighter(colour, 0.3), colour, darker(colour, 0.45))))
    for dy, wide in ((-0.35, 0.5), (0.12, 0.62), (0.42, 0.4)):
        shift = brush.chance.number(-0.2, 0.2)
        brush.ellipse(
            x + shift * radius, y + dy * radius, wide * radius, radius * 0.11, land or lighter(colour, 0.25), 0.6
        )


def _craters(brush: Brush, dust: str) -> Stage:
    horizon = brush.height * 0.6
    brush.ridge(horizon - brush.unit * 3, brush.unit * 3, 1.3, darker(dust, 0.35))
    brush.ridge(
        horizon + brush.unit * 2, brush.unit * 2, 0.9, brush.gradient((lighter(dust, 0.15), darker(dust, 0.25)))
    )
    for _ in range(9):
        near = brush.chance.number()
        x, y = brush.chance.number() * brush.width, horizon + brush.unit * 7 + near * (brush.height - horizon)
        wide = brush.unit * (2.5 + 6 * near)
        brush.ellipse(x, y, wide, wide * 0.34, darker(dust, 0.3))
        brush.ellipse(x, y + wide * 0.07, wide * 0.86, wide * 0.26, darker(dust, 0.14))
    return Stage(back=brush.take(), horizon=horizon, floor=brush.height * 0.86, is_dark=True)
