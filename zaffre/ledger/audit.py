"""The trail of administration: append-only, and each event carries a hash of itself and of the one before."""

import hmac
from hashlib import sha256

import msgspec
from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.callers import Caller
from zaffre.core.clock import Clock, new_id
from zaffre.core.trail import Change, Event
from zaffre.storage import trail

FIRST = "0" * 64
"""What stands before the first event."""


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
        previous = await trail.last_hash(connection) or FIRST
        event = Event(
            number=await trail.next_number(connection),
            id=new_id("audit_log-"),
            time=self._clock.now(),
            actor=caller.kind if caller.user_id is None else "user",
            actor_id=caller.user_id or caller.key_id,
            actor_name=caller.name,
            address=caller.address,
            action=change.action,
            object=change.object,
            object_id=change.object_id,
            project_id=change.project_id,
            before=_told(change.before),
            after=_told(change.after),
            previous=previous,
        )
        await trail.add(connection, structs.replace(event, hash=self.seal(event)))

    def seal(self, event: Event) -> str:
        """The hash of an event: HMAC-SHA-256 over all its fields but the hash, as JSON."""
        body = msgspec.json.encode(structs.astuple(structs.replace(event, hash="")))
        return hmac.new(self._secret, body, sha256).hexdigest()


def _told(values: dict | None) -> str | None:
    return None if values is None else msgspec.json.encode(values, order="sorted").decode()
