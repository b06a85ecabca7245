"""Places under a roof: room, kitchen, stage."""

from zaffre.engines.artists.illustrator.backgrounds.stage import Brush, Stage
from zaffre.engines.artists.illustrator.palettes import darker, lighter

_PAPERS = (
    ("#f5dfcf", "#d9a37f"),
    ("#d5e6e4", "#c79b73"),
    ("#e6dcf0", "#b98f74"),
    ("#f7e9bd", "#a97c5b"),
    ("#cfe0ef", "#c09a76"),
)


def room(brush: Brush) -> Stage:
    """A papered wall with a window and a picture, a rug on boards."""
    wall, wood = brush.chance.choice(_PAPERS)
    skirting = _shell(brush, wall, wood)
    side = brush.chance.choice((-1, 1))
    _window(brush, brush.width * (0.5 - side * 0.27), brush.height * 0.14, brush.unit * 25, brush.unit * 31)
    _picture(brush, brush.width * (0.5 + side * 0.26), brush.height * 0.24, brush.unit * 15)
    rug = brush.lit(brush.chance.choice(("#d9788a", "#6f9fc9", "#8fb58a", "#c9955f")))
    brush.ellipse(brush.width / 2, brush.height * 0.885, brush.width * 0.36, brush.unit * 8, rug)
    brush.ellipse(brush.width / 2, brush.height * 0.885, brush.width * 0.31, brush.unit * 6.4, lighter(rug, 0.22))
    return Stage(back=brush.take(), horizon=skirting, floor=brush.height * 0.89, is_dark=False, shade="#3a2430")


def kitchen(brush: Brush) -> Stage:
    """Tiles behind a long wooden table top."""
    wall = brush.lit(brush.chance.choice(("#e6f0ee", "#f7ead8", "#dfe9f5")))
    brush.rect(0, 0, brush.width, brush.height, brush.gradient((lighter(wall, 0.3), wall)))
    tile = brush.unit * 11
    for row in range(int(brush.height / tile)):
        for column in range(int(brush.width / tile) + 2):
            x = column * tile - (tile / 2 if row % 2 else 0)
            brush.rect(
                x + tile * 0.03,
                row * tile + tile * 0.03,
                tile * 0.94,
                tile * 0.94,
                lighter(wall, 0.35),
                tile * 0.06,
                0.6,
            )
    _shelf(brush, brush.height * 0.24)
    top, wood = brush.height * 0.7, brush.lit(brush.chance.choice(("#c98f5e", "#b87f56", "#dcb385")))
    brush.rect(0, top, brush.width, brush.height - top, brush.gradient((lighter(wood, 0.12), darker(wood, 0.12))))
    brush.rect(0, top, brush.width, brush.unit, lighter(wood, 0.3))
    for step in (0.36, 0.68):
        brush.rect(0, top + (brush.height - top) * step, brush.width, brush.unit * 0.35, darker(wood, 0.16), 0, 0.6)
    return Stage(back=brush.take(), horizon=top, floor=brush.height * 0.87, shade="#3a2430")


def stage(brush: Brush) -> Stage:
    """Curtains, boards and two spotlights."""
    brush.rect(0, 0, brush.width, brush.height, brush.gradient(("#1c1236", "#3a1f5c", "#5b2f6b")))
    floor = brush.height * 0.74
    brush.rect(0, floor, brush.width, brush.height - floor, brush.gradient(("#8a5a4a", "#5a3640")))
    for x in (0.22, 0.78):
        foot = brush.width * (0.5 + (0.5 - x) * 0.1)
        beam = [
            (x * brush.width - brush.unit * 2, -2),
            (x * brush.width + brush.unit * 2, -2),
            (foot + brush.unit * 26, brush.height * 0.93),
            (foot - brush.unit * 26, brush.height * 0.93),
        ]
        brush.polygon(beam, brush.gradient(("#fff3c4", "#fff3c4"), opacities=(0.5, 0.05)))
    brush.ellipse(brush.width / 2, brush.height * 0.88, brush.width * 0.34, brush.unit * 8, "#ffe9b0", 0.3)
    red = brush.chance.choice(("#b5273f", "#8b2f6b", "#2f5fa0"))
    for fold in range(5):
        wide = brush.unit * 4
        for x in (fold * wide, brush.width - (fold + 1) * wide):
            brush.rect(
                x, -2, wide, brush.height * (0.84 - 0.02 * fold), darker(red, 0.12) if fold % 2 else red, wide * 0.3
            )
    for step in range(int(brush.width / brush.unit / 12) + 1):
        brush.ellipse(
            step * brush.unit * 12 + brush.unit * 6,
            0,
            brush.unit * 7,
            brush.unit * 9,
            red if step % 2 else darker(red, 0.1),
        )
    return Stage(back=brush.take(), horizon=floor, floor=brush.height * 0.88, is_dark=True)


