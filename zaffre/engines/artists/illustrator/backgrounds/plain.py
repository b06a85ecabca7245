"""Backgrounds that are no place: a studio, and shapes in the colours of words."""

from zaffre.engines.artists.illustrator.backgrounds.stage import Brush, Stage
from zaffre.engines.artists.illustrator.palettes import lighter, mix


def studio(brush: Brush) -> Stage:
    """A wall that runs into a floor, with something quiet on the wall."""
    top, low, floor = brush.colours
    line = brush.height * 0.72
    brush.rect(0, 0, brush.width, brush.height, brush.gradient((lighter(top, 0.25), top, low)))
    brush.chance.choice((_disc, _dots, _rays, _blobs))(brush, low)
    brush.rect(0, line, brush.width, brush.height - line, brush.gradient((low, mix(low, floor, 0.75))))
    brush.rect(
        0, line - brush.unit * 5, brush.width, brush.unit * 10, brush.gradient((low, low, low), opacities=(0, 1, 0))
    )
    brush.ellipse(
        brush.width / 2,
        brush.height * 0.84,
        brush.width * 0.46,
        brush.unit * 12,
        brush.gradient(("#ffffff", "#ffffff"), "radial", (0.4, 0)),
    )
    return Stage(
        back=brush.take(), horizon=line, floor=brush.height * 0.84, is_plain=True, shade=mix(floor, "#2a1a30", 0.75)
    )


def _disc(brush: Brush, colour: str) -> None:
    brush.circle(brush.width / 2, brush.height * 0.47, brush.unit * 37, lighter(colour, 0.35), 0.55)


def _dots(brush: Brush, colour: str) -> None:
    step = brush.unit * 9
    for row in range(int(brush.height * 0.7 / step) + 1):
        for column in range(int(brush.width / step) + 2):
            brush.circle(
                column * step + (step / 2 if row % 2 else 0), row * step, brush.unit * 1.3, lighter(colour, 0.45), 0.5
            )


def _rays(brush: Brush, colour: str) -> None:
    x, y, far = brush.width / 2, brush.height * 0.55, brush.width + brush.height
    edges = (
        (-1.0, -0.25),
        (-1.0, -0.75),
        (-0.6, -1.0),
        (-0.2, -1.0),
        (0.2, -1.0),
        (0.6, -1.0),
        (1.0, -0.75),
        (1.0, -0.25),
    )
    for (ax, ay), (bx, by) in zip(edges[::2], edges[1::2], strict=True):
        brush.polygon([(x, y), (x + ax * far, y + ay * far), (x + bx * far, y + by * far)], lighter(colour, 0.5), 0.3)


def _blobs(brush: Brush, colour: str) -> None:
    for _ in range(5):
        x, y = brush.chance.number() * brush.width, brush.chance.number(0.05, 0.6) * brush.height
        brush.ellipse(
            x,
            y,
            brush.chance.number(9, 22) * brush.unit,
            brush.chance.number(8, 18) * brush.unit,
            lighter(colour, 0.4),
            0.4,
        )


def abstract(brush: Brush) -> Stage:
    """Overlapping forms: what is left to show where words name nothing that was ever drawn."""
    colours = brush.colours
    brush.rect(0, 0, brush.width, brush.height, brush.gradient((lighter(colours[0], 0.75), lighter(colours[-1], 0.6))))
    for step in range(9):
        x, y = brush.chance.number(0.05, 0.95) * brush.width, brush.chance.number(0.05, 0.95) * brush.height
        size, colour = brush.chance.number(9, 30) * brush.unit, colours[step % len(colours)]
        fill = brush.gradient((lighter(colour, 0.25), colour))
        if step % 3 == 0:
            brush.rect(x - size, y - size * 0.6, size * 2, size * 1.2, fill, size * 0.6, 0.75)
        elif step % 3 == 1:
            brush.circle(x, y, size, fill, 0.75)
        else:
            brush.polygon([(x, y - size), (x + size, y + size * 0.7), (x - size, y + size * 0.7)], fill, 0.7)
    for _ in range(3):
        x, y = brush.chance.number(0, 0.8) * brush.width, brush.chance.number(0.1, 0.9) * brush.height
        wave = [(x + brush.unit * 6 * step, y + (brush.unit * 4 if step % 2 else 0)) for step in range(7)]
        brush.line(wave, "#ffffff", brush.unit * 1.2, 0.8)
    return Stage(back=brush.take(), horizon=brush.height, floor=brush.height * 0.85, holds="air")
