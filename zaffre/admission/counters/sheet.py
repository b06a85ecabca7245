"""A sheet of counters that was read, is worked on alone, and is written back: the same rules as the script's. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from zaffre.admission.counters.base import Claim, Grant, Level, Refusal
from zaffre.admission.counters.meters import SOON, longest
from zaffre.admission.counters.store import Op

_PARTS = 60
_LATE = 3600
"""Seconds that a balance is kept after its end, for calls that began before."""


class Page(Struct, omit_defaults=True):
    """One counter. A window has a `span` and `parts` by their number, a balance what is `reserved` by session."""

    used: int = 0
    begun: bool = False
    ends: float | None = None
    reserved: dict[str, int] = field(default_factory=dict)
    span: int | None = None
    parts: dict[int, int] = field(default_factory=dict)

    def forget(self, now: float, alive: Sequence[str]) -> None:
        """Drop parts of which all is old, and what sessions reserved that are gone."""
        if self.span is not None:
            first = self.part(now) - _PARTS
            self.parts = {part: amount for part, amount in self.parts.items() if part >= first and amount}
            self.used = sum(self.parts.values())
        elif self.reserved:
            self.reserved = {session: amount for session, amount in self.reserved.items() if session in alive}

    def part(self, now: float) -> int:
        return int(now * _PARTS // self.span)

    def over_at(self, now: float) -> float | None:
        """When it may be forgotten; `None` for never."""
        if self.span is not None:
            return now + 2 * self.span
        if self.ends is not None:
            return self.ends + _LATE
        return None if self.used or self.reserved or self.begun else now

    @property
    def held(self) -> int:
        return sum(self.reserved.values())

    def level(self, now: float) -> Level:
        return Level(self.used + self.held, self.held, self._reset(now))

    def wait(self, claim: Claim, now: float) -> float | None:
        """Seconds until the claim may fit; 0 where it fits now, `None` where it never will."""
        if self.used + self.held + claim.amount <= claim.limit:
            return 0.0
        if self.span is not None:
            return self._window_wait(claim, now)
        if self.used + claim.amount <= claim.limit:
            return SOON
        is_hopeless = claim.ends is None or claim.amount > claim.limit
        return None if is_hopeless else max(SOON, claim.ends - now)

    def take(self, claim: Claim, session: str, now: float) -> int | None:
        """Take what is claimed; for a window, the part that it was put into."""
        if self.span is None:
            self.reserved[session] = self.reserved.get(session, 0) + claim.amount
            return None
        return self.put(claim.amount, now)

    def put(self, amount: int, now: float) -> int:
        part = self.part(now)
        self.parts[part] = self.parts.get(part, 0) + amount
        self.used += amount
        return part

    def settle(self, claim: Claim, mark: int | None, used: int, session: str) -> None:
        """Keep what was used of a claim."""
        if self.span is None:
            left = self.reserved.pop(session, 0) - claim.amount
            if left > 0:
                self.reserved[session] = left
            self.used += used
        elif mark in self.parts and used < claim.amount:
            self.parts[mark] -= claim.amount - used
            self.used -= claim.amount - used

    def _window_wait(self, claim: Claim, now: float) -> float | None:
        if claim.amount > claim.limit:
            return None
        excess, last = self.used + claim.amount - claim.limit, 0
        for last in sorted(self.parts):
            excess -= self.parts[last]
            if excess <= 0:
                break
        return max(0.001, (last + _PARTS + 1) * self.span / _PARTS - now)

    def _reset(self, now: float) -> float | None:
        if self.span is not None:
            newest = max((part for part, amount in self.parts.items() if amount), default=None)
            return 0.0 if newest is None else max(0.0, (newest + _PARTS + 1) * self.span / _PARTS - now)
        return None if self.ends is None else max(0.0, self.ends - now)


class Sheet:
    """The pages that some operations need. `changed` are the names of those to be written back."""

    def __init__(self, pages: Mapping[str, Page], session: str, alive: Sequence[str], now: float):
        self.pages = dict(pages)
        self.changed: set[str] = set()
        self._session = session
        self._alive = alive
        self._now = now
        for page in self.pages.values():
            page.forget(now, alive)

    def work(self, op: Op) -> Any:
        """Do one operation; what it answers."""
        do: Callable[..., Any] = getattr(self, f"_{op[0]}")
        return do(*op[1:])

    def _reserve(self, claims: Sequence[Claim]) -> Grant | Refusal:
        pages = [self._page(claim.counter, claim.window) for claim in claims]
        waits = [page.wait(claim, self._now) for page, claim in zip(pages, claims, strict=True)]
        if any(waits) or None in waits:
            index = longest(waits)
            return Refusal(claims[index], pages[index].level(self._now), waits[index])
        marks = [self._take(page, claim) for page, claim in zip(pages, claims, strict=True)]
        return Grant(claims, [page.level(self._now) for page in pages], marks)

    def _carry(self, claims: Sequence[Claim]) -> bool:
        for claim in claims:
            self._take(self._page(claim.counter), claim)
        return True

    def _settle(self, claims: Sequence[Claim], marks: Sequence[int | None] | None, used: Sequence[int]) -> bool:
        for claim, mark, amount in zip(claims, marks or [None] * len(claims), used, strict=True):
            self._page(claim.counter, claim.window).settle(claim, mark, amount, self._session)
            self.changed.add(claim.counter)
        return True

    def _add(self, counter: str, amount: int, ends: float | None) -> bool:
        page = self._page(counter)
        page.used, page.ends = page.used + amount, ends
        self.changed.add(counter)
        return True

    def _begin(self, counter: str, used: int, ends: float | None) -> Level:
        page = self._page(counter)
        if not page.begun:
            page.begun = True
            self._add(counter, used, ends)
        return page.level(self._now)

    def _window(self, counter: str, amount: int, span: int) -> bool:
        self._page(counter, span).put(amount, self._now)
        self.changed.add(counter)
        return True

    def _read(self, counters: Sequence[str]) -> list[Level]:
        found = [self.pages.get(counter) for counter in counters]
        return [Level(0) if page is None else page.level(self._now) for page in found]

    def _take(self, page: Page, claim: Claim) -> int | None:
        page.ends = claim.ends
        self.changed.add(claim.counter)
        return page.take(claim, self._session, self._now)

    def _page(self, counter: str, span: int | None = None) -> Page:
        if counter not in self.pages:
            self.pages[counter] = Page(span=span)
        return self.pages[counter]


def names(op: Op) -> Sequence[str]:
    """The counters that an operation needs."""
    match op:
        case (("reserve" | "carry" | "settle"), claims, *_):
            return [claim.counter for claim in claims]
        case ("read", counters):
            return counters
        case _:
            return [op[1]]
