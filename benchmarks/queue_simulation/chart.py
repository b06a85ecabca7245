"""The simulation's chart, as one SVG: how long the smallest projects wait over the day, in each queue."""

from collections.abc import Iterator, Mapping
from math import log10

import numpy as np

_WIDTH, _HEIGHT, _LEFT, _TOP, _ACROSS, _UP = 860, 380, 64, 72, 760, 240
_COLOURS = {"fair": "#3b6fd4", "first come": "#c2571a"}
_DECADES = (-1, 0, 1, 2, 3)
_STYLE = """
  svg { color: #1b2430; background: #fff; font: 13px system-ui, sans-serif }
  text { fill: currentColor } .quiet { opacity: .65 } .title { font-size: 15px; font-weight: 600 }
  .grid { stroke: currentColor; opacity: .15 } .curve { fill: none; stroke-width: 2; stroke-linejoin: round }
  @media (prefers-color-scheme: dark) {
    svg { color: #e4e9f0; background: #12161c } .curve { filter: brightness(1.4) }
  }
"""


def draw(curves: Mapping[str, np.ndarray], workers: int) -> str:
    """The SVG; each curve has the seconds waited in equal parts of a day."""
    title = f"Waiting time of projects with 1 to 4 pictures, {workers} workers (95th percentile)"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{title}">',
        f"<style>{_STYLE}</style>",
        _text(_LEFT, 28, title, "title"),
        *_axes(),
        *(part for name, waits in curves.items() for part in _curve(name, waits)),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _curve(name: str, waits: np.ndarray) -> Iterator[str]:
    points = " ".join(
        f"{_LEFT + (place + 0.5) / len(waits) * _ACROSS:.1f},{_height(wait):.1f}" for place, wait in enumerate(waits)
    )
    x = _LEFT + 140 * list(_COLOURS).index(name)
    yield f'<polyline class="curve" stroke="{_COLOURS[name]}" points="{points}"/>'
    yield f'<line class="curve" stroke="{_COLOURS[name]}" x1="{x}" y1="46" x2="{x + 22}" y2="46"/>'
    yield _text(x + 30, 50, name)


def _axes() -> Iterator[str]:
    for decade in _DECADES:
        y = _height(10.0**decade)
        yield f'<line class="grid" x1="{_LEFT}" y1="{y:.1f}" x2="{_LEFT + _ACROSS}" y2="{y:.1f}"/>'
        least = "≤ " if decade == _DECADES[0] else ""
        yield _text(_LEFT - 8, y + 4, f"{least}{10.0**decade:g} s", "quiet", "end")
    for hour in range(0, 25, 3):
        yield _text(_LEFT + hour / 24 * _ACROSS, _TOP + _UP + 22, f"{hour}:00", "quiet", "middle")


def _height(seconds: float) -> float:
    """Seconds on a scale of powers of ten; less than the least is drawn as the least."""
    low, high = _DECADES[0], _DECADES[-1]
    share = (log10(max(seconds, 10.0**low)) - low) / (high - low)
    return _TOP + _UP * (1 - min(1.0, share))


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" class="{kind}" text-anchor="{anchor}">{text}</text>'
