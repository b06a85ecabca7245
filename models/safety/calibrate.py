"""Turns logits into probabilities and finds the thresholds, on rows that neither trained nor are reported."""

import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from models.safety.rows import HEADS, Row
from zaffre.safety.classifier.classifier import MANIFEST
from zaffre.safety.classifier.encoder import Encoder
from zaffre.safety.classifier.gate import Gate

_HARMFUL, _HARD, _EASY = 1600, 1500, 900
"""How many rows are read: harmful ones, clean ones that the gate doubts most, and some of the other clean ones."""

_QUIET = ("tasks", "agents", "wishes", "small_talk", "code", "markup", "data", "manuals", "captions", "ethics",
          "bipia_clean", "repetitive")  # fmt: skip
_FALSE_ALARMS = {"jailbreak": 0.001, "illicit": 0.002}
_OTHER_FALSE_ALARMS = 0.0003
_KEPT_BY_GATE, _KEPT_BY_EARLY = 0.992, 0.985
_BLOCKED = ("hate", "harassment", "sexual", "violence", "self_harm")
_DEFAULT = (0.9, 0.15, 0.0)
_WRITTEN = 0.12
"""What a row from a grammar counts."""


@dataclass
class Logits:
    """What both models say of each row, what is true and `known` of it, and how many rows it stands for."""

    gate: np.ndarray
    early: np.ndarray
    late: np.ndarray
    wanted: np.ndarray
    known: np.ndarray
    worth: np.ndarray
    is_quiet: np.ndarray
    """Ordinary text of people, programs and machines, as a gateway sees it."""


def read(rows: list[Row], worth: list[float], folder: Path) -> Logits:
    gate, encoder = Gate(folder), Encoder(folder, 1)
    seen: list[list[np.ndarray]] = [[], [], []]
    for row in rows:
        text = row.text[:600]
        seen[0].append(gate.view(text).logits)
        seen[2].append(encoder.logits(text, lambda early: seen[1].append(early) is not None)[0])
    wanted = np.array([[row.labels.get(head, 0) for head in HEADS] for row in rows])
    known = np.array([[head in row.labels for head in HEADS] for row in rows])
    is_quiet = np.array([row.source in _QUIET for row in rows])
    return Logits(*(np.array(part) for part in seen), wanted, known, np.array(worth), is_quiet)


def sample(rows: list[Row], gate: Gate, seed: int = 5) -> tuple[list[Row], list[float]]:
    """Rows, and how many each stands for."""
    rng = random.Random(seed)
    rows = rng.sample(rows, len(rows))
    harmful = [row for row in rows if any(row.labels.get(head, 0) >= 0.4 for head in HEADS)]
    clean = [row for row in rows if all(row.labels.get(head, 0) < 0.4 for head in HEADS)]
    clean.sort(key=lambda row: -gate.view(row.text[:600]).logits[-1])
    hard, rest = clean[:_HARD], clean[_HARD:]
    easy = rng.sample(rest, min(_EASY, len(rest)))
    parts = ((harmful[:_HARMFUL], len(harmful)), (hard, len(hard)), (easy, len(rest)))
    chosen = [(row, total / len(part)) for part, total in parts for row in part]
    return [row for row, _ in chosen], [share * _worth(row) for row, share in chosen]


def _worth(row: Row) -> float:
    return row.weight * (_WRITTEN if row.source.startswith("written/") else 1)


def calibrate(rows: list[Row], folder: Path, version: str) -> None:
    """Write the manifest beside the weights."""
    seen = read(*sample(rows, Gate(folder)), folder)
    lines = {
        "gate": [_line(seen, head, None) for head in range(len(HEADS))],
        "early": [_line(seen, head, seen.early) for head in range(len(HEADS))],
        "late": [_line(seen, head, seen.late) for head in range(len(HEADS))],
    }
    late = blend(lines["late"], seen.late, seen.gate)
    thresholds = _thresholds(seen, late)
    is_found = _is_found(late, thresholds) & (np.where(seen.known, seen.wanted, 0).max(1) >= 0.5)
    early = blend(lines["early"], seen.early, seen.gate).max(1)
    manifest = {
        "version": version,
        "heads": HEADS,
        **lines,
        "gate_clears": float(np.quantile(seen.gate[is_found, -1], 1 - _KEPT_BY_GATE)),
        "early_clears": float(np.quantile(early[is_found], 1 - _KEPT_BY_EARLY)),
        "thresholds": thresholds,
    }
    clean = seen.is_quiet
    passed = seen.gate[:, -1] < manifest["gate_clears"]
    is_early = early < manifest["early_clears"]
    alarms = _is_found(late, thresholds)[clean].mean()
    print(f"of ordinary text the gate clears {passed[clean].mean():.3f}, the early heads {is_early[clean].mean():.3f};"
          f" false alarms {alarms:.4f}", file=sys.stderr)  # fmt: skip
    (folder / MANIFEST).write_text(json.dumps(_rounded(manifest), indent=1) + "\n")


