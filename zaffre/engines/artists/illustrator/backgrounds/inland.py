"""Water inland: a lake with a far shore."""

from zaffre.engines.artists.illustrator.backgrounds.heavens import heavens
from zaffre.engines.artists.illustrator.backgrounds.plants import leafy, pine
from zaffre.engines.artists.illustrator.backgrounds.stage import Brush, Stage
from zaffre.engines.artists.illustrator.palettes import darker, lighter


def lake(brush: Brush) -> Stage:
    """Still water before hills and trees that are mirrored in it; reeds on the near bank."""
    shore = brush.height * 0.5
    heavens(brush, shore)
    brush.ridge(shore - brush.unit * 11, brush.unit * 6, 1.3, brush.lit("#8fa6c4", 0.35))
    brush.ridge(shore - brush.unit * 6, brush.unit * 4, 1.6, brush.lit("#7fae86", 0.2))
    _wood(brush, shore)
    blue = brush.lit(brush.chance.choice(("#4fa3c7", "#3f97b5", "#5a9fd6")))
    water = brush.gradient((lighter(blue, 0.35), blue, darker(blue, 0.28)))
    brush.rect(0, shore, brush.width, brush.height - shore, water)
    _mirrored(brush, shore)
    back = brush.take()
    _ripples(brush, brush.height * 0.84, lighter(blue, 0.3))
    _reeds(brush)
    return Stage(
        back=back,
        front=brush.take(),
        horizon=shore,
        floor=brush.height * 0.82,
        holds="water",
        is_dark=brush.light.is_dark,
    )


def _wood(brush: Brush, shore: float) -> None:
    """Trees on the far shore, and the grass that they stand on."""
    draw = brush.chance.choice((leafy, pine))
    for step in range(16):
        x = (step + brush.chance.number()) / 16 * brush.width
        draw(brush, x, shore, brush.chance.number(7, 13) * brush.unit, haze=0.16)
    brush.rect(0, shore - brush.unit * 0.8, brush.width, brush.unit * 1.6, brush.lit("#6fa566", 0.1))


def _mirrored(brush: Brush, shore: float) -> None:
    """The far shore in the water, darker and broken by ripples."""
    shade = brush.lit("#2c5f63", 0.1)
    brush.rect(0, shore, brush.width, brush.unit * 9, brush.gradient((shade, shade), opacities=(0.55, 0)), opacity=0.9)
    for _ in range(22):
        near = brush.chance.number()
        x, y = brush.chance.number() * brush.width, shore + brush.unit * (1.5 + 24 * near)
        brush.rect(x, y, brush.unit * (3 + 8 * near), brush.unit * 0.3, "#ffffff", brush.unit * 0.15, 0.3)


def _ripples(brush: Brush, y: float, colour: str) -> None:
    """Thin rings of light before whatever floats."""
    for step in range(9):
        x, low = brush.chance.number() * brush.width, y + brush.unit * brush.chance.number(0, 13)
        brush.ellipse(x, low, brush.unit * brush.chance.number(4, 10), brush.unit * 0.35, colour, 0.4 + 0.03 * step)


def _reeds(brush: Brush) -> None:
    """In the near corners, where they hide nothing."""
    green, brown = brush.lit("#4f8f55"), brush.lit("#7a5234")
    for side in (0, 1):
        for _ in range(7):
            x = abs(side * brush.width - brush.chance.number(-1, 11) * brush.unit)
            high, lean = brush.chance.number(12, 24) * brush.unit, brush.chance.number(-2, 2) * brush.unit
            foot, top = brush.height + brush.unit, brush.height - high
            brush.line([(x, foot), (x + lean * 0.4, foot - high * 0.6), (x + lean, top)], green, brush.unit * 0.7)
            if brush.chance.happens(0.45):
                brush.line([(x + lean, top), (x + lean, top + brush.unit * 4)], brown, brush.unit * 1.5)
