"""Gives a drawing another colour: its main hue is turned, light and shade stay."""

import colorsys
import re

from zaffre.engines.artists.illustrator.palettes import rgb

_HEX = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b")
_MATRIX = re.compile(r"0 0 0 0 (0?\.?\d+) 0 0 0 0 (0?\.?\d+) 0 0 0 0 (0?\.?\d+)")
"""The colour of a light or a shade inside a drawing, as filters have it."""
_NEAR = 42


def coloured(body: str, hue: int, colour: str) -> str:
    """`body` with what is near `hue` in `colour`; where `hue` is negative, its greys are coloured instead."""
    target = _hls(colour)
    body = _MATRIX.sub(lambda found: _tinted(found.group(), hue, target), body)
    return _HEX.sub(lambda found: _turned(_long(found.group()), hue, target), body)


def _turned(code: str, hue: int, target: tuple[float, float, float]) -> str:
    own, light, strong = _hls(code)
    if not _is_meant(own * 360, light, strong, hue):
        return code
    wanted, aim, vivid = target
    # Dark and light targets pull the whole range of lights with them, the others only lean it.
    pull = 0.78 if vivid < 0.2 or aim < 0.3 or aim > 0.8 else 0.42
    lit = light + (aim - light) * pull if hue >= 0 else min(light, aim + 0.25) * 0.5 + aim * 0.5
    saturation = vivid if vivid < 0.2 else max(0.35, min(1.0, 0.45 * max(strong, 0.4) + 0.55 * vivid))
    return _code(wanted, lit, saturation)


def _tinted(matrix: str, hue: int, target: tuple[float, float, float]) -> str:
    """A filter's colour matrix, its one colour turned."""
    parts = [min(1.0, float(part)) for part in _MATRIX.fullmatch(matrix).groups()]
    code = "#" + "".join(f"{round(part * 255):02x}" for part in parts)
    red, green, blue = (part / 255 for part in rgb(_turned(code, hue, target)))
    return f"0 0 0 0 {red:.3f} 0 0 0 0 {green:.3f} 0 0 0 0 {blue:.3f}"


def _is_meant(own: float, light: float, strong: float, hue: int) -> bool:
    """Whether a colour belongs to what the drawing mainly is."""
    if hue < 0:
        return strong < 0.35 and 0.3 < light < 0.97
    return strong > 0.18 and 0.08 < light < 0.97 and abs((own - hue + 180) % 360 - 180) < _NEAR


def _hls(code: str) -> tuple[float, float, float]:
    return colorsys.rgb_to_hls(*(part / 255 for part in rgb(code)))


def _code(hue: float, light: float, saturation: float) -> str:
    parts = colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), saturation)
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _long(code: str) -> str:
    return code if len(code) == 7 else "#" + "".join(letter * 2 for letter in code[1:])
