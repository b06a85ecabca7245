"""Colours: mixing, and what the hour does to sky, land and light."""

import colorsys

from msgspec import Struct

from zaffre.engines.artists.illustrator.chance import Chance


class Light(Struct, frozen=True):
    """An hour's colours: the sky from its top down, and what tints all else, and how much."""

    skies: tuple[tuple[str, ...], ...]
    tint: str
    amount: float
    glow: str
    is_dark: bool = False


LIGHTS = {
    "day": Light(
        (("#6cc0f2", "#bfe6fb", "#f3fbff"), ("#5fb6ea", "#a9dcf5", "#fdf3df"), ("#86cdf4", "#d3eefc", "#fff6ea")),
        "#fff6dd",
        0.04,
        "#fff3b8",
    ),
    "dawn": Light((("#8ea6e6", "#f3bfc4", "#ffe7c2"), ("#9fb4ea", "#fbd0bd", "#fff0cf")), "#ffc9a3", 0.16, "#ffe2a0"),
    "dusk": Light(
        (("#40306f", "#c4567f", "#ffb36b", "#ffdf9a"), ("#2f3a78", "#a6508c", "#ff8f6b", "#ffd08a")),
        "#8a3a62",
        0.3,
        "#ffb45e",
    ),
    "night": Light(
        (("#0a1033", "#1e2c63", "#45508f"), ("#0b0f2c", "#252a66", "#5a4a8c")), "#131c4a", 0.52, "#fdf6d0", True
    ),
}

STUDIOS = (
    ("#fdeedd", "#f9d5bd", "#f2b79a"),
    ("#e3f1fc", "#c2def5", "#9cc4e8"),
    ("#efe7fb", "#d8c9f2", "#bba5e2"),
    ("#e6f6ea", "#c6e8d0", "#9fd3b1"),
    ("#fff6d8", "#fce5a5", "#f3cc74"),
    ("#fde6ec", "#f8c4d2", "#ee9db4"),
    ("#e2f5f3", "#b9e4df", "#8accc5"),
)
"""Plain backgrounds: wall above, wall below, floor."""


def rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(one: str, other: str, amount: float) -> str:
    """`amount` of the other colour in the one, 0 to 1."""
    parts = zip(rgb(one), rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * amount):02x}" for a, b in parts)


def lighter(colour: str, amount: float) -> str:
    return mix(colour, "#ffffff", amount)


def darker(colour: str, amount: float) -> str:
    return mix(colour, "#101830", amount)


def studio(colour: str) -> tuple[str, str, str]:
    """A plain background in one colour."""
    return lighter(colour, 0.1), colour, darker(colour, 0.1)


def apart_from(hue: int, chance: Chance) -> tuple[str, str, str]:
    """A plain background on which a thing of this hue stands out; any where it has none."""
    if hue < 0:
        return chance.choice(STUDIOS)
    return chance.choice([colours for colours in STUDIOS if _distance(_hue(colours[2]), hue) > 50])


def _hue(colour: str) -> float:
    return colorsys.rgb_to_hls(*(part / 255 for part in rgb(colour)))[0] * 360


def _distance(one: float, other: float) -> float:
    return abs((one - other + 180) % 360 - 180)
