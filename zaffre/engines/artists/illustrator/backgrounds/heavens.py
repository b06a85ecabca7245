"""What hangs in the sky: its colours, sun, moon, stars and clouds."""

from zaffre.engines.artists.illustrator.backgrounds.stage import Brush


def heavens(brush: Brush, horizon: float, *, clouds: int | None = None, has_orb: bool = True) -> None:
    """The whole sky of the hour, down to `horizon`."""
    colours = brush.chance.choice(brush.light.skies)
    brush.rect(0, 0, brush.width, horizon + brush.unit * 4, brush.gradient(colours))
    if brush.light.is_dark:
        stars(brush, horizon, 46)
    if has_orb:
        orb(brush, horizon)
    for _ in range(brush.chance.whole(2, 4) if clouds is None else clouds):
        cloud(
            brush,
            brush.chance.number(0.02, 0.98) * brush.width,
            brush.chance.number(0.1, 0.62) * horizon,
            brush.chance.number(7, 13) * brush.unit,
        )


def orb(brush: Brush, horizon: float) -> None:
    """The sun or the moon where the hour has it, with its glow."""
    is_low = brush.hour in ("dusk", "dawn")
    x = brush.chance.choice((0.16, 0.24, 0.76, 0.85)) * brush.width
    y = horizon * (brush.chance.number(0.72, 0.86) if is_low else brush.chance.number(0.18, 0.3))
    radius = brush.unit * (9 if is_low else 6)
    glow = brush.light.glow
    brush.circle(x, y, radius * 4, brush.gradient((glow, glow), "radial", (0.55, 0)))
    brush.circle(x, y, radius, glow)
    if brush.light.is_dark:
        for dx, dy, size in ((-0.3, -0.2, 0.2), (0.28, 0.22, 0.26), (0.1, -0.42, 0.12)):
            brush.circle(x + dx * radius, y + dy * radius, size * radius, "#e9dfae", 0.7)


def stars(brush: Brush, bottom: float, count: int) -> None:
    for _ in range(count):
        x, y = brush.chance.number() * brush.width, brush.chance.number() ** 1.3 * bottom
        brush.circle(x, y, brush.chance.number(0.12, 0.42) * brush.unit, "#ffffff", brush.chance.number(0.4, 1))
    for _ in range(count // 12):
        sparkle(brush, brush.chance.number() * brush.width, brush.chance.number(0, 0.7) * bottom, brush.chance.number(0.9, 1.8))


def sparkle(brush: Brush, x: float, y: float, size: float, colour: str = "#ffffff") -> None:
    """A star with four points."""
    r = size * brush.unit
    path = f"M{x:.1f} {y - r:.1f}Q{x:.1f} {y:.1f} {x + r:.1f} {y:.1f}Q{x:.1f} {y:.1f} {x:.1f} {y + r:.1f}"
    brush.raw(f'<path d="{path}Q{x:.1f} {y:.1f} {x - r:.1f} {y:.1f}Q{x:.1f} {y:.1f} {x:.1f} {y - r:.1f}Z" fill="{colour}"/>')


def cloud(brush: Brush, x: float, y: float, size: float, colour: str = "#ffffff", opacity: float | None = None) -> None:
    """A cloud with a flat underside, about twice `size` wide."""
    shade = brush.lit(colour)
    thick = opacity if opacity is not None else (0.28 if brush.light.is_dark else 0.82)
    puffs = ((-0.62, -0.18, 0.38), (-0.18, -0.42, 0.52), (0.34, -0.28, 0.44), (0.7, -0.1, 0.28))
    body = f'<rect x="{x - size:.1f}" y="{y - size * 0.34:.1f}" width="{size * 2:.1f}" height="{size * 0.4:.1f}" rx="{size * 0.2:.1f}"/>'
    for dx, dy, radius in puffs:
        wide = radius * brush.chance.number(0.88, 1.12) * size
        body += f'<circle cx="{x + dx * size:.1f}" cy="{y + dy * size:.1f}" r="{wide:.1f}"/>'
    brush.raw(f'<g fill="{shade}" opacity="{thick:.2f}">{body}</g>')
