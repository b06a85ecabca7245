"""Labels, scores and decisions side by side: what figures and curves are made of."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from zaffre.core.verdicts import HARMS, Verdict
from zaffre.safety.evaluation.examples import LABELS, Example
from zaffre.safety.evaluation.metrics import Agreement, Curve
from zaffre.safety.evaluation.scoring import HARM, Run, Scored
from zaffre.safety.policy import Side

ANY = "any harm"
Decision = Literal["blocked", "flagged"]
_CATEGORIES = {label: label for label in LABELS} | {"harassment": "hate"}
"""What a policy calls a label; Azure counts harassment as hate."""


class Series(Struct, frozen=True):
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
    stopped = [_decided(category, scored.verdict, rule is not None and rule.blocking) for _, scored in known]
    decision = None if rule is None else "blocked" if rule.blocking else "flagged"
    labels = [example.labels[label] for example, _ in known]
    return Series(label, labels, [scored.scores[label] for _, scored in known], stopped, decision)


def _of_any(known: list[tuple[Example, Scored]], side: Side) -> Series:
    verdicts = [scored.verdict for _, scored in known]
    decided = [one.is_blocked if side.blocks else _is_flagged(one) for one in verdicts]
    labels = [example.is_harmful for example, _ in known]
    decision = "blocked" if side.blocks else "flagged"
    return Series(ANY, labels, [scored.harm for _, scored in known], decided, decision)


def _tells_harm(example: Example) -> bool:
    return example.harmful is not None or not example.labels.keys().isdisjoint(HARM)


def _decided(category: str, verdict: Verdict, blocking: bool) -> bool:
    outcomes = [one for one in verdict.outcomes if one.category == category]
    return any(one.filtered if blocking else one.is_detected for one in outcomes)


def _is_flagged(verdict: Verdict) -> bool:
    return any(one.is_detected for one in verdict.outcomes if one.category in HARMS)
