"""Azure AI Content Safety: severities of the four harms, and the shield against attacks."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct

from zaffre.core.verdicts import HARMS, Finding, Reading, Severity
from zaffre.safety.filters import Passage
from zaffre.safety.guards.breaker import Unreadable
from zaffre.safety.guards.desk import Desk, Question
from zaffre.safety.guards.fitting import ATTACK, attack, fitted, wanted
from zaffre.safety.guards.line import Line, key_from
from zaffre.safety.guards.texts import pieces
from zaffre.safety.policy import Policy
from zaffre.settings.safety import Guard

API_VERSION = "2024-09-01"
SOURCE = f"azure {API_VERSION}"
OURS: Mapping[str, str] = {"Hate": "hate", "SelfHarm": "self_harm", "Sexual": "sexual", "Violence": "violence"}
SEVERITIES: Sequence[Severity] = ("safe", "safe", "low", "low", "medium", "medium", "high", "high")
"""Azure's eight levels, from 0 to 7."""
_MOST_BYTES = 10_000
"""The service takes 10,000 characters, none of which is less than a byte."""
_HARMS, _PROMPT, _DOCUMENT = "harms", "userPrompt", "document"


class Level(Struct):
    category: str
    severity: int


class Analysis(Struct, rename="camel"):
    categories_analysis: list[Level]


class Attack(Struct, rename="camel"):
    attack_detected: bool


class Shield(Struct, rename="camel"):
    user_prompt_analysis: Attack | None = None
    documents_analysis: list[Attack] = []


class AzureContentSafety:
    """A request for the harms, and one for attacks where there can be any; only what the policy wants is asked."""

    def __init__(self, line: Line, timeout: float):
        self._line = line
        self._desk = Desk(self._ask, timeout)

    @classmethod
    def of(cls, guard: Guard) -> "AzureContentSafety":
        key = key_from(guard.api_key_env)
        headers = {"ocp-apim-subscription-key": key} if key else {}
        return cls(Line(guard.url or "", headers), guard.timeout)

    async def read(self, passages: Sequence[Passage], policy: Policy) -> list[Reading]:
        readings = await self._desk.read([list(_questions(passage, policy)) for passage in passages])
        told = zip(readings, passages, strict=True)
        return [fitted(reading, passage, passage.side(policy)) for reading, passage in told]

    async def close(self) -> None:
        await self._line.close()

    async def _ask(self, question: Question) -> Reading:
        if question.topic == _HARMS:
            asked = {"text": question.text, "categories": list(OURS), "outputType": "EightSeverityLevels"}
            return harms(await self._post("analyze", asked))
        is_prompt = question.topic == _PROMPT
        asked = {"userPrompt": question.text} if is_prompt else {"documents": [question.text]}
        return attacks(await self._post("shieldPrompt", asked), is_prompt)

    async def _post(self, operation: str, body: object) -> bytes:
        return await self._line.post(f"/contentsafety/text:{operation}?api-version={API_VERSION}", body)


def harms(body: bytes) -> Reading:
    """What `text:analyze` tells. Raises `Unreadable`."""
    try:
        levels = {one.category: one.severity for one in msgspec.json.decode(body, type=Analysis).categories_analysis}
    except msgspec.MsgspecError as error:
        raise Unreadable("its answer is no analysis of a text") from error
    if levels.keys() != OURS.keys() or not all(0 <= level < len(SEVERITIES) for level in levels.values()):
        raise Unreadable("its analysis has other categories or levels than were asked for")
    return Reading(findings=tuple(_finding(name, level) for name, level in levels.items() if level > 1))


def attacks(body: bytes, is_prompt: bool) -> Reading:
    """What `text:shieldPrompt` tells of the one text that it was sent. Raises `Unreadable`."""
    try:
        shield = msgspec.json.decode(body, type=Shield)
    except msgspec.MsgspecError as error:
        raise Unreadable("its answer is no analysis of a prompt") from error
    told = [shield.user_prompt_analysis] if is_prompt else shield.documents_analysis
    if len(told) != 1 or told[0] is None:
        raise Unreadable("its answer says nothing of the text")
    detail = _PROMPT if is_prompt else _DOCUMENT
    return Reading(
        findings=(Finding(category=ATTACK, detail=detail, source=SOURCE),) if told[0].attack_detected else ()
    )


def _finding(name: str, level: int) -> Finding:
    score = level / (len(SEVERITIES) - 1)
    return Finding(category=OURS[name], severity=SEVERITIES[level], score=score, detail=name, source=SOURCE)


def _questions(passage: Passage, policy: Policy) -> Iterator[Question]:
    looked_for = wanted(passage, passage.side(policy))
    for piece in pieces(passage.text, _MOST_BYTES):
        if looked_for & set(HARMS):
            yield Question(_HARMS, piece, is_window=passage.is_window)
        if ATTACK in looked_for:
            topic = _PROMPT if attack(passage) == ATTACK else _DOCUMENT
            yield Question(topic, piece, is_window=passage.is_window)
