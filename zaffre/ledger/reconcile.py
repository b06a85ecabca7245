"""Our figures beside a provider's bill: by day and model, where they differ, and what may explain it. Pure."""

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

_TOLERANCE = 0.01
_NEAR = 0.05
_LEAST = {"cost": 10_000_000}
"""A hundredth of a unit of money, in nano-units: less is no difference. Of tokens every one counts."""


class Own(Struct, frozen=True, kw_only=True):
    """What our entries say of one model on one day; `estimated` and `cancelled` count calls."""

    cost: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    requests: int = 0
    estimated: int = 0
    cancelled: int = 0

    def __add__(self, other: "Own") -> "Own":
        return Own(**{name: getattr(self, name) + getattr(other, name) for name in self.__struct_fields__})


class Difference(Struct, frozen=True, kw_only=True):
    """One model on one day. `model` is `""` where the bill doesn't tell."""

    day: int
    model: str
    measure: str
    """What is compared, a field of `Own`: `cost` in nano-units, or tokens."""
    own: Own
    billed: int
    reasons: tuple[str, ...]

    @property
    def counted(self) -> int:
        """What the ledger has of the measure."""
        return getattr(self.own, self.measure)

    @property
    def is_equal(self) -> bool:
        return self.reasons == ("equal",)


def compare(
    billed: Iterable[tuple[int, str, int]],
    own: Mapping[tuple[int, str], Own],
    known: Mapping[str, str],
    measure: str = "cost",
) -> list[Difference]:
    """The bill's lines of (day, item, amount of the measure) beside ours by (day, model).

    `known` has our models by the names that the provider has for them.
    """
    sums: dict[tuple[int, str], int] = {}
    for day, item, amount in billed:
        key = (day, model_of(item, known))
        sums[key] = sums.get(key, 0) + amount
    if any(model == "" for _, model in sums):
        # A bill that doesn't tell models apart is compared by days.
        sums, own = _by_day(sums), _own_by_day(own)
    keys = sorted({*sums, *own})
    return [_compared(key, measure, own.get(key, Own()), sums.get(key, 0)) for key in keys]


def model_of(item: str, known: Mapping[str, str]) -> str:
    """Our model that a line of a bill is about, or the line's own words where none of ours is in it."""
    words = _plain(item)
    fitting = [name for name in known if _plain(name) and _plain(name) in words]
    return known[max(fitting, key=len)] if fitting else item


def _compared(key: tuple[int, str], measure: str, own: Own, billed: int) -> Difference:
    reasons = tuple(_reasons(own, measure, getattr(own, measure), billed))
    return Difference(day=key[0], model=key[1], measure=measure, own=own, billed=billed, reasons=reasons)


def _reasons(own: Own, measure: str, counted: int, billed: int) -> Iterable[str]:
    if abs(counted - billed) <= max(_LEAST.get(measure, 0), _TOLERANCE * max(counted, billed)):
        yield "equal"
        return
    if not own.requests:
        yield "missing_here"
    elif not billed:
        yield "missing_there"
    elif _is_near(billed, 2 * counted):
        yield "doubled_there"
    elif _is_near(counted, 2 * billed):
        yield "doubled_here"
    if own.estimated:
        yield "estimated"
    if own.cancelled:
        yield "cancelled"
    if own.requests and billed and not own.estimated and not own.cancelled:
        yield "price" if measure == "cost" else "counting"


def _is_near(one: int, other: int) -> bool:
    return abs(one - other) <= _NEAR * max(one, other)


def _by_day(sums: Mapping[tuple[int, str], int]) -> dict[tuple[int, str], int]:
    found: dict[tuple[int, str], int] = {}
    for (day, _), amount in sums.items():
        found[day, ""] = found.get((day, ""), 0) + amount
    return found


def _own_by_day(own: Mapping[tuple[int, str], Own]) -> dict[tuple[int, str], Own]:
    found: dict[tuple[int, str], Own] = {}
    for (day, _), one in own.items():
        found[day, ""] = found.get((day, ""), Own()) + one
    return found


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
