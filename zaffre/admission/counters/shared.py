"""Counters that nodes share: one batch of work at a time, and the local share of limits while their store is away."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

from msgspec import Struct, structs

from zaffre.admission.counters.base import Claim, Grant, Level, Refusal
from zaffre.admission.counters.local import Known, LocalShare
from zaffre.admission.counters.store import Op, Opened, Store
from zaffre.core.clock import Clock

log = logging.getLogger("zaffre.admission")
_HEARTBEAT = 5.0
_MANY = 500
"""So many operations go into one batch at most, so that no batch makes others wait long."""


class Note(Struct):
    """What a grant needs to be settled: the store's marks, or the share that it was given from."""

    marks: Sequence[Any] | None = None
    local: Grant | None = None
    share: LocalShare | None = None


class SharedCounters:
    """A store, spoken to in batches: whatever is asked while a batch is under way makes the next one.

    `rebuild` is called when the store has lost what it knew, and begins the balances of money anew. Each time the
    store comes back a new session begins, and the one before is closed: a batch of it that arrives late does nothing.
    """

    is_shared = True

    def __init__(self, store: Store, clock: Clock, timeout: float, retry_seconds: float):
        self._store = store
        self._clock = clock
        self._timeout = timeout
        self._pause = retry_seconds
        self._queue: list[tuple[Op, asyncio.Future | None]] = []
        self._wake = asyncio.Event()
        self._session, self._sequence = "", 0
        self._opened = Opened("", 1, -1)
        self._open: dict[int, Grant] = {}
        self._share: LocalShare | None = None
        self._unsure: tuple[int, list] = (0, [])
        self._known = Known(clock)
        self._task: asyncio.Task | None = None
        self._is_closing = False
        self.rebuild: Callable[[], Awaitable[None]] | None = None

    async def start(self) -> None:
        """Open a session; raises whatever the store does where it can't be used."""
        await self._open_session()
        self._task = asyncio.create_task(self._work())

    async def close(self) -> None:
        """Tell the store what is still untold, if it listens, and close the session."""
        self._is_closing = True
        self._wake.set()
        if self._task is not None:
            # Asked to end, not cancelled: a client that is cancelled in the middle of an answer may swallow it.
            _, late = await asyncio.wait([self._task], timeout=self._timeout * 4)
            for task in late:
                task.cancel()
        with suppress(Exception):
            await asyncio.wait_for(self._store.close(self._session), self._timeout)

    @property
    def is_away(self) -> bool:
        """Whether only local shares are given now."""
        return self._share is not None

    async def reserve(self, claims: Sequence[Claim]) -> Grant | Refusal:
        if not claims:
            return Grant(claims, ())
        if self._share is None:
            waiting = self._ask(("reserve", claims))
            try:
                outcome = await waiting
            except asyncio.CancelledError:
                self._regret(waiting)
                raise
            if outcome is not None:
                return outcome
        return await self._locally(claims)

    def settle(self, grant: Grant, used: Sequence[int]) -> None:
        if not grant.claims:
            return
        self._open.pop(id(grant), None)
        note: Note = grant.marks
        if self._share is not None and note.share is self._share:
            self._share.settle(note.local, used)
        else:
            self._tell(("settle", grant.claims, note.marks, used))

    def add(self, counter: str, amount: int, ends: float | None) -> None:
        self._tell(("add", counter, amount, ends))

    async def begin(self, counter: str, used: int, ends: float | None) -> None:
        self._known.put(counter, Level(used))
        level = None if self._share is not None else await self._ask(("begin", counter, used, ends))
        if level is None:
            self._tell(("begin", counter, used, ends))
        else:
            self._known.put(counter, level)

    async def read(self, counters: Sequence[str]) -> list[Level]:
        """While the store is away, what was last seen and what this node has given since."""
        if self._share is None:
            found = await self._ask(("read", counters))
            if found is not None:
                return found
        return await self._share.read(counters) if self._share else [Level(0) for _ in counters]

    def _ask(self, op: Op) -> asyncio.Future:
        waiting = asyncio.get_running_loop().create_future()
        self._queue.append((op, waiting))
        self._wake.set()
        return waiting

    def _tell(self, op: Op) -> None:
        self._queue.append((op, None))
        self._wake.set()

    def _regret(self, waiting: asyncio.Future) -> None:
        """Whoever waited is gone: what it was to get is not asked for, or given back."""
        self._queue = [(op, one) for op, one in self._queue if one is not waiting]
        if waiting.done() and not waiting.cancelled() and isinstance(waiting.result(), Grant):
            self.settle(waiting.result(), [0] * len(waiting.result().claims))

    async def _locally(self, claims: Sequence[Claim]) -> Grant | Refusal:
        share = self._share or self._fall_back("a late answer")
        outcome = await share.reserve(claims, self._pause)
        if isinstance(outcome, Refusal):
            return outcome
        return self._granted(structs.replace(outcome, claims=claims, marks=Note(None, outcome, share)))

    def _granted(self, grant: Grant) -> Grant:
        self._open[id(grant)] = grant
        return grant

    async def _work(self) -> None:
        while not self._is_closing or (self._queue and self._share is None):
            if self._share is not None:
                await asyncio.sleep(self._pause)
                await self._try_again()
                continue
            with suppress(TimeoutError):
                async with asyncio.timeout(0 if self._is_closing else _HEARTBEAT):
                    await self._wake.wait()
            await self._send()

    async def _send(self) -> None:
        """One batch; an empty one tells that this node lives."""
        self._wake.clear()
        batch, self._queue = self._queue[:_MANY], self._queue[_MANY:]
        if self._queue:
            self._wake.set()
        self._sequence += 1
        try:
            async with asyncio.timeout(self._timeout):
                told = await self._store.run(self._session, self._sequence, [op for op, _ in batch])
        except asyncio.CancelledError:
            raise
        except Exception as error:
            self._failed(batch, error)
            return
        self._opened = structs.replace(self._opened, nodes=told.nodes)
        for (op, waiting), answer in zip(batch, told.answers, strict=True):
            self._answer(op, waiting, answer)

    def _answer(self, op: Op, waiting: asyncio.Future | None, answer: Any) -> None:
        if isinstance(answer, Refusal):
            self._known.put(answer.claim.counter, answer.level)
        if op[0] == "reserve" and isinstance(answer, Grant):
            answer = self._granted(structs.replace(answer, marks=Note(answer.marks)))
            for claim, level in zip(answer.claims, answer.levels, strict=True):
                self._known.put(claim.counter, level)
            if waiting is None or waiting.done():
                self.settle(answer, [0] * len(answer.claims))
                return
        if waiting is not None and not waiting.done():
            waiting.set_result(answer)

    def _failed(self, batch: list[tuple[Op, asyncio.Future | None]], error: Exception) -> None:
        # Settlements are kept: whether the store has them is asked when it is back. Who waits is served locally.
        kept = [(op, None) for op, _ in batch if op[0] in ("settle", "add", "begin")]
        self._unsure = (self._sequence, kept)
        self._fall_back(str(error) or type(error).__name__)
        rest, self._queue = self._queue, []
        for _, waiting in [*batch, *rest]:
            if waiting is not None and not waiting.done():
                waiting.set_result(None)
        self._queue = [(op, None) for op, waiting in rest if op[0] in ("settle", "add")]

    def _fall_back(self, reason: str) -> LocalShare:
        if self._share is None:
            nodes = max(1, self._opened.nodes)
            self._share = LocalShare(self._clock, nodes, self._known)
            log.warning("the counters are away (%s): this node gives its share, 1/%d of each limit", reason, nodes)
        return self._share

    async def _try_again(self) -> None:
        try:
            await self._open_session()
        except Exception as error:
            log.debug("the counters are still away: %s", error)
        else:
            log.warning("the counters are back: limits are shared again")

    async def _open_session(self) -> None:
        """Begin a session, and bring into it whatever the store does not know yet."""
        previous, session = self._session, secrets.token_hex(8)
        async with asyncio.timeout(self._timeout * 4):
            opened = await self._store.open(session, previous)
        is_lost = bool(previous) and opened.generation != self._opened.generation
        sequence, unsure = self._unsure
        if opened.sequence < sequence:
            self._queue = unsure + self._queue
        self._unsure = (0, [])
        if is_lost and self.rebuild is not None:
            log.warning("the counters had lost what they knew: budgets begin anew from the ledger, limits from nothing")
            # What was settled is in the ledger. Until the balances have begun, only the local share is given.
            self._queue = []
            await self.rebuild()
        given = [] if self._share is None else await self._share.given()
        share, self._share = self._share, None
        self._session, self._sequence, self._opened = session, 0, opened
        self._carry(share, given)

    def _carry(self, share: LocalShare | None, given: Sequence[Op]) -> None:
        """Take along what is reserved for calls that still run, and what was given meanwhile."""
        told: list[tuple[Op, None]] = [(op, None) for op in given]
        for grant in self._open.values():
            balances = [claim for claim in grant.claims if claim.window is None]
            if balances:
                told.append((("carry", balances), None))
            if share is not None and grant.marks.share is share:
                grant.marks.share = grant.marks.local = None
        self._queue = told + self._queue
        self._wake.set()
