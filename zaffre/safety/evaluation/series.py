"""Labels, scores and decisions side by side: what figures and curves are made of."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from zaffre.core.verdicts import Verdict
from zaffre.safety.evaluation.examples import LABELS, Example
from zaffre.safety.evaluation.metrics import Agreement, Curve
from zaffre.safety.evaluation.scoring import HARM, Run, Scored
from zaffre.safety.policy import Side

ANY = "any harm"
Decision = Literal["blocked", "flagged", "either"]
_CATEGORIES = {label: label for label in LABELS} | {"harassment": "hate"}
"""What a policy calls a label; Azure counts harassment as hate."""


class Series(Struct, frozen=True, kw_only=True):
    """One category, over all texts whose label is known; no `decision` where the policy does not look for it."""

    category: str
    labels: list[bool]
    scores: list[float]
    decisions: list[bool]
    decision: Decision | None

    @property
    def curve(self) -> Curve:
        return Curve(self.scores, self.labels)

    @property
    def agreement(self) -> Agreement | None:
        return Agreement.of(self.decisions, self.labels) if self.decision else None


def series(run: Run, side: Side) -> Iterator[Series]:
    """One for each label that any text has, and at last one for any harm."""
    pairs = list(zip(run.examples, run.scored, strict=True))
    for label in LABELS:
        known = [(example, scored) for example, scored in pairs if label in example.labels]
        if known:
            yield _of_label(label, known, side)
    known = [(example, scored) for example, scored in pairs if _tells_harm(example)]
    if known:
        yield _of_any(known, side)


def _of_label(label: str, known: list[tuple[Example, Scored]], side: Side) -> Series:
    category = _CATEGORIES[label]
    rule = side.rules.get(category)
    decision = None if rule is None else "blocked" if rule.blocking else "flagged"
    return Series(
        category=label,
        labels=[example.labels[label] for example, _ in known],
        scores=[scored.scores[label] for _, scored in known],
        decisions=[_is_decided(scored.verdict, side, category) for _, scored in known],
        decision=decision,
    )


def _of_any(known: list[tuple[Example, Scored]], side: Side) -> Series:
    return Series(
        category=ANY,
        labels=[example.is_harmful for example, _ in known],
        scores=[scored.harm for _, scored in known],
        decisions=[_is_decided(scored.verdict, side, *_CATEGORIES.values()) for _, scored in known],
        decision="either",
    )


def _tells_harm(example: Example) -> bool:
    return example.harmful is not None or not example.labels.keys().isdisjoint(HARM)


def _is_decided(verdict: Verdict, side: Side, *categories: str) -> bool:
    """Whether the policy stops a text for one of these, or tells of one that it does not stop texts for."""
    return any(
        one.filtered if side.rules[one.category].blocking else one.is_detected
        for one in verdict.outcomes
        if one.category in categories and one.category in side.rules
    )
