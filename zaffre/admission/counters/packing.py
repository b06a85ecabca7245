"""A batch as the script reads it, in MessagePack: counters by their number, and operations that tell these numbers."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct, msgpack

from zaffre.admission.counters.base import Claim, Grant, Level, Refusal
from zaffre.admission.counters.store import Op

_UNKNOWN = (0, 0)


class Answer(Struct, array_like=True):
    """What the script says to one operation. Of a refusal, `refused` counts the claims from 1."""

    levels: list[Level] = []
    marks: list[int] = []
    refused: int = 0
    wait: float | None = None


unpacked = msgpack.Decoder(tuple[int, list[Answer]]).decode
"""The number of nodes, and an answer to each operation."""


class Batch:
    """`names` are the counters in the order of their numbers, which begin at 1; `body` is all the rest."""

    def __init__(self, ops: Sequence[Op]):
        self._numbers: dict[str, int] = {}
        self._kinds: list[tuple[int, float]] = []
        told = [self._told(op) for op in ops]
        self.names = list(self._numbers)
        self.body = msgpack.encode((self._kinds, told))

    def _told(self, op: Op) -> tuple:
        match op:
            case (("reserve" | "carry"), claims):
                return (op[0], [(self._of(claim), claim.amount, claim.limit) for claim in claims])
            case ("settle", claims, marks, used):
                told = zip(claims, used, marks or [0] * len(claims), strict=True)
                return ("settle", [(self._of(claim), claim.amount, amount, mark) for claim, amount, mark in told])
            case (("add" | "begin"), counter, amount, ends):
                return (op[0], self._number(counter, 0, ends or 0), amount)
            case ("window", counter, amount, span):
                return ("window", self._number(counter, span, 0), amount)
            case ("read", counters):
                return ("read", [self._number(counter, 0, 0) for counter in counters])
        raise AssertionError(f"no such operation: {op[0]}")

    def _of(self, claim: Claim) -> int:
        return self._number(claim.counter, claim.window or 0, claim.ends or 0)

    def _number(self, counter: str, span: int, ends: float) -> int:
        number = self._numbers.get(counter)
        if number is None:
            number = self._numbers[counter] = len(self._numbers) + 1
            self._kinds.append((span, ends))
        elif self._kinds[number - 1] == _UNKNOWN:
            # Who only reads a counter does not know of which kind it is.
            self._kinds[number - 1] = (span, ends)
        return number


def heard(op: Op, answer: Answer) -> Any:
    """What the store tells of an operation."""
    match op:
        case ("reserve", claims):
            if answer.refused:
                return Refusal(claims[answer.refused - 1], answer.levels[0], answer.wait)
            return Grant(claims, answer.levels, answer.marks)
        case ("read", _):
            return answer.levels
        case ("begin", *_):
            return answer.levels[0]
        case _:
            return True