def _shell(brush: Brush, wall: str, wood: str) -> float:
    """Wall, skirting board and floor boards; gives where the floor begins."""
    wall, wood, low = brush.lit(wall), brush.lit(wood), brush.height * 0.74
    brush.rect(0, 0, brush.width, low, brush.gradient((lighter(wall, 0.18), wall)))
    for step in range(int(brush.width / brush.unit / 8) + 1):
        brush.rect(step * brush.unit * 8, 0, brush.unit * 3, low, lighter(wall, 0.3), 0, 0.3)
    brush.rect(0, low, brush.width, brush.height - low, brush.gradient((darker(wood, 0.08), lighter(wood, 0.08))))
    for step in (0.2, 0.48, 0.8):
        brush.rect(0, low + (brush.height - low) * step, brush.width, brush.unit * 0.35, darker(wood, 0.2), 0, 0.55)
    brush.rect(0, low - brush.unit * 2.4, brush.width, brush.unit * 2.4, lighter(wall, 0.6))
    return low


def _window(brush: Brush, x: float, top: float, width: float, height: float) -> None:
    """A window that shows the hour."""
    left = x - width / 2
    brush.rect(
        left - brush.unit * 1.4,
        top - brush.unit * 1.4,
        width + brush.unit * 2.8,
        height + brush.unit * 2.8,
        brush.lit("#ffffff"),
        brush.unit,
    )
    brush.rect(left, top, width, height, brush.gradient(brush.light.skies[0]))
    brush.circle(x + width * 0.24, top + height * 0.26, brush.unit * 2.6, brush.light.glow)
    brush.ellipse(x, top + height, width * 0.5, height * 0.2, brush.lit("#8cc88a"))
    brush.rect(
        left - brush.unit * 2.4,
        top + height,
        width + brush.unit * 4.8,
        brush.unit * 2.6,
        brush.lit("#ffffff"),
        brush.unit * 0.6,
    )
    brush.rect(x - brush.unit * 0.5, top, brush.unit, height, brush.lit("#ffffff"))
    brush.rect(left, top + height * 0.46, width, brush.unit, brush.lit("#ffffff"))


def _picture(brush: Brush, x: float, top: float, size: float) -> None:
    brush.rect(x - size / 2, top, size, size * 1.15, brush.lit("#8a6248"), brush.unit * 0.5)
    brush.rect(x - size * 0.42, top + size * 0.08, size * 0.84, size * 0.99, brush.lit("#fdf6e8"))
    brush.circle(x + size * 0.14, top + size * 0.4, size * 0.12, brush.lit("#f2a65a"))
    hills = [
        (x - size * 0.42, top + size * 1.07),
        (x - size * 0.14, top + size * 0.6),
        (x + size * 0.42, top + size * 1.07),
    ]
    brush.polygon(hills, brush.lit("#7fb5a0"))


def _shelf(brush: Brush, y: float) -> None:
    """A shelf of jars and cups, off to one side."""
    wood, left = brush.lit("#b98a62"), brush.width * brush.chance.choice((0.06, 0.6))
    wide = brush.width * 0.34
    for step in range(5):
        x, high = left + wide * (step + 0.5) / 5, brush.unit * brush.chance.number(5, 9)
        colour = brush.lit(brush.chance.choice(("#e58b7b", "#8fb9d6", "#f2cf7e", "#a5c9a0", "#c9b0dc")), 0.15)
        brush.rect(x - brush.unit * 2.4, y - high, brush.unit * 4.8, high, colour, brush.unit)
        brush.rect(
            x - brush.unit * 2.6, y - high, brush.unit * 5.2, brush.unit * 1.4, darker(colour, 0.14), brush.unit * 0.6
        )
    brush.rect(left, y, wide, brush.unit * 1.6, wood, brush.unit * 0.5)
