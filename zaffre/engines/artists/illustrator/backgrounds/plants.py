"""Trees, grass and flowers, small enough to be painted by the dozen."""

from zaffre.engines.artists.illustrator.backgrounds.stage import Brush
from zaffre.engines.artists.illustrator.palettes import darker, lighter

PETALS = ("#ff8fab", "#ffd166", "#ffffff", "#c59bf0", "#ff9f5a", "#f26d85", "#8ec9ff")


def leafy(brush: Brush, x: float, foot: float, height: float, colour: str = "#58a65c", haze: float = 0.0) -> None:
    """A tree with a round crown; `foot` is where it stands."""
    trunk, crown = brush.lit("#7d5a44", haze), brush.lit(colour, haze)
    brush.rect(x - height * 0.045, foot - height * 0.45, height * 0.09, height * 0.46, trunk, height * 0.03)
    for dx, dy, radius in ((0, -0.72, 0.27), (-0.18, -0.56, 0.21), (0.18, -0.56, 0.21), (0, -0.5, 0.2)):
        brush.circle(x + dx * height, foot + dy * height, radius * height, crown)
    brush.circle(x - 0.08 * height, foot - 0.8 * height, 0.14 * height, lighter(crown, 0.16), 0.6)


def pine(
    brush: Brush, x: float, foot: float, height: float, colour: str = "#2f7d5b", haze: float = 0.0, snow: bool = False
) -> None:
    """A fir of three storeys, with snow on them if it is winter."""
    needles = brush.lit(colour, haze)
    brush.rect(x - height * 0.04, foot - height * 0.16, height * 0.08, height * 0.17, brush.lit("#6b4c3b", haze))
    for low, high, half in ((0.1, 0.55, 0.27), (0.32, 0.78, 0.21), (0.56, 1.0, 0.15)):
        brush.polygon(_peak(x, foot, height, low, high, half), needles)
        if snow:
            brush.polygon(
                _peak(x, foot, height, (low + high) / 2 + 0.06, high, half * 0.42), brush.lit("#ffffff", haze * 0.5)
            )
        needles = lighter(needles, 0.06)


def _peak(x: float, foot: float, height: float, low: float, high: float, half: float) -> list[tuple[float, float]]:
    return [
        (x - half * height, foot - low * height),
        (x, foot - high * height),
        (x + half * height, foot - low * height),
    ]


def tuft(brush: Brush, x: float, foot: float, size: float, colour: str) -> None:
    """Three blades of grass."""
    for lean in (-0.5, 0.0, 0.55):
        rise = f"Q{x:.1f} {foot - size * 0.6:.1f} {x + lean * size:.1f} {foot - size:.1f}"
        fall = f"Q{x + size * 0.1:.1f} {foot - size * 0.5:.1f} {x + size * 0.14:.1f} {foot:.1f}"
        brush.raw(f'<path d="M{x - size * 0.12:.1f} {foot:.1f}{rise}{fall}Z" fill="{colour}"/>')


def flower(brush: Brush, x: float, foot: float, size: float) -> None:
    """A flower of five petals on a stem."""
    petal, stem = brush.lit(brush.chance.choice(PETALS)), brush.lit("#4f9a4d")
    brush.line([(x, foot), (x + size * 0.06, foot - size)], stem, size * 0.09)
    for dx, dy in ((0, -0.26), (0.25, -0.08), (0.15, 0.2), (-0.15, 0.2), (-0.25, -0.08)):
        brush.circle(x + dx * size, foot - size + dy * size, size * 0.19, petal)
    brush.circle(x, foot - size, size * 0.15, brush.lit("#ffc93c"))


def ground_cover(brush: Brush, top: float, bottom: float, colour: str, tufts: int, flowers: int) -> None:
    """Grass and flowers over a strip of ground, the farther the smaller."""
    kinds = brush.chance.shuffled(["tuft"] * tufts + ["flower"] * flowers)
    feet = sorted(brush.chance.number(top, bottom) for _ in kinds)
    for kind, foot in zip(kinds, feet, strict=True):
        near = (foot - top) / max(bottom - top, 1)
        x, size = brush.chance.number() * brush.width, brush.unit * (1.2 + 2.6 * near)
        if kind == "tuft":
            tuft(brush, x, foot, size, darker(colour, 0.12) if brush.chance.happens(0.5) else lighter(colour, 0.14))
        else:
            flower(brush, x, foot, size * 1.25)
