"""Guard models that a deployment of this installation serves, asked through the engines' contract."""

from collections.abc import Iterator, Mapping, Sequence

from zaffre.core.calls import Chat, Message, Sampling
from zaffre.core.errors import BadRequest, Problem
from zaffre.core.verdicts import Finding, Reading
from zaffre.engines.base import Engine
from zaffre.safety.filters import FilterUnavailable, Passage
from zaffre.safety.guards import granite_guardian, llama_guard, qwen3guard, shieldgemma
from zaffre.safety.guards.breaker import Unreadable
from zaffre.safety.guards.desk import Desk, Question, Speaker
from zaffre.safety.guards.fitting import fitted, speaker, wanted
from zaffre.safety.guards.texts import disarmed, pieces
from zaffre.safety.guards.way import Seen, Way
from zaffre.safety.policy import Policy
from zaffre.settings.safety import Guard

WAYS: Mapping[str, Way] = {
    "llama_guard": llama_guard,
    "shieldgemma": shieldgemma,
    "qwen3guard": qwen3guard,
    "granite_guardian": granite_guardian,
}
"""A new kind of guard model is one module and one line here."""

_MOST_BYTES = 6_000
_LEAST_BYTES = 1_000
_FRAME = 1_200
"""Tokens that a guard's own words around the text, and its answer, have at the most."""
_UNKNOWN = Message(role="user", content="Please answer.")
"""An answer is judged by itself; the templates want a question before it all the same."""


class GuardModel:
    """`engine` belongs to the pool, which also closes it. Nobody but us hears the answers."""

    def __init__(self, guard: Guard, engine: Engine):
        self._way = WAYS[guard.kind]
        self._deployment = guard.deployment or ""
        self._source = f"{guard.kind} {self._deployment}"
        self._engine = engine
        self._desk = Desk(self._ask, guard.timeout)

    async def read(self, passages: Sequence[Passage], policy: Policy) -> list[Reading]:
        readings = await self._desk.read([list(self._questions(passage, policy)) for passage in passages])
        told = zip(readings, passages, strict=True)
        return [fitted(reading, passage, passage.side(policy)) for reading, passage in told]

    async def close(self) -> None:
        return None

    def _questions(self, passage: Passage, policy: Policy) -> Iterator[Question]:
        topics = self._way.topics(wanted(passage, passage.side(policy)))
        for piece in pieces(passage.text, self._most_bytes()):
            for topic in topics:
                yield Question(topic, piece, speaker(passage), passage.is_window)

    def _most_bytes(self) -> int:
        context = self._engine.capabilities.context
        return _MOST_BYTES if context is None else max(_LEAST_BYTES, min(_MOST_BYTES, context - _FRAME))

    async def _ask(self, question: Question) -> Reading:
        call = Chat(
            deployment=self._deployment,
            messages=_turns(disarmed(question.text), question.speaker),
            sampling=Sampling(temperature=0.0, max_tokens=self._way.MAX_TOKENS),
            extra=self._way.extra(question.topic, question.speaker),
        )
        return reading(self._way.read(question.topic, await answered(self._engine, call)), self._source)


async def answered(engine: Engine, call: Chat) -> str:
    """What a guard's deployment says. Raises `FilterUnavailable`, `Unreadable` where the call alone is at fault."""
    try:
        async with engine.answer(call) as deltas:
            return "".join([delta.text async for delta in deltas])
    except BadRequest as problem:
        raise Unreadable(f"its deployment refused what it was shown ({_name(problem)})") from problem
    except Problem as problem:
        after = getattr(problem, "after", None)
        raise FilterUnavailable(f"its deployment failed ({_name(problem)})", after or 1.0) from problem


def reading(seen: Sequence[Seen], source: str) -> Reading:
    return Reading(
        findings=tuple(
            Finding(category=one.category, severity=one.severity, detail=one.detail, source=source) for one in seen
        )
    )


def _turns(text: str, speaker: Speaker) -> tuple[Message, ...]:
    turn = Message(role=speaker, content=text)
    return (turn,) if speaker == "user" else (_UNKNOWN, turn)


def _name(problem: Problem) -> str:
    # Messages of an upstream may repeat what they were sent, and go into a log.
    return f"{problem.status} {problem.code or type(problem).__name__}"
