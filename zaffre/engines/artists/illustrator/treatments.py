"""Styles that change the drawings themselves: outlines only, neon tubes."""

import re
from collections.abc import Callable, Mapping

from zaffre.engines.artists.illustrator.palettes import lighter

_FILL = re.compile(r'\sfill="(?!none)([^"]*)"')
_STROKE = re.compile(r'\sstroke(-width|-linecap|-linejoin|-miterlimit)?="[^"]*"')
_SHAPE = re.compile(r"<(path|circle|ellipse|rect|polygon|polyline)\b")
INK = "#2c2c3a"


def outlined(body: str, side: float) -> str:
    """White shapes with a dark edge, as in a colouring book; `side` is the length of the drawing's square."""
    bare = _FILL.sub(' fill="#ffffff"', _STROKE.sub("", body))
    return f'<g fill="#ffffff" stroke="{INK}" stroke-width="{side * 0.013:.2f}" stroke-linejoin="round">{bare}</g>'


def neon(body: str, side: float) -> str:
    """Shapes as tubes of light in their own colours."""
    bare = _STROKE.sub("", body)
    lit = _FILL.sub(lambda found: f' fill="none" stroke="{_tube(found.group(1))}"', bare)
    return f'<g fill="none" stroke="#ff5fd2" stroke-width="{side * 0.014:.2f}" stroke-linejoin="round">{lit}</g>'


def _tube(fill: str) -> str:
    """A colour that glows: what is dark becomes violet, the rest becomes lighter."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", fill):
        return "#5fe3ff"
    is_dark = max(int(fill[place : place + 2], 16) for place in (1, 3, 5)) < 90
    return "#9a7bff" if is_dark else lighter(fill, 0.25)


TREATMENTS: Mapping[str, Callable[[str, float], str]] = {"outlined": outlined, "neon": neon}
