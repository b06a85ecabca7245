"""The classifier that ships with the product: n-grams clear what is plainly clean, a transformer reads the rest."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec import Struct

from zaffre.core.verdicts import Reading, Span
from zaffre.safety.classifier.minors import names_minor
from zaffre.safety.classifier.reading import Thresholds, is_safe, reading

if TYPE_CHECKING:
    from zaffre.safety.classifier.gate import View

HEADS = (
    "hate",
    "harassment",
    "threat",
    "sexual",
    "violence",
    "graphic",
    "self_harm",
    "self_harm_intent",
    "self_harm_instructions",
    "illicit",
    "jailbreak",
)
"""What is looked for, in the order of a sight's scores."""

WEIGHTS = Path(__file__).parent / "weights"
MANIFEST = "manifest.json"

Line = tuple[float, float, float]
"""How much the encoder's logit, the n-grams' logit and nothing at all add to the logit of the probability."""


class Manifest(Struct, frozen=True, kw_only=True):
    """What belongs to the weights: how logits become probabilities, and from which on they mean something.

    `gate_clears` bounds the gate's logit of any harm, `early_clears` the highest early probability.
    """

    version: str
    heads: tuple[str, ...]
    gate: tuple[Line, ...]
    early: tuple[Line, ...]
    late: tuple[Line, ...]
    gate_clears: float
    early_clears: float
    thresholds: Thresholds


class Sight(Struct, frozen=True):
    """What was seen in one text.

    `scores` are calibrated probabilities in the order of `HEADS`; `focus` is the sentence that drove the highest.
    `names_minor` tells that the words point to somebody under age.
    """

    scores: tuple[float, ...]
    by: Literal["gate", "encoder"]
    focus: Span
    names_minor: bool = False


class Classifier:
    """Loaded weights. What it says of a text depends on nothing but the text."""

    def __init__(self, folder: Path | None = None, *, threads: int = 1):
        from zaffre.safety.classifier.encoder import Encoder
        from zaffre.safety.classifier.gate import Gate

        folder = folder or WEIGHTS
        self._manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
        if self._manifest.heads != HEADS:
            raise ValueError(f"The weights in {folder} are for the heads {self._manifest.heads}, not {HEADS}.")
        self.version = self._manifest.version
        self._gate = Gate(folder)
        self._encoder = Encoder(folder, threads)

    def clear(self, texts: Sequence[str]) -> list[Sight | None]:
        """The gate alone: a sight where a text is plainly clean, None where only the encoder can tell."""
        return [self._cleared(text, self._gate.view(text)) for text in texts]

    def scan(self, texts: Sequence[str]) -> list[Sight]:
        """A sight for each text, from the encoder where the gate does not clear it."""
        return [self._scan(text) for text in texts]

    def reading(self, sight: Sight, offset: int = 0) -> Reading:
        """Findings and moderation scores; spans are shifted by `offset`."""
        scores = dict(zip(HEADS, sight.scores, strict=True))
        span = Span(sight.focus.start + offset, sight.focus.end + offset)
        return reading(scores, self._manifest.thresholds, span, self.version, names_minor=sight.names_minor)

    def _scan(self, text: str) -> Sight:
        view = self._gate.view(text)
        return self._cleared(text, view) or self._read(text, view)

    def _cleared(self, text: str, view: "View") -> Sight | None:
        if view.logits[-1] >= self._manifest.gate_clears:
            return None
        scores = _blend(self._manifest.gate, view.logits, view.logits)
        is_clean = is_safe(dict(zip(HEADS, scores, strict=True)), self._manifest.thresholds)
        return Sight(scores, "gate", Span(0, len(text))) if is_clean else None

    def _read(self, text: str, view: "View") -> Sight:
        manifest = self._manifest
        logits, is_early = self._encoder.logits(
            text, lambda early: max(_blend(manifest.early, early, view.logits)) < manifest.early_clears
        )
        scores = _blend(manifest.early if is_early else manifest.late, logits, view.logits)
        highest = max(range(len(HEADS)), key=scores.__getitem__)
        return Sight(scores, "encoder", view.focus(text, highest), names_minor(text))


def _blend(lines: Sequence[Line], encoded: Sequence[float], counted: Sequence[float]) -> tuple[float, ...]:
    """Probabilities from the logits of both models."""
    return tuple(
        1 / (1 + math.exp(-max(-30.0, min(30.0, line[0] * one + line[1] * other + line[2]))))
        for line, one, other in zip(lines, encoded, counted, strict=False)
    )
