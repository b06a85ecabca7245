"""From probabilities to findings: Azure's categories and severities, OpenAI's names and scores."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from zaffre.core.verdicts import Finding, Reading, Severity, Span

Scores = Mapping[str, float]

Steps = tuple[float, float, float]
"""From which probability on a text is of low, medium, high severity."""

_MINOR_SHARE = 0.5
"""A sexual score of this share of "low" is enough where somebody is under age."""
_SURE = 0.5


class Thresholds(Struct, frozen=True, kw_only=True):
    hate: Steps
    harassment: Steps
    sexual: Steps
    violence: Steps
    self_harm: Steps
    illicit: float
    jailbreak: float


def reading(scores: Scores, thresholds: Thresholds, span: Span, source: str, *, names_minor: bool) -> Reading:
    """What the scores of one text say."""
    is_child = names_minor and scores["sexual"] >= thresholds.sexual[0] * _MINOR_SHARE
    findings = tuple(_findings(scores, thresholds, span, source, is_child=is_child))
    return Reading(findings=findings, scores=_moderation(scores, is_child=is_child))


def is_safe(scores: Scores, thresholds: Thresholds) -> bool:
    """Whether nothing would be found, even if somebody in the text were under age."""
    is_chaste = scores["sexual"] < thresholds.sexual[0] * _MINOR_SHARE
    return is_chaste and not any(_findings(scores, thresholds, Span(0, 0), "", is_child=False))


def _findings(scores: Scores, thresholds: Thresholds, span: Span, source: str, *, is_child: bool) -> Iterator[Finding]:
    for category, head, severity in _harms(scores, thresholds, is_child=is_child):
        if severity != "safe":
            yield Finding(
                category=category,
                severity=severity,
                score=scores[head],
                span=span,
                detail="sexual/minors" if is_child and category == "sexual" else _detail(head, scores),
                source=source,
            )
    for signal, threshold in (("jailbreak", thresholds.jailbreak), ("illicit", thresholds.illicit)):
        if scores[signal] >= threshold:
            detail = _detail(signal, scores)
            yield Finding(category=signal, score=scores[signal], span=span, detail=detail, source=source)


def _harms(scores: Scores, thresholds: Thresholds, *, is_child: bool) -> Iterator[tuple[str, str, Severity]]:
    """Category, the head that speaks for it, severity."""
    hate, harassment = (
        _severity(scores["hate"], thresholds.hate),
        _severity(scores["harassment"], thresholds.harassment),
    )
    is_hate = (hate[0], scores["hate"]) >= (harassment[0], scores["harassment"])
    yield "hate", "hate" if is_hate else "harassment", (hate if is_hate else harassment)[1]
    yield "sexual", "sexual", "high" if is_child else _severity(scores["sexual"], thresholds.sexual)[1]
    yield "violence", "violence", _severity(scores["violence"], thresholds.violence)[1]
    yield "self_harm", "self_harm", _severity(scores["self_harm"], thresholds.self_harm)[1]


def _severity(score: float, steps: Steps) -> tuple[int, Severity]:
    names: tuple[Severity, ...] = ("safe", "low", "medium", "high")
    level = sum(score >= step for step in steps)
    return level, names[level]


def _detail(head: str, scores: Scores) -> str:
    """The moderation category that names it best."""
    finer = {
        "hate": [("threat", "hate/threatening")],
        "harassment": [("threat", "harassment/threatening")],
        "violence": [("graphic", "violence/graphic")],
        "self_harm": [("self_harm_intent", "self-harm/intent"), ("self_harm_instructions", "self-harm/instructions")],
        "illicit": [("violence", "illicit/violent")],
    }.get(head, [])
    score, name = max(((scores[other], name) for other, name in finer), default=(0.0, head))
    return name if score >= _SURE else head.replace("_", "-")


def _moderation(scores: Scores, *, is_child: bool) -> dict[str, float]:
    """OpenAI's thirteen; a finer category is never likelier than its parent."""
    own_harm = max(scores["self_harm"], scores["self_harm_intent"], scores["self_harm_instructions"])
    return {
        "harassment": scores["harassment"],
        "harassment/threatening": min(scores["harassment"], scores["threat"]),
        "hate": scores["hate"],
        "hate/threatening": min(scores["hate"], scores["threat"]),
        "illicit": scores["illicit"],
        "illicit/violent": min(scores["illicit"], scores["violence"]),
        "self-harm": own_harm,
        "self-harm/intent": scores["self_harm_intent"],
        "self-harm/instructions": scores["self_harm_instructions"],
        "sexual": scores["sexual"],
        "sexual/minors": scores["sexual"] if is_child else scores["sexual"] * 0.01,
        "violence": scores["violence"],
        "violence/graphic": min(scores["violence"], scores["graphic"]),
    }
