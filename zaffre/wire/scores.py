"""How likely a verdict finds each category, in Azure's names and in OpenAI's."""

from zaffre.core.verdicts import MODERATION_CATEGORIES, Finding, Verdict

_MAIN = {"hate": "hate", "sexual": "sexual", "violence": "violence", "self_harm": "self-harm", "illicit": "illicit"}
"""OpenAI's name for a category of ours, where nothing finer is known."""
_BROAD = {main: category for category, main in _MAIN.items()} | {"harassment": "hate"}


def of_category(category: str, verdict: Verdict) -> float:
    """The highest score of anything that counts as `category`, one of ours."""
    told = (score for name, score in verdict.scores.items() if category_of(name) == category)
    found = (finding.score for finding in verdict.findings if finding.category == category)
    return max([0.0, *told, *found])


def of_moderation(name: str, verdict: Verdict) -> float:
    """The score of one of OpenAI's categories: the filters', or a finding's where they give none."""
    if name in verdict.scores:
        return verdict.scores[name]
    return max([0.0, *(finding.score for finding in verdict.findings if name in moderation_names(finding))])


def category_of(name: str) -> str | None:
    """The category of ours that one of OpenAI's counts as."""
    return _BROAD.get(name.partition("/")[0])


def moderation_names(finding: Finding) -> tuple[str, ...]:
    """OpenAI's categories that a finding is of: the finer one where it tells it, and its parent; none for rules."""
    main = _MAIN.get(finding.category)
    if main is None:
        return ()
    is_finer = finding.detail in MODERATION_CATEGORIES and category_of(finding.detail) == finding.category
    name = finding.detail if is_finer else main
    return tuple(dict.fromkeys((name, name.partition("/")[0])))
