"""The trail of administration: append-only, and each event carries a hash of itself and of the one before."""

import hmac
from hashlib import sha256

import msgspec
from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.callers import Caller
from zaffre.core.clock import Clock, new_id
from zaffre.core.trail import Change, Check, Event
from zaffre.storage import trail

FIRST = "0" * 64
"""What stands before the first event."""
PRUNED = "audit_log.pruned"


class Trail:
    """Links events with a key of the installation, so that who can write the table alone can't forge a chain."""

    def __init__(self, secret: bytes, clock: Clock):
        self._secret = secret
        self._clock = clock

    async def hold(self, connection: AsyncConnection) -> None:
        """Let nobody else add events until this transaction ends."""
        await trail.hold(connection)

    async def append(self, connection: AsyncConnection, caller: Caller, change: Change) -> None:
        """Add the change as the next event."""
        event = Event(
            number=await trail.next_number(connection),
            id=new_id("audit_log-"),
            time=self._clock.now(),
            actor="user" if caller.user_id is not None and caller.kind == "session" else caller.kind,
            actor_id=caller.user_id or caller.key_id,
            actor_name=caller.name,
            address=caller.address,
            action=change.action,
            object=change.object,
            object_id=change.object_id,
            project_id=change.project_id,
            before=_told(change.before),
            after=_told(change.after),
            previous=await trail.last_hash(connection) or FIRST,
        )
        await trail.add(connection, structs.replace(event, hash=self.seal(event)))

    def seal(self, event: Event) -> str:
        """The hash of an event: HMAC-SHA-256 over all its fields but the hash, as JSON."""
        body = msgspec.json.encode(structs.astuple(structs.replace(event, hash="")))
        return hmac.new(self._secret, body, sha256).hexdigest()

    async def prune(self, connection: AsyncConnection, older_than: float) -> Change | None:
        """Take out the events before a time. What is returned must be appended: it is where the chain begins now."""
        last = await trail.last_before(connection, older_than)
        if last is None:
            return None
        await trail.take_out(connection, last.number)
        told = {"through": last.number, "hash": last.hash}
        return Change(action=PRUNED, object="audit_log", object_id=last.id, after=told)

    async def verify(self, connection: AsyncConnection, heads: dict[int, str] | None = None) -> Check:
        """Walk the whole chain. `heads` are hashes by number that were noted down elsewhere.

        Somebody who has both the table and the installation's key can write another chain that is whole: only a
        head that they can't reach tells then.
        """
        walk = _Walk(self.seal, dict(heads or {}))
        async for event in trail.walk(connection):
            walk.step(event)
            if walk.reason:
                return walk.result(event.number)
        walk.end(await trail.newest_number(connection))
        return walk.result(walk.last + 1)


class _Walk:
    """Where a walk along the chain has come to, and what was wrong on the way."""

    def __init__(self, seal, heads: dict[int, str]):
        self._seal = seal
        self._heads = heads
        self._begins: tuple[int, str] | None = None
        self._is_begun_well = True
        self.checked = self.last = 0
        self.hash = FIRST
        self.reason: str | None = None

    def step(self, event: Event) -> None:
        """Look at the next event; `reason` says what is wrong with it."""
        if not self.checked and event.number > 1:
            # Retention took out what came before; an event that comes later must say so.
            self.last, self.hash = event.number - 1, event.previous
            self._begins, self._is_begun_well = (self.last, self.hash), False
        if event.number != self.last + 1:
            self.reason = f"events {self.last + 1} to {event.number - 1} are missing"
        elif event.previous != self.hash:
            self.reason = "it does not follow the event before it"
        elif not hmac.compare_digest(event.hash, self._seal(event)):
            self.reason = "it was changed"
        elif self._heads.pop(event.number, event.hash) != event.hash:
            self.reason = "it is not the one whose hash was noted down"
        if event.action == PRUNED and event.after is not None:
            told = msgspec.json.decode(event.after)
            self._is_begun_well |= self._begins == (told.get("through"), told.get("hash"))
        self.checked, self.last, self.hash = self.checked + 1, event.number, event.hash

    def end(self, newest: int) -> None:
        """Look at what can be said only when all events have passed."""
        if self.last < newest:
            self.reason = f"events {self.last + 1} to {newest} are missing"
        elif not self._is_begun_well:
            self.reason = "the oldest events are missing, and retention did not take them out"
        elif missing := [number for number in self._heads if number > self.last]:
            self.reason = f"event {missing[0]}, whose hash was noted down, is missing"

    def result(self, number: int) -> Check:
        broken_at = number if self.reason else None
        return Check(checked=self.checked, last=self.last, head=self.hash, broken_at=broken_at, reason=self.reason)


def _told(values: dict | None) -> str | None:
    return None if values is None else msgspec.json.encode(values, order="sorted").decode()
