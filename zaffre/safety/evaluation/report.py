"""The figures of a run: of each category and of any harm, of harmless texts that were refused, and of time."""

import statistics

from msgspec import Struct

from zaffre.safety.evaluation.scoring import Run
from zaffre.safety.evaluation.series import Decision, Series, series
from zaffre.safety.policy import Side

CHARACTERS_PER_TOKEN = 4
"""Tokens are approximate here: every model counts its own."""
_FEW_ALARMS = 0.01


class Figures(Struct, frozen=True, kw_only=True):
    """How good it is at one category; what cannot be told is `None`.

    Precision, recall and F1 are of what the policy does, the others of the scores alone.
    """

    category: str
    texts: int
    positives: int
    decision: Decision | None
    precision: float | None
    recall: float | None
    f1: float | None
    best_f1: float | None
    auprc: float | None
    auroc: float | None
    recall_at_1_percent: float | None
    """Recall where one in a hundred of the other texts is flagged."""


class Speed(Struct, frozen=True, kw_only=True):
    """Milliseconds for one text after another, and the share of texts that the gate settled."""

    p50: float
    p99: float
    mean: float
    per_100_tokens: float
    settled_by_gate: float


class Report(Struct, frozen=True, kw_only=True):
    """All figures of one set."""

    name: str
    texts: int
    figures: list[Figures]
    harmless: int
    over_refusal: float | None
    """The share of harmless texts that were blocked."""
    speed: Speed


def report(run: Run, side: Side) -> Report:
    pairs = zip(run.examples, run.scored, strict=True)
    refused = [scored.verdict.is_blocked for example, scored in pairs if not example.is_harmful]
    return Report(
        name=run.name,
        texts=len(run.examples),
        figures=[_figures(one) for one in series(run, side)],
        harmless=len(refused),
        over_refusal=statistics.fmean(refused) if refused else None,
        speed=_speed(run),
    )


def _figures(one: Series) -> Figures:
    curve, agreement = one.curve, one.agreement
    return Figures(
        category=one.category,
        texts=len(one.labels),
        positives=curve.num_positives,
        decision=one.decision,
        precision=agreement and agreement.precision,
        recall=agreement and agreement.recall,
        f1=agreement and agreement.f1,
        best_f1=curve.best_f1,
        auprc=curve.average_precision,
        auroc=curve.auroc,
        recall_at_1_percent=curve.recall_at(_FEW_ALARMS),
    )


def _speed(run: Run) -> Speed:
    times = sorted(scored.seconds * 1000 for scored in run.scored)
    tokens = sum(len(example.text) for example in run.examples) / CHARACTERS_PER_TOKEN
    return Speed(
        p50=statistics.median(times),
        p99=times[int(len(times) * 0.99)],
        mean=statistics.fmean(times),
        per_100_tokens=sum(times) / tokens * 100,
        settled_by_gate=statistics.fmean(scored.by_gate for scored in run.scored),
    )
