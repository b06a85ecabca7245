"""From which probability on a text is blocked or marked."""

import numpy as np

from models.safety.logits import Logits
from models.safety.rows import HEADS

_BLOCKED = ("hate", "harassment", "sexual", "violence", "self_harm")
_FALSE_ALARMS = {"jailbreak": 0.0012, "illicit": 0.003}
_OTHER_FALSE_ALARMS = 0.001
_WORTH_OF_MISSES = {"illicit": 1.0}
"""What a miss counts beside a false alarm: half where texts are blocked, as much where they are only marked."""


def thresholds(seen: Logits, scores: np.ndarray) -> dict[str, object]:
    found: dict[str, object] = {}
    for head in _BLOCKED:
        medium = _threshold(seen, scores, head)
        odds = np.log(medium / (1 - medium))
        found[head] = [float(1 / (1 + np.exp(-(odds + step)))) for step in (-1.0, 0.0, 1.6)]
    return found | {head: _threshold(seen, scores, head) for head in _FALSE_ALARMS}


def _threshold(seen: Logits, scores: np.ndarray, head: str) -> float:
    """The best F score, but no more false alarms on quiet text than allowed."""
    place = HEADS.index(head)
    rows = seen.known[:, place]
    score, wanted, weight = scores[rows, place], seen.wanted[rows, place] >= 0.5, seen.worth[rows]
    steps = np.linspace(0.05, 0.95, 91)
    flagged = score[None] >= steps[:, None]
    hits = (flagged * wanted * weight).sum(1)
    worth_of_misses = _WORTH_OF_MISSES.get(head, 0.5)
    best = steps[np.argmax(hits / ((flagged * weight).sum(1) + worth_of_misses * (wanted * weight).sum()))]
    quiet = _loudest(seen, scores[:, place], _FALSE_ALARMS.get(head, _OTHER_FALSE_ALARMS))
    return float(np.clip(max(best, quiet), 0.15, 0.97))


def _loudest(seen: Logits, score: np.ndarray, share: float) -> float:
    """Which score no more than a share of quiet text exceeds."""
    order = np.argsort(-score[seen.is_quiet])
    worth = seen.worth[seen.is_quiet][order]
    place = int(np.searchsorted(np.cumsum(worth), share * worth.sum()))
    return float(score[seen.is_quiet][order][place]) + 1e-3


def is_found(scores: np.ndarray, given: dict[str, object]) -> np.ndarray:
    """Whether the default policy would stop it, or a signal would be raised."""
    flags = [scores[:, HEADS.index(head)] >= (step[1] if isinstance(step, list) else step)
             for head, step in given.items()]  # fmt: skip
    return np.logical_or.reduce(flags)
