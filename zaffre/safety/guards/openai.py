"""OpenAI's moderation endpoint, and any other that answers in its form: thirteen categories with scores."""

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from zaffre.core.verdicts import HARMS, MODERATION_CATEGORIES, Finding, Reading, Severity
from zaffre.safety.decide import MINORS
from zaffre.safety.filters import Passage
from zaffre.safety.guards.breaker import Unreadable
from zaffre.safety.guards.desk import Desk, Question
from zaffre.safety.guards.line import Line, key_from
from zaffre.safety.guards.texts import pieces
from zaffre.safety.policy import Policy
from zaffre.settings.safety import Guard

MODEL = "omni-moderation-latest"
HIGH = 0.8
"""A flagged category is high from this score on, and medium below."""
LOW = 0.25
"""A category that has severities and is not flagged is low from this score on."""
OURS: Mapping[str, str] = {
    "harassment": "hate",
    "hate": "hate",
    "illicit": "illicit",
    "self-harm": "self_harm",
    "sexual": "sexual",
    "violence": "violence",
}
"""What each group of OpenAI's categories is called here; a finer name follows its group after a `/`."""
_MOST_BYTES = 6_000
_REQUIRED = frozenset(name for name in MODERATION_CATEGORIES if not name.startswith("illicit"))
"""Older models do not know what is illicit; one that leaves out more is of another kind."""


class Result(Struct):
    flagged: bool
    categories: dict[str, bool | None]
    category_scores: dict[str, float | None]


class Answer(Struct):
    results: list[Result]


class OpenAIModeration:
    """One request for each text, so that no text is read by what stands beside it."""

    def __init__(self, line: Line, model: str, timeout: float):
        self._line = line
        self._model = model
        self._desk = Desk(self._ask, timeout)

    @classmethod
    def of(cls, guard: Guard) -> "OpenAIModeration":
        key = key_from(guard.api_key_env)
        headers = {"authorization": f"Bearer {key}"} if key else {}
        return cls(Line(guard.url or "", headers), guard.model or MODEL, guard.timeout)

    async def read(self, passages: Sequence[Passage], policy: Policy) -> list[Reading]:
        # What is asked is the same under every policy; this also keeps the rule about minors.
        return await self._desk.read(
            [
                [Question("moderation", piece, is_window=one.is_window) for piece in pieces(one.text, _MOST_BYTES)]
                for one in passages
            ]
        )

    async def close(self) -> None:
        await self._line.close()

    async def _ask(self, question: Question) -> Reading:
        body = await self._line.post("/moderations", {"model": self._model, "input": question.text})
        return reading(body, f"openai {self._model}")


def reading(body: bytes, source: str) -> Reading:
    """What an answer tells. Raises `Unreadable`."""
    try:
        (result,) = msgspec.json.decode(body, type=Answer).results
    except (msgspec.MsgspecError, ValueError) as error:
        raise Unreadable("its answer is no moderation result") from error
    scores = {name: result.category_scores.get(name) for name in MODERATION_CATEGORIES}
    known = {name: min(1.0, max(0.0, score)) for name, score in scores.items() if score is not None}
    if not known.keys() >= _REQUIRED or not result.categories.keys() >= _REQUIRED:
        raise Unreadable("its answer leaves categories out")
    flagged = {name for name in MODERATION_CATEGORIES if result.categories.get(name)}
    if result.flagged and not flagged:
        raise Unreadable("its answer flags a text for nothing that we know")
    return Reading(findings=tuple(_findings(known, flagged, source)), scores=known)


def _findings(scores: Mapping[str, float], flagged: set[str], source: str) -> list[Finding]:
    found = []
    for name in MODERATION_CATEGORIES:
        score = scores.get(name, 1.0)
        severity = _severity(name, score, name in flagged)
        if severity != "safe":
            category = OURS[name.partition("/")[0]]
            found.append(Finding(category=category, severity=severity, score=score, detail=name, source=source))
    return found


def _severity(name: str, score: float, is_flagged: bool) -> Severity:
    if is_flagged:
        return "high" if score >= HIGH or name == MINORS else "medium"
    # Where there are no severities, a finding is a finding: only what is flagged counts.
    has_severities = OURS[name.partition("/")[0]] in HARMS and name != MINORS
    return "low" if has_severities and score >= LOW else "safe"