def blend(lines: list[tuple[float, float, float]], encoded: np.ndarray, counted: np.ndarray) -> np.ndarray:
    columns = [a * encoded[:, head] + b * counted[:, head] + c for head, (a, b, c) in enumerate(lines)]
    return 1 / (1 + np.exp(-np.column_stack(columns).clip(-30, 30)))


def _line(seen: Logits, head: int, encoded: np.ndarray | None) -> tuple[float, float, float]:
    """A logistic regression of the head on both logits; on the gate's alone without `encoded`."""
    rows = seen.known[:, head]
    wanted, weight = seen.wanted[rows, head], seen.worth[rows]
    inputs = [seen.gate[rows, head]] if encoded is None else [encoded[rows, head], seen.gate[rows, head]]
    if (wanted >= 0.5).sum() < 12:
        return (0.0, 0.8, -0.5) if encoded is None else _DEFAULT
    fitted = _fit(np.column_stack(inputs), wanted, weight)
    if encoded is None:
        return 0.0, float(fitted.coef_[0][0]), float(fitted.intercept_[0])
    if fitted.coef_.min() < 0:
        fitted = _fit(np.column_stack(inputs[:1]), wanted, weight)
        return float(fitted.coef_[0][0]), 0.0, float(fitted.intercept_[0])
    return float(fitted.coef_[0][0]), float(fitted.coef_[0][1]), float(fitted.intercept_[0])


def _fit(inputs: np.ndarray, wanted: np.ndarray, weight: np.ndarray) -> LogisticRegression:
    """Soft labels count partly on either side."""
    twice = np.vstack((inputs, inputs))
    side = np.concatenate((np.ones(len(wanted)), np.zeros(len(wanted))))
    share = np.concatenate((wanted * weight, (1 - wanted) * weight))
    return LogisticRegression(C=1.0).fit(twice[share > 0], side[share > 0], sample_weight=share[share > 0])


def _thresholds(seen: Logits, scores: np.ndarray) -> dict[str, object]:
    found: dict[str, object] = {}
    for head in _BLOCKED:
        medium = _threshold(seen, scores, head)
        odds = np.log(medium / (1 - medium))
        found[head] = [float(1 / (1 + np.exp(-(odds + step)))) for step in (-1.0, 0.0, 1.6)]
    return found | {head: _threshold(seen, scores, head) for head in _FALSE_ALARMS}


def _threshold(seen: Logits, scores: np.ndarray, head: str) -> float:
    """The best F0.5, as a false alarm costs more than a miss, but no more false alarms on quiet text than allowed."""
    place = HEADS.index(head)
    rows = seen.known[:, place]
    score, wanted, weight = scores[rows, place], seen.wanted[rows, place] >= 0.5, seen.worth[rows]
    steps = np.linspace(0.05, 0.95, 91)
    flagged = score[None] >= steps[:, None]
    hits = (flagged * wanted * weight).sum(1)
    best = steps[np.argmax(1.25 * hits / ((flagged * weight).sum(1) + 0.25 * (wanted * weight).sum()))]
    quiet = _loudest(seen, scores[:, place], _FALSE_ALARMS.get(head, _OTHER_FALSE_ALARMS))
    return float(np.clip(max(best, quiet), 0.15, 0.97))


def _loudest(seen: Logits, score: np.ndarray, share: float) -> float:
    """Which score no more than a share of quiet text exceeds."""
    order = np.argsort(-score[seen.is_quiet])
    worth = seen.worth[seen.is_quiet][order]
    place = int(np.searchsorted(np.cumsum(worth), share * worth.sum()))
    return float(score[seen.is_quiet][order][place]) + 1e-3


def _is_found(scores: np.ndarray, thresholds: dict[str, object]) -> np.ndarray:
    """Whether the default policy would stop it, or a signal would be raised."""
    flags = [scores[:, HEADS.index(head)] >= (step[1] if isinstance(step, list) else step)
             for head, step in thresholds.items()]  # fmt: skip
    return np.logical_or.reduce(flags)


def _rounded(value: object) -> object:
    match value:
        case float():
            return round(value, 5)
        case dict():
            return {name: _rounded(one) for name, one in value.items()}
        case list() | tuple():
            return [_rounded(one) for one in value]
    return value
