"""OpenAI's moderation result, made of a verdict; shared by the endpoint and by the inline field."""

from collections.abc import Set
from typing import Any

from zaffre.core.errors import DeploymentNotFound
from zaffre.core.verdicts import MODERATION_CATEGORIES, Verdict
from zaffre.wire import scores
from zaffre.wire.content_filters import findings

MODELS = frozenset(
    {
        "omni-moderation-latest",
        "omni-moderation-2024-09-26",
        "text-moderation-latest",
        "text-moderation-stable",
        "text-moderation-007",
    }
)
"""OpenAI's names, under which clients ask for whatever filter there is."""
OURS = "zaffre-guard"
FLAGGED_FROM = 0.5
_FLAGGED = ("medium", "high")


def check_model(model: str, own: str | None = None) -> None:
    """Raise `DeploymentNotFound` for a name that is neither OpenAI's nor ours; `own` is the one that runs."""
    if model not in MODELS and model != own and (own or not model.startswith(OURS)):
        raise DeploymentNotFound(model[:200])


def result(verdict: Verdict, *, has_text: bool = True, seen: Set[str] = frozenset()) -> dict[str, Any]:
    """One entry of `results`, and why: `policy` and `findings` are ours. `seen` is what pictures were looked at for.

    A category is flagged where what it counts as was found in medium or high severity,
    and a finding names it or its score is at least a half.
    """
    severe = [finding for finding in verdict.findings if finding.severity in _FLAGGED]
    harms = {finding.category for finding in severe}
    named = {name for finding in severe for name in scores.moderation_names(finding)}
    given = {name: round(scores.of_moderation(name, verdict), 6) for name in MODERATION_CATEGORIES}
    categories = {
        name: scores.category_of(name) in harms and (name in named or score >= FLAGGED_FROM)
        for name, score in given.items()
    }
    return {
        "flagged": any(categories.values()),
        "categories": categories,
        "category_scores": given,
        "category_applied_input_types": {name: _types(name, has_text, seen) for name in MODERATION_CATEGORIES},
        "policy": verdict.policy,
        "findings": findings(verdict),
    }


def _types(name: str, has_text: bool, seen: Set[str]) -> list[str]:
    # No filter for pictures here tells children from others.
    has_image = scores.category_of(name) in seen and name != "sexual/minors"
    return ["text"] * has_text + ["image"] * has_image
