"""How often the encoder sees each row: its time is dear, so what the n-grams already know comes rarely."""

import random

import numpy as np

from models.safety.rows import HEADS, Row

_SOURCES = {
    "davidson": 0.5,
    "edos": 0.6,
    "toxic_spans": 0.35,
    "paradetox": 0.2,
    "paradetox_neutral": 0.25,
    "rtp": 0.7,
    "rtp_generated": 0.8,
    "diasafety": 0.5,
    "phrasing": 0.5,
    "red_instruct": 0.7,
    "trustllm": 0.8,
    "i2p": 0.4,
    "pyrit_scored": 2.5,
    "ethics": 0.25,
    "captions": 0.1,
    "hh_rlhf": 0.15,
    "code": 0.4,
    "markup": 0.4,
    "data": 0.3,
    "manuals": 0.5,
    "small_talk": 0.4,
}
_RARE = ("self_harm", "sexual", "violence", "threat", "graphic")


def doses(rows: list[Row], guesses: np.ndarray) -> list[float]:
    """`guesses` are the n-grams' probabilities of any harm."""
    return [_dose(row, float(guess)) for row, guess in zip(rows, guesses, strict=True)]


def _dose(row: Row, guess: float) -> float:
    dose = 0.35 if row.source.startswith("written/") else _SOURCES.get(row.source, 1.0)
    if (row.source == "davidson" or row.source == "edos") and row.weight <= 0.4:
        return 0.12
    harm = max((row.labels.get(head, 0) for head in HEADS), default=0)
    if harm < 0.4:
        return dose * min(2.5, max(0.2, 5 * guess))
    if any(row.labels.get(head, 0) >= 0.5 for head in _RARE):
        return max(dose, 0.45 if row.source.startswith("written/") else 1.6)
    return dose


_THINNED = {"captions": 0.15, "ethics": 0.35, "davidson": 0.6, "edos": 0.65, "paradetox": 0.6, "paradetox_neutral": 0.6,
            "small_talk": 0.6, "repetitive": 0.6}  # fmt: skip


def thinned(rows: list[Row], seed: int = 9) -> list[Row]:
    """What the n-grams learn from: of sources where many rows are alike only a part."""
    rng = random.Random(seed)
    shares = (0.4 if row.source.startswith("written/") else _THINNED.get(row.source, 1) for row in rows)
    return [row for row, share in zip(rows, shares, strict=True) if rng.random() < share]
