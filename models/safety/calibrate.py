"""Turns logits into probabilities and finds the thresholds, on rows that neither trained nor are reported."""

import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from models.safety.rows import HEADS, Row
from zaffre.safety.classifier import MANIFEST
from zaffre.safety.classifier_encoder import Encoder
from zaffre.safety.gate import Gate

_MOST_CLEAN, _MOST_HARMFUL = 4000, 2600
_FALSE_ALARMS = {"jailbreak": 0.001, "illicit": 0.003}
_KEPT_BY_GATE, _KEPT_BY_EARLY = 0.993, 0.995
_BLOCKED = ("hate", "harassment", "sexual", "violence", "self_harm")
_DEFAULT = (0.9, 0.15, 0.0)


@dataclass
class Logits:
    """What both models say of each row, and what is true: `known` is 0 where that is unknown."""

    gate: np.ndarray
    early: np.ndarray
    late: np.ndarray
    wanted: np.ndarray
    known: np.ndarray

    @property
    def is_clean(self) -> np.ndarray:
        return (self.wanted.max(1) < 0.1) & ((self.known > 0).sum(1) >= 9)


def read(rows: list[Row], folder: Path, *, with_encoder: bool = True) -> Logits:
    gate, encoder = Gate(folder), Encoder(folder, 1)
    seen: list[list[np.ndarray]] = [[], [], []]
    for row in rows:
        text = row.text[:600]
        seen[0].append(gate.view(text).logits)
        if with_encoder:
            seen[2].append(encoder.logits(text, lambda early: seen[1].append(early) is not None)[0])
    wanted = np.array([[row.labels.get(head, 0) for head in HEADS] for row in rows])
    weight = [row.weight * (0.3 if row.source.startswith("written/") else 1) for row in rows]
    known = np.array([[w * (head in row.labels) for head in HEADS] for row, w in zip(rows, weight, strict=True)])
    return Logits(*(np.array(part) for part in seen), wanted, known)


def sample(rows: list[Row], seed: int = 5) -> list[Row]:
    rng = random.Random(seed)
    rows = rng.sample(rows, len(rows))
    harmful = [row for row in rows if any(row.labels.get(head, 0) >= 0.4 for head in HEADS)]
    clean = [row for row in rows if all(row.labels.get(head, 0) < 0.4 for head in HEADS)]
    return harmful[:_MOST_HARMFUL] + clean[:_MOST_CLEAN]


def calibrate(rows: list[Row], folder: Path, version: str) -> None:
    """Write the manifest beside the weights."""
    seen = read(sample(rows), folder)
    lines = {
        "gate": [_line(seen, head, None) for head in range(len(HEADS))],
        "early": [_line(seen, head, seen.early) for head in range(len(HEADS))],
        "late": [_line(seen, head, seen.late) for head in range(len(HEADS))],
    }
    late = blend(lines["late"], seen.late, seen.gate)
    thresholds = _thresholds(seen, late)
    is_found = _is_found(late, thresholds) & (np.where(seen.known > 0, seen.wanted, 0).max(1) >= 0.5)
    early = blend(lines["early"], seen.early, seen.gate).max(1)
    manifest = {
        "version": version,
        "heads": HEADS,
        **lines,
        "gate_clears": float(np.quantile(seen.gate[is_found, -1], 1 - _KEPT_BY_GATE)),
        "early_clears": float(np.quantile(early[is_found], 1 - _KEPT_BY_EARLY)),
        "thresholds": thresholds,
    }
    clean = seen.is_clean
    passed = seen.gate[:, -1] < manifest["gate_clears"]
    print(f"gate clears {passed[clean].mean():.3f} of clean, early {(early < manifest['early_clears'])[clean].mean():.3f};"
          f" blocked {_is_found(late, thresholds)[clean].mean():.4f}", file=sys.stderr)  # fmt: skip
    (folder / MANIFEST).write_text(json.dumps(_rounded(manifest), indent=1) + "\n")


def blend(lines: list[tuple[float, float, float]], encoded: np.ndarray, counted: np.ndarray) -> np.ndarray:
    columns = [a * encoded[:, head] + b * counted[:, head] + c for head, (a, b, c) in enumerate(lines)]
    return 1 / (1 + np.exp(-np.column_stack(columns).clip(-30, 30)))


def _line(seen: Logits, head: int, encoded: np.ndarray | None) -> tuple[float, float, float]:
    """A logistic regression of the head on both logits; on the gate's alone without `encoded`."""
    rows = seen.known[:, head] > 0
    wanted, weight = seen.wanted[rows, head], seen.known[rows, head]
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
    """The best F1, but never more false alarms on clean text than allowed."""
    place = HEADS.index(head)
    rows = seen.known[:, place] > 0
    score, wanted, weight = scores[rows, place], seen.wanted[rows, place] >= 0.5, seen.known[rows, place]
    steps = np.linspace(0.05, 0.95, 91)
    flagged = score[None] >= steps[:, None]
    hits = (flagged * wanted * weight).sum(1)
    best = steps[np.argmax(2 * hits / ((flagged * weight).sum(1) + (wanted * weight).sum()))]
    quiet = np.quantile(scores[seen.is_clean, place], 1 - _FALSE_ALARMS.get(head, 0.0007))
    return float(np.clip(max(best, quiet), 0.15, 0.97))


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
