"""Trains the gate: one logistic regression for each head over hashed n-grams."""

import sys
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from models.safety.rows import LEARNED, Row
from zaffre.safety.classifier.ngrams import BITS, Ngrams

_RATE, _BATCH = 0.6, 4096
_WRITTEN = 0.5
"""What a sentence from a grammar counts beside one that somebody wrote: there are many, and they are alike."""


def matrix(texts: list[str]) -> csr_matrix:
    """A row for each text: which features it has, each over the root of how many."""
    ngrams, found, ends = Ngrams(), [], [0]
    values = []
    for text in texts:
        features, _ = ngrams.find(text)
        found.append(features.astype(np.int32))
        values.append(np.full(len(features), max(1, len(features)) ** -0.5, np.float32))
        ends.append(ends[-1] + len(features))
    return csr_matrix((np.concatenate(values), np.concatenate(found), np.array(ends)), (len(texts), 1 << BITS))


def targets(rows: list[Row]) -> tuple[np.ndarray, np.ndarray]:
    """Labels, and how much each counts: 0 where unknown."""
    wanted = np.array([[row.labels.get(head, 0) for head in LEARNED] for row in rows], np.float32)
    worth = np.array([row.weight * (_WRITTEN if row.source.startswith("written/") else 1) for row in rows])
    weight = np.array([[head in row.labels for head in LEARNED] for row in rows]) * worth[:, None]
    any_harm = wanted[:, :-1].max(1)
    # A text is plainly clean if nothing is known against it and most heads are known.
    known = np.where((any_harm >= 0.4) | ((weight[:, :-1] > 0).sum(1) >= 7), worth, 0)
    return np.column_stack((wanted, any_harm)), np.column_stack((weight, known)).astype(np.float32)


def train(rows: list[Row], passes: int = 5, seed: int = 11) -> tuple[np.ndarray, np.ndarray]:
    """Weights, feature × head, and biases; the last column is "any harm". Adagrad, harmful texts counted up."""
    rng = np.random.default_rng(seed)
    wanted, known = targets(rows)
    inputs = matrix([row.text for row in rows])
    upward = np.sqrt((known * (1 - wanted)).sum(0) / np.maximum(1, (known * wanted).sum(0))).clip(1, 6)
    weights = np.zeros((1 << BITS, wanted.shape[1]), np.float32)
    bias, squares = np.full(wanted.shape[1], -2, np.float32), np.full(weights.shape, 1e-4, np.float32)
    bias_squares = np.full(bias.shape, 1e-2, np.float32)
    for turn in range(passes):
        order, losses = rng.permutation(len(rows)), []
        for start in range(0, len(rows), _BATCH):
            part = order[start : start + _BATCH]
            batch = inputs[part]
            guess = 1 / (1 + np.exp(-(batch @ weights + bias)))
            counted = known[part] * (1 + (upward - 1) * wanted[part])
            error = (guess - wanted[part]) * counted / counted.sum(0).clip(1)
            losses.append(np.abs(error).sum(0).mean())
            slope = batch.T @ error
            squares += slope * slope
            weights -= _RATE * (slope + 2e-7 * weights) / np.sqrt(squares)
            total = error.sum(0)
            bias_squares += total * total
            bias -= 0.3 * total / np.sqrt(bias_squares)
        print(f"n-grams: pass {turn + 1}, mean error {np.mean(losses):.4f}", file=sys.stderr, flush=True)
    return weights, bias


def save(weights: np.ndarray, bias: np.ndarray, path: Path) -> None:
    np.savez(path, weights=weights.astype(np.float16), bias=bias)


def load(path: Path) -> tuple[np.ndarray, np.ndarray]:
    with np.load(path) as file:
        return file["weights"].astype(np.float32), file["bias"]


def any_harm(texts: list[str], path: Path) -> np.ndarray:
    """Probabilities of any harm."""
    weights, bias = load(path)
    parts = [matrix(texts[start : start + 4096]) @ weights[:, -1] for start in range(0, len(texts), 4096)]
    return 1 / (1 + np.exp(-(np.concatenate(parts) + bias[-1])))
