"""SVG to pixels: parts become marks on one canvas, shadows under them, and resvg draws it all."""

import base64
import hashlib
import io
import re
from collections.abc import Iterable
from functools import lru_cache

import resvg_py
from PIL import Image

from zaffre.engines.artists.illustrator.art import SIDES, Pack
from zaffre.engines.artists.illustrator.colouring import coloured
from zaffre.engines.artists.illustrator.figures import Part
from zaffre.engines.artists.illustrator.treatments import TREATMENTS

Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels."""
_NAMES = re.compile(r'\bid="([^"]+)"')


class Renderer:
    """Draws with one pack; keeps the drawings that cost most."""

    def __init__(self, pack: Pack):
        self._pack = pack
        self._raster = lru_cache(maxsize=48)(self._rastered)

    def mark(self, part: Part, treatment: str | None, sharpest: int) -> str:
        """A part as SVG, without its shadow; drawings full of blurs are drawn at up to `sharpest` pixels."""
        side = SIDES[part.drawing.family]
        left, top, right, bottom = (edge * side for edge in part.drawing.box)
        scale = part.height / (bottom - top)
        body = self._body(part, treatment, min(sharpest, int(scale * side)))
        mirror = -scale if part.is_flipped else scale
        middle = (left + right) / 2
        turn = f"translate({part.x:.2f} {part.y:.2f}) rotate({part.turn:.2f}) scale({mirror:.4f} {scale:.4f})"
        return f'<g transform="{turn} translate({-middle:.2f} {-bottom:.2f})">{body}</g>'

    def _body(self, part: Part, treatment: str | None, pixels: int) -> str:
        drawing = part.drawing
        body = self._pack.body(drawing)
        if part.colour:
            body = coloured(body, drawing.hue, part.colour)
        if treatment:
            body = TREATMENTS[treatment](body, SIDES[drawing.family])
        if "<filter" in body:
            # In steps of 64, so that one drawing serves several near sizes.
            return self._raster(body, SIDES[drawing.family], max(64, -(-pixels // 64) * 64))
        return _own_names(body)

    def _rastered(self, body: str, side: int, size: int) -> str:
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{size}" height="{size}">'
        png = resvg_py.svg_to_bytes(svg_string=f"{head}{body}</svg>", skip_system_fonts=True)
        data = base64.b64encode(png).decode()
        return f'<image width="{side}" height="{side}" href="data:image/png;base64,{data}"/>'


def shadow(part: Part, floor: float, shade: str) -> str:
    """A soft shadow where a part stands, or below it where it hovers."""
    hovers = part.is_above > 0
    wide = part.width * (0.36 if hovers else 0.5)
    y = max(floor, part.y) if hovers else part.y - 0.01 * part.height
    place = f'cx="{part.x:.1f}" cy="{y:.1f}" rx="{wide:.1f}" ry="{max(wide * 0.2, 1.0):.1f}"'
    return f'<ellipse {place} fill="url(#shade{shade[1:]})" opacity="{0.3 if hovers else 0.55}"/>'


def shade(colour: str) -> str:
    """The fill of all shadows of one colour; once for each canvas."""
    stops = f'<stop offset="0.25" stop-color="{colour}"/><stop offset="1" stop-color="{colour}" stop-opacity="0"/>'
    return f'<defs><radialGradient id="shade{colour[1:]}">{stops}</radialGradient></defs>'


def draw(svg: str, box: Box, scale: float = 1.0) -> Image.Image:
    """RGBA of what lies in `box` of the canvas, larger or smaller by `scale`."""
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    view = f'viewBox="{left} {top} {width} {height}" width="{round(width * scale)}" height="{round(height * scale)}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {view}>'
    png = resvg_py.svg_to_bytes(svg_string=f"{head}{svg}</svg>", skip_system_fonts=True)
    return Image.open(io.BytesIO(png)).convert("RGBA")


def reach(parts: Iterable[Part], floor: float, size: tuple[int, int]) -> Box | None:
    """The part of the canvas in which parts and their shadows lie, in whole pixels; none where nothing is seen."""
    boxes = [_reach(part, floor) for part in parts]
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    left, top = max(0, int(min(lefts))), max(0, int(min(tops)))
    right, bottom = min(size[0], int(max(rights)) + 1), min(size[1], int(max(bottoms)) + 1)
    return (left, top, right, bottom) if left < right and top < bottom else None


def _reach(part: Part, floor: float) -> tuple[float, float, float, float]:
    """The whole square of a drawing and some more, for it may be turned a little, and its shadow."""
    left, top, right, bottom = part.drawing.box
    side = part.height / (bottom - top)
    middle = (left + right) / 2
    half, slack = max(middle, 1 - middle) * side, 0.08 * side + 2
    foot = max(part.y + (1 - bottom) * side, floor if part.is_above > 0 else part.y)
    return part.x - half - slack, part.y - bottom * side - slack, part.x + half + slack, foot + slack + 0.1 * part.width


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
