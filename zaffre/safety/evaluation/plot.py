"""A picture of a run as one SVG: precision over recall for each category, and how long texts took."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from zaffre.safety.evaluation.metrics import Curve
from zaffre.safety.evaluation.scoring import Run
from zaffre.safety.evaluation.series import ANY, Series, series
from zaffre.safety.policy import Side

_SIZE, _TOP, _LEFT = 320, 64, 56
_BARS = 24
_WIDTH, _HEIGHT = 1000, _TOP + _SIZE + 56
_LEGEND, _TIMES = _LEFT + _SIZE + 24, 640
_MOST_POINTS = 200
_COLOURS = ("#3b6fd4", "#c2571a", "#2f8f5b", "#a03c78", "#8a6d00", "#1f8a99", "#7a55c7", "currentColor")
_STYLE = """
  svg { color: #1b2430; background: #fff; font: 13px system-ui, sans-serif }
  text { fill: currentColor } .quiet { opacity: .65 } .title { font-size: 15px; font-weight: 600 }
  .grid { stroke: currentColor; opacity: .15 } .curve { fill: none; stroke-width: 2; stroke-linejoin: round }
  .bar { fill: #3b6fd4; opacity: .8 }
  @media (prefers-color-scheme: dark) {
    svg { color: #e4e9f0; background: #12161c } .curve, .key, .bar { filter: brightness(1.4) }
  }
"""


def draw(run: Run, side: Side, title: str) -> str:
    """The SVG. It needs nothing from elsewhere, and follows the reader's choice of light or dark."""
    box = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{_safe(title)}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {box}>',
        f"<style>{_STYLE}</style>",
        _text(_LEFT, 28, title, "title"),
        *_curves([one for one in series(run, side) if any(one.labels)]),
        *_times([scored.seconds * 1000 for scored in run.scored]),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _curves(drawn: Sequence[Series]) -> Iterator[str]:
    yield from _axes(_LEFT, "recall", "precision")
    for place, one in enumerate(drawn):
        colour = _COLOURS[-1] if one.category == ANY else _COLOURS[place % (len(_COLOURS) - 1)]
        curve, y = one.curve, _TOP + 12 + place * 22
        yield f'<polyline class="curve" stroke="{colour}" points="{_points(curve)}"/>'
        yield f'<rect class="key" x="{_LEGEND}" y="{y - 9}" width="14" height="4" fill="{colour}"/>'
        yield _text(_LEGEND + 22, y, f"{one.category.replace('_', '-')} {curve.average_precision:.2f}")
    yield _text(_LEGEND, _TOP + 12 + len(drawn) * 22, "area under each curve", "quiet")


def _points(curve: Curve) -> str:
    pairs = list(zip(curve.recall.tolist(), curve.precision.tolist(), strict=True))
    step = 1 + len(pairs) // _MOST_POINTS
    kept = [*pairs[:-1:step], pairs[-1]]
    return " ".join(f"{_LEFT + x * _SIZE:.1f},{_TOP + (1 - y) * _SIZE:.1f}" for x, y in kept)


def _times(times: Sequence[float]) -> Iterator[str]:
    """A histogram to the 99th percentile; what took longer stands in the last bar."""
    limit = sorted(times)[int(len(times) * 0.99)]
    counts = [0] * _BARS
    for time in times:
        counts[min(_BARS - 1, int(time / limit * _BARS))] += 1
    most = -(-max(counts) // 4) * 4
    yield from _axes(_TIMES, "milliseconds for one text", "texts", (f"{limit / 2:.3g}", f"{limit:.3g}"), most)
    width = _SIZE / _BARS
    for place, count in enumerate(counts):
        height = count / most * _SIZE
        yield (
            f'<rect class="bar" x="{_TIMES + place * width + 1:.1f}" y="{_TOP + _SIZE - height:.1f}" '
            f'width="{width - 2:.1f}" height="{height:.1f}"/>'
        )


def _axes(left: float, across: str, up: str, marks: tuple[str, str] = ("0.5", "1"), most: int = 1) -> Iterator[str]:
    bottom = _TOP + _SIZE
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = bottom - share * _SIZE
        yield f'<line class="grid" x1="{left}" y1="{y}" x2="{left + _SIZE}" y2="{y}"/>'
        yield _text(left - 8, y + 4, f"{share * most:g}", "quiet", "end")
    for share, mark in zip((0, 0.5, 1), ("0", *marks), strict=True):
        yield _text(left + share * _SIZE, bottom + 20, mark, "quiet", "middle")
    yield _text(left + _SIZE / 2, bottom + 42, across, "quiet", "middle")
    yield _text(left, _TOP - 12, up, "quiet")


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" class="{kind}" text-anchor="{anchor}">{_safe(text)}</text>'


def _safe(text: str) -> str:
    return escape(text, {'"': "&quot;"})
