"""Which rows calibrate, and what both models say of them."""

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.safety.rows import HEADS, Row
from models.safety.sources import unfamiliar
from zaffre.safety.classifier.encoder import Encoder
from zaffre.safety.classifier.gate import Gate

_HARMFUL, _HARD, _EASY = 1600, 1500, 900
"""How many rows are read: harmful ones, clean ones that the gate doubts most, and some of the other clean ones.

Unfamiliar ones are read all."""

_QUIET = (unfamiliar.SOURCE, "tasks", "agents", "wishes", "small_talk", "agents_told", "skills", "templates",
          "generated", "bipia_clean", "repetitive")  # fmt: skip
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
    strange = [row for row in clean if row.source == unfamiliar.SOURCE]
    clean = [row for row in clean if row.source != unfamiliar.SOURCE]
    clean.sort(key=lambda row: -gate.view(row.text[:600]).logits[-1])
    hard, rest = clean[:_HARD], clean[_HARD:]
    easy = rng.sample(rest, min(_EASY, len(rest)))
    parts = ((harmful[:_HARMFUL], len(harmful)), (hard, len(hard)), (easy, len(rest)), (strange, len(strange)))
    chosen = [(row, total / len(part)) for part, total in parts for row in part]
    return [row for row, _ in chosen], [share * _worth(row) for row, share in chosen]


def _worth(row: Row) -> float:
    return row.weight * (_WRITTEN if row.source.startswith("written/") else 1)
