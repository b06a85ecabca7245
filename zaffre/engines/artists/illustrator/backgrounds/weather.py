"""What falls, drifts or bursts before a background."""

import math
from collections.abc import Callable, Mapping

from zaffre.engines.artists.illustrator.backgrounds.heavens import arch, cloud, sparkle, stars
from zaffre.engines.artists.illustrator.backgrounds.stage import Brush

_BRIGHT = ("#ff6b81", "#ffd166", "#4cc9f0", "#80ed99", "#c77dff", "#ff9f1c")


def rain(brush: Brush) -> None:
    brush.rect(0, 0, brush.width, brush.height, "#5b6f92", 0, 0.14)
    for _ in range(90):
        x, y, long = _anywhere(brush)[0], _anywhere(brush)[1], brush.chance.number(2.5, 5) * brush.unit
        brush.line([(x, y), (x - long * 0.25, y + long)], "#eaf4ff", brush.unit * 0.35, brush.chance.number(0.4, 0.8))


def snowfall(brush: Brush) -> None:
    for _ in range(110):
        brush.circle(
            *_anywhere(brush), brush.chance.number(0.3, 1.1) * brush.unit, "#ffffff", brush.chance.number(0.55, 0.95)
        )


def fog(brush: Brush) -> None:
    for step in range(4):
        y = brush.height * (0.42 + 0.13 * step)
        clear = brush.gradient(("#f2f5f8",) * 3, opacities=(0, 0.42, 0))
        brush.rect(0, y, brush.width, brush.height * 0.22, clear)


def starry(brush: Brush) -> None:
    stars(brush, brush.height * 0.5, 60)


def cloudy(brush: Brush) -> None:
    for _ in range(6):
        x, y = brush.chance.number() * brush.width, brush.chance.number(0.04, 0.3) * brush.height
        cloud(brush, x, y, brush.chance.number(10, 18) * brush.unit, "#e3e8f0", 0.9)


def rainbow(brush: Brush) -> None:
    """Over the whole sky."""
    arch(brush, brush.width * brush.chance.number(0.4, 0.6), brush.height * 0.66, brush.unit * 47)


def confetti(brush: Brush) -> None:
    for _ in range(70):
        (x, y), size = _anywhere(brush), brush.chance.number(0.8, 1.7) * brush.unit
        turn, colour = brush.chance.whole(0, 179), brush.chance.choice(_BRIGHT)
        place = f'x="{x:.1f}" y="{y:.1f}" width="{size * 1.6:.1f}" height="{size:.1f}" rx="{size * 0.2:.1f}"'
        brush.raw(f'<rect {place} fill="{colour}" transform="rotate({turn} {x:.1f} {y:.1f})"/>')


def bubbles(brush: Brush) -> None:
    for _ in range(26):
        (x, y), size = _anywhere(brush), brush.chance.number(1, 4) * brush.unit
        brush.circle(x, y, size, "#d8f0ff", 0.3)
        brush.circle(x - size * 0.3, y - size * 0.34, size * 0.22, "#ffffff", 0.85)


def fireworks(brush: Brush) -> None:
    for _ in range(5):
        x, y = brush.chance.number(0.1, 0.9) * brush.width, brush.chance.number(0.08, 0.42) * brush.height
        size, colour = brush.chance.number(9, 15) * brush.unit, brush.chance.choice(_BRIGHT)
        for ray in range(14):
            dx, dy = math.cos(ray * 0.4488), math.sin(ray * 0.4488)
            brush.line(
                [(x + dx * size * 0.3, y + dy * size * 0.3), (x + dx * size, y + dy * size)], colour, brush.unit * 0.6
            )
            brush.circle(x + dx * size * 1.12, y + dy * size * 1.12, brush.unit * 0.6, "#ffffff")


def leaves(brush: Brush) -> None:
    _drift(brush, ("#d9642f", "#e89a34", "#b8432f", "#e5bd3f"), 26)


def petals(brush: Brush) -> None:
    _drift(brush, ("#ffc2d6", "#ffdbe7", "#f7a8c4"), 34)


def hearts(brush: Brush) -> None:
    for _ in range(16):
        (x, y), s = _anywhere(brush), brush.chance.number(1.4, 3.2) * brush.unit
        left = f"C{x - 2 * s:.1f} {y - s * 0.4:.1f} {x - s * 0.8:.1f} {y - 1.5 * s:.1f} {x:.1f} {y - s * 0.4:.1f}"
        right = f"C{x + s * 0.8:.1f} {y - 1.5 * s:.1f} {x + 2 * s:.1f} {y - s * 0.4:.1f} {x:.1f} {y + s:.1f}"
        red = brush.chance.choice(("#ff5d7d", "#ff8fa8", "#f23d62"))
        brush.raw(f'<path d="M{x:.1f} {y + s:.1f}{left}{right}Z" fill="{red}" opacity="0.85"/>')


def glitter(brush: Brush) -> None:
    for _ in range(14):
        sparkle(brush, *_anywhere(brush), brush.chance.number(0.8, 2))


def _drift(brush: Brush, colours: tuple[str, ...], count: int) -> None:
    for _ in range(count):
        (x, y), size = _anywhere(brush), brush.chance.number(0.9, 2) * brush.unit
        over = f"Q{x:.1f} {y - size * 1.2:.1f} {x + size:.1f} {y:.1f}"
        back = f"Q{x:.1f} {y + size * 1.2:.1f} {x - size:.1f} {y:.1f}"
        turn, colour = brush.chance.whole(0, 179), brush.chance.choice(colours)
        place = f'fill="{colour}" transform="rotate({turn} {x:.1f} {y:.1f})"'
        brush.raw(f'<path d="M{x - size:.1f} {y:.1f}{over}{back}Z" {place}/>')


def _anywhere(brush: Brush) -> tuple[float, float]:
    return brush.chance.number() * brush.width, brush.chance.number() * brush.height


BEHIND: Mapping[str, Callable[[Brush], None]] = {
    "stars": starry,
    "clouds": cloudy,
    "rainbow": rainbow,
    "fireworks": fireworks,
    "confetti": confetti,
    "hearts": hearts,
}
"""What is behind all things."""
BEFORE: Mapping[str, Callable[[Brush], None]] = {
    "rain": rain,
    "snowfall": snowfall,
    "fog": fog,
    "bubbles": bubbles,
    "leaves": leaves,
    "petals": petals,
}
"""What passes before them."""
