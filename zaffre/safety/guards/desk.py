"""The desk of one guard: few questions at once, each in its time, and none whose answer is known."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Literal

from msgspec import Struct

from zaffre.core.clock import Clock
from zaffre.core.verdicts import Reading
from zaffre.safety.decide import united
from zaffre.safety.filters import FilterUnavailable
from zaffre.safety.guards.breaker import Breaker
from zaffre.safety.memory import Memory

AT_ONCE = 8
REMEMBERED = 20_000

Speaker = Literal["user", "assistant"]
"""To a guard, whatever is no answer is something that was asked."""


class Question(Struct, frozen=True):
    """What a guard is asked of one text; with the same topic, speaker and text, the answer is the same."""

    topic: str
    text: str
    speaker: Speaker = "user"
    is_window: bool = False
    """Pieces of streams hardly come twice and are not remembered."""


Ask = Callable[[Question], Awaitable[Reading]]
"""One call to the guard. Raises `FilterUnavailable`, or `Unreadable` where only this answer is of no use."""


class Desk:
    """Takes questions and has them answered; the first that can't be ends the others."""

    def __init__(self, ask: Ask, timeout: float, clock: Clock | None = None):
        self._ask = ask
        self._timeout = timeout
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._memory = Memory(REMEMBERED)
        self._breaker = Breaker(clock or Clock(), patience=timeout / 2)

    async def read(self, asked: Sequence[Sequence[Question]]) -> list[Reading]:
        """For each list of questions, what their answers say together. Raises `FilterUnavailable`."""
        try:
            async with asyncio.TaskGroup() as group:
                answers = [[group.create_task(self._answer(one)) for one in questions] for questions in asked]
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None
        return [united(answer.result() for answer in ones) for ones in answers]

    async def _answer(self, question: Question) -> Reading:
        context = (question.topic, question.speaker)
        known = self._memory.find(context, question.text)
        if known is not None:
            return known
        async with self._turns:
            with self._breaker.attempt():
                reading = await self._in_time(question)
        if not question.is_window:
            self._memory.keep(context, question.text, reading)
        return reading

    async def _in_time(self, question: Question) -> Reading:
        try:
            async with asyncio.timeout(self._timeout):
                return await self._ask(question)
        except TimeoutError:
            raise FilterUnavailable(f"no answer within {self._timeout:g} s") from None
