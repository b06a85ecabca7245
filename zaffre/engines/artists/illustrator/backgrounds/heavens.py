"""What hangs in the sky: its colours, sun, moon, stars and clouds."""

from zaffre.engines.artists.illustrator.backgrounds.stage import Brush


def heavens(brush: Brush, horizon: float, *, clouds: int | None = None) -> None:
    """The whole sky of the hour, down to `horizon`."""
    colours = brush.chance.choice(brush.light.skies)
    brush.rect(0, 0, brush.width, horizon + brush.unit * 4, brush.gradient(colours))
    if brush.light.is_dark:
        stars(brush, horizon, 46)
    if brush.is_overcast:
        _overcast(brush, horizon)
    elif brush.has_orb:
        orb(brush, horizon)
    for _ in range(brush.chance.whole(2, 4) if clouds is None else clouds):
        cloud(
            brush,
            brush.chance.number(0.02, 0.98) * brush.width,
            brush.chance.number(0.1, 0.62) * horizon,
            brush.chance.number(7, 13) * brush.unit,
        )


def _overcast(brush: Brush, horizon: float) -> None:
    """Grey over all the sky, and heavy clouds along its top."""
    brush.rect(0, 0, brush.width, horizon + brush.unit * 4, brush.lit("#8d9bb3"), 0, 0.55)
    for step in range(7):
        x, y = (step + brush.chance.number()) / 7 * brush.width, brush.unit * brush.chance.number(4, 12)
        cloud(brush, x, y, brush.unit * 15, "#b9c3d3", 0.95)


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
        sparkle(
            brush,
            brush.chance.number() * brush.width,
            brush.chance.number(0, 0.7) * bottom,
            brush.chance.number(0.9, 1.8),
        )


def sparkle(brush: Brush, x: float, y: float, size: float, colour: str = "#ffffff") -> None:
    """A star with four points."""
    r = size * brush.unit
    tips = ((r, 0), (0, r), (-r, 0), (0, -r))
    curves = "".join(f"Q{x:.1f} {y:.1f} {x + dx:.1f} {y + dy:.1f}" for dx, dy in tips)
    brush.raw(f'<path d="M{x:.1f} {y - r:.1f}{curves}Z" fill="{colour}"/>')


def cloud(brush: Brush, x: float, y: float, size: float, colour: str = "#ffffff", opacity: float | None = None) -> None:
    """A cloud with a flat underside, about twice `size` wide."""
    shade = brush.lit(colour)
    thick = opacity if opacity is not None else (0.28 if brush.light.is_dark else 0.82)
    puffs = ((-0.62, -0.18, 0.38), (-0.18, -0.42, 0.52), (0.34, -0.28, 0.44), (0.7, -0.1, 0.28))
    place = f'x="{x - size:.1f}" y="{y - size * 0.34:.1f}" width="{size * 2:.1f}" height="{size * 0.4:.1f}"'
    body = f'<rect {place} rx="{size * 0.2:.1f}"/>'
    for dx, dy, radius in puffs:
        wide = radius * brush.chance.number(0.88, 1.12) * size
        body += f'<circle cx="{x + dx * size:.1f}" cy="{y + dy * size:.1f}" r="{wide:.1f}"/>'
    brush.raw(f'<g fill="{shade}" opacity="{thick:.2f}">{body}</g>')


def arch(brush: Brush, x: float, y: float, radius: float) -> None:
    """A rainbow with its middle at `x`, `y`."""
    for step, colour in enumerate(("#f0605c", "#f9a04b", "#fbe36a", "#6fce7f", "#5aa9f0", "#a884e8")):
        size = radius - step * brush.unit * 2.5
        path = f"M{x - size:.1f} {y:.1f}A{size:.1f} {size:.1f} 0 0 1 {x + size:.1f} {y:.1f}"
        wide = brush.unit * 2.6
        brush.raw(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{wide:.1f}" opacity="0.75"/>')
