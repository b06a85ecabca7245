"""Limits and budgets for tests, and a look at how full they are."""

from msgspec import Struct

from zaffre.admission.admission import Admission
from zaffre.admission.counters.base import Counters
from zaffre.admission.counters.memory import MemoryCounters
from zaffre.admission.rules import Rules, money, steps
from zaffre.core.clock import Clock
from zaffre.core.limits import Budget, Limit

WATCHED = 10**15
"""More than any test uses."""


class Account(Struct, frozen=True):
    """What a key has used: nano-units, and tokens in the last minute."""

    spent: int
    reserved: int
    tokens: int


def budget(amount: int, *, subject: str = "key", subject_id: str = "key", **more: object) -> Budget:
    told = {"id": f"budget_{subject}_{subject_id}", "period": "total", "is_hard": True} | more
    return Budget(subject=subject, subject_id=subject_id, amount=amount, **told)


def admission(*, counters: Counters | None = None, clock: Clock | None = None) -> Admission:
    """One without a past."""
    clock = clock or Clock()
    return Admission(counters or MemoryCounters(clock), clock)


def allow(admission: Admission, key: str = "key", money: int = WATCHED, **limits: int) -> None:
    """Let the key use no more than this."""
    most = {"tokens_per_minute": WATCHED} | limits
    admission.rules = Rules([Limit(subject="key", subject_id=key, **most)], [budget(money, subject_id=key)])


async def account(admission: Admission, key: str = "key") -> Account:
    """How it stands with a key that `allow` was called for."""
    tokens = next(step for step in steps(Limit(subject="key", subject_id=key, tokens_per_minute=1), key))
    minute, paid = await admission.levels([tokens, money("key", key, "total", WATCHED)])
    return Account(paid.used - paid.reserved, paid.reserved, minute.used)
