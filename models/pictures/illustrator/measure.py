"""What the composer must know of a drawing: where in its square the ink is, the shape of its top, its main hue."""

import colorsys
import io

import numpy
import resvg_py
from msgspec import Struct
from PIL import Image

SIZES = {"noto": 128, "blob": 128, "flat": 32, "glossy": 32, "own": 128}
"""The side of each family's square, in its own units."""
_SIDE = 96
_COLUMNS = 8


class Measure(Struct, frozen=True):
    """All lengths are in 255ths of the square's side."""

    box: tuple[int, int, int, int]
    tops: tuple[int, ...]
    """How far below the box's top the ink begins, in eight columns across the box."""
    hue: int
    """The hue that most of its coloured ink has, in degrees; -1 where hardly any is coloured."""


def measure(body: str, family: str) -> Measure | None:
    """Draws `body` small and looks at it; none if nothing is to be seen."""
    pixels = numpy.asarray(_drawn(body, SIZES[family]))
    ink = pixels[..., 3] > 100
    if ink.sum() < 20:
        return None
    rows, columns = numpy.flatnonzero(ink.any(1)), numpy.flatnonzero(ink.any(0))
    box = (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
    inside = ink[box[1] : box[3], box[0] : box[2]]
    tops = [int(_first(part)) for part in numpy.array_split(inside, _COLUMNS, axis=1)]
    return Measure(tuple(map(_scaled, box)), tuple(map(_scaled, tops)), _hue(pixels[ink]))


def is_larger(body: str, family: str) -> bool:
    """Whether some of the drawing lies outside its square, where nobody is meant to see it."""
    side = SIZES[family]
    view = f'viewBox="{-side / 2} {-side / 2} {side * 2} {side * 2}" width="64" height="64"'
    alpha = numpy.asarray(_pixels(f'<svg xmlns="http://www.w3.org/2000/svg" {view}>{body}</svg>'))[..., 3] > 100
    return int(alpha.sum() - alpha[14:50, 14:50].sum()) > 4


def _pixels(svg: str) -> Image.Image:
    return Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)))).convert("RGBA")


def _drawn(body: str, side: int) -> Image.Image:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{_SIDE}" height="{_SIDE}">'
    return _pixels(f"{svg}{body}</svg>")


def _scaled(length: int) -> int:
    return round(int(length) * 255 / _SIDE)


def _first(part: numpy.ndarray) -> int:
    rows = numpy.flatnonzero(part.any(1)) if part.size else ()
    return rows[0] if len(rows) else part.shape[0]


def _hue(ink: numpy.ndarray) -> int:
    weights = numpy.zeros(24)
    for red, green, blue in ink[::3, :3] / 255:
        hue, _, saturation = colorsys.rgb_to_hls(red, green, blue)
        value = max(red, green, blue) - min(red, green, blue)
        weights[int(hue * 24) % 24] += value if saturation > 0.15 else 0
    smooth = weights + 0.6 * (numpy.roll(weights, 1) + numpy.roll(weights, -1))
    return int(smooth.argmax()) * 15 + 7 if weights.sum() / len(ink[::3]) > 0.12 else -1
