"""Policies and verdicts as rows that a person can read."""

from collections.abc import Iterator, Mapping
from typing import Any

from zaffre.core.verdicts import HARMS, PERSONAL, Finding, Outcome, Verdict
from zaffre.safety.policy import DIRECTIONS, Policy, Side
from zaffre.settings.schema import Settings

Row = dict[str, Any]
_MOST_SHOWN = 60
_WHERE_AND_WHY = ("start", "end", "text", "detail", "source")
_SCORES: Mapping[str, tuple[str, ...]] = {
    "hate": ("hate", "harassment"),
    "sexual": ("sexual",),
    "violence": ("violence",),
    "self_harm": ("self-harm",),
    "illicit": ("illicit",),
}
"""The moderation scores that tell of a category in which nothing was found."""


def places(policy: str, settings: Settings) -> list[str]:
    """Where a policy holds, and who may choose it."""
    found = ["installation"] if settings.safety.policy == policy else []
    found += [f"deployment {name}" for name, one in settings.deployments.items() if one.policy == policy]
    found += [f"project {name}" for name, one in settings.projects.items() if one.policy == policy]
    chosen = [name for name, one in settings.projects.items() if {policy, "*"} & set(one.may_choose)]
    return [*found, *(f"project {name} may choose it" for name in chosen)]


def rules(policy: Policy) -> Iterator[Row]:
    """All that a policy looks for, in both directions."""
    for direction in DIRECTIONS:
        for category, does, threshold in _side(policy.side(direction)):
            yield {"direction": direction, "category": category, "does": does, "from": threshold}


def pictures(policy: Policy) -> str:
    """Who looks at pictures, in a few words."""
    looking = f"looked at by {', '.join(policy.images.filters)}" if policy.images.filters else "not looked at"
    return f"{looking}; text in them is {'read' if policy.images.read_text else 'not read'}"


def verdict(found: Verdict, text: str, side: Side) -> Iterator[Row]:
    """A row for each category that the policy looks for, or several where several things were found in it."""
    for outcome in found.outcomes:
        findings = [finding for finding in found.findings if finding.category == outcome.category]
        for finding in findings or [None]:
            yield {"category": outcome.category, "does": _does(outcome, side)} | _seen(outcome, finding, found, text)


def sentence(found: Verdict, side: Side) -> str:
    """What a policy does with a text, in a few words."""
    if found.is_blocked:
        return f"block, for {', '.join(found.filtered)}"
    seen = [f"{_does(one, side)} {one.category}" for one in found.outcomes if one.is_detected]
    passes = f"pass, and {', '.join(seen)}" if seen else "pass"
    return f"{passes}; not all filters ran" if found.error else passes


def _side(side: Side) -> Iterator[tuple[str, str, str | None]]:
    for name, rule in side.rules.items():
        threshold = rule.threshold if name in HARMS and rule.blocking else None
        yield name, "block" if rule.blocking else "annotate", threshold
    for rule in side.lists:
        yield f"blocklist {rule.name}", "block" if rule.blocking else "annotate", None
    if side.personal_data:
        yield f"personal data: {', '.join(side.kinds) or 'all kinds'}", side.personal_data, None


def _does(outcome: Outcome, side: Side) -> str:
    if outcome.filtered:
        return "block"
    if outcome.is_detected:
        return "redact" if outcome.category == PERSONAL and side.changes else "annotate"
    return "pass"


def _seen(outcome: Outcome, finding: Finding | None, found: Verdict, text: str) -> Row:
    if finding is None:
        return {"severity": outcome.severity, "score": _score(outcome.category, found)} | dict.fromkeys(_WHERE_AND_WHY)
    start, end = (finding.span.start, finding.span.end) if finding.span else (None, None)
    shown = text[start:end][:_MOST_SHOWN] if finding.span else None
    where_and_why = (start, end, shown, finding.detail or None, finding.source)
    told = dict(zip(_WHERE_AND_WHY, where_and_why, strict=True))
    return {"severity": finding.severity, "score": round(finding.score, 4)} | told


def _score(category: str, found: Verdict) -> float | None:
    scores = [found.scores[name] for name in _SCORES.get(category, ()) if name in found.scores]
    return round(max(scores), 4) if scores else None
