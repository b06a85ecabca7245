"""SVG to pixels: parts become marks on one canvas, shadows under them, and resvg draws it all."""

import base64
import hashlib
import io
import re
from functools import lru_cache

import resvg_py
from PIL import Image

from zaffre.engines.artists.illustrator.art import SIDES, Drawing, Pack
from zaffre.engines.artists.illustrator.colouring import coloured
from zaffre.engines.artists.illustrator.figures import Part
from zaffre.engines.artists.illustrator.treatments import TREATMENTS

_NAMES = re.compile(r'\bid="([^"]+)"')
_SHARPEST = 400
"""The most pixels at which drawings full of blurs are drawn; larger ones are scaled up."""


class Renderer:
    """Draws with one pack; keeps the drawings that cost most."""

    def __init__(self, pack: Pack):
        self._pack = pack
        self._raster = lru_cache(maxsize=48)(self._rastered)

    def mark(self, part: Part, treatment: str | None = None) -> str:
        """A part as SVG, without its shadow."""
        side = SIDES[part.drawing.family]
        left, top, right, bottom = (edge * side for edge in part.drawing.box)
        scale = part.height / (bottom - top)
        body = self._body(part.drawing, part.colour, treatment, scale * side)
        mirror = -scale if part.is_flipped else scale
        middle = (left + right) / 2
        turn = f"translate({part.x:.2f} {part.y:.2f}) rotate({part.turn:.2f}) scale({mirror:.4f} {scale:.4f})"
        return f'<g transform="{turn} translate({-middle:.2f} {-bottom:.2f})">{body}</g>'

    def _body(self, drawing: Drawing, colour: str | None, treatment: str | None, pixels: float) -> str:
        body = self._pack.body(drawing)
        if colour:
            body = coloured(body, drawing.hue, colour)
        if treatment:
            body = TREATMENTS[treatment](body, SIDES[drawing.family])
        if "<filter" in body:
            size = min(_SHARPEST, 1 << max(6, int(pixels).bit_length()))
            return self._raster(body, SIDES[drawing.family], size)
        return _own_names(body)

    def _rastered(self, body: str, side: int, size: int) -> str:
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{size}" height="{size}">'
        png = resvg_py.svg_to_bytes(svg_string=f"{head}{body}</svg>", skip_system_fonts=True)
        data = base64.b64encode(bytes(png)).decode()
        return f'<image width="{side}" height="{side}" href="data:image/png;base64,{data}"/>'


def shadow(part: Part, floor: float, shade: str) -> str:
    """A soft shadow where a part stands, or below it where it hovers."""
    wide = part.width * (0.5 if part.is_above == 0 else 0.36)
    y = part.y - 0.01 * part.height if part.is_above == 0 else max(floor, part.y)
    strength = 0.55 if part.is_above == 0 else 0.3
    high = max(wide * 0.2, 1.0)
    place = f'cx="{part.x:.1f}" cy="{y:.1f}" rx="{wide:.1f}" ry="{high:.1f}"'
    fill = f'<radialGradient id="s{shade[1:]}"><stop offset="0.25" stop-color="{shade}" stop-opacity="1"/>'
    return f'<defs>{fill}<stop offset="1" stop-color="{shade}" stop-opacity="0"/></radialGradient></defs><ellipse {place} fill="url(#s{shade[1:]})" opacity="{strength}"/>'


def draw(svg: str, width: int, height: int) -> Image.Image:
    """RGBA of the canvas."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    png = resvg_py.svg_to_bytes(svg_string=f"{head}{svg}</svg>", skip_system_fonts=True)
    return Image.open(io.BytesIO(bytes(png))).convert("RGBA")


def _own_names(body: str) -> str:
    """The drawing with names that no other drawing on the canvas has."""
    names = set(_NAMES.findall(body))
    if not names:
        return body
    own = hashlib.md5(body.encode(), usedforsecurity=False).hexdigest()[:8]
    for name in sorted(names, key=len, reverse=True):
        body = body.replace(f'id="{name}"', f'id="{own}{name}"').replace(f"#{name})", f"#{own}{name})")
        body = body.replace(f'href="#{name}"', f'href="#{own}{name}"')
    return body
