"""Turns logits into probabilities and finds the thresholds, on rows that neither trained nor are reported."""

import json
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from models.safety.logits import Logits, read, sample
from models.safety.rows import HEADS, Row
from models.safety.thresholds import is_found, thresholds
from zaffre.safety.classifier.classifier import MANIFEST
from zaffre.safety.classifier.gate import Gate

_KEPT_BY_GATE, _KEPT_BY_EARLY = 0.985, 0.985
_DEFAULT = (0.9, 0.15, 0.0)


def calibrate(rows: list[Row], folder: Path, version: str) -> None:
    """Write the manifest beside the weights."""
    seen = read(*sample(rows, Gate(folder)), folder)
    lines = {
        "gate": [_line(seen, head, None) for head in range(len(HEADS))],
        "early": [_line(seen, head, seen.early) for head in range(len(HEADS))],
        "late": [_line(seen, head, seen.late) for head in range(len(HEADS))],
    }
    late = blend(lines["late"], seen.late, seen.gate)
    steps = thresholds(seen, late)
    found = is_found(late, steps) & (np.where(seen.known, seen.wanted, 0).max(1) >= 0.5)
    early = blend(lines["early"], seen.early, seen.gate).max(1)
    manifest = {
        "version": version,
        "heads": HEADS,
        **lines,
        "gate_clears": float(np.quantile(seen.gate[found, -1], 1 - _KEPT_BY_GATE)),
        "early_clears": float(np.quantile(early[found], 1 - _KEPT_BY_EARLY)),
        "thresholds": steps,
    }
    clean = seen.is_quiet
    passed = seen.gate[:, -1] < manifest["gate_clears"]
    is_early = early < manifest["early_clears"]
    alarms = is_found(late, steps)[clean].mean()
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


def _rounded(value: object) -> object:
    match value:
        case float():
            return round(value, 5)
        case dict():
            return {name: _rounded(one) for name, one in value.items()}
        case list() | tuple():
            return [_rounded(one) for one in value]
    return value
