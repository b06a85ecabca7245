"""The outbox: what is to be sent is kept with what caused it, and tried until it arrives or is given up."""

import asyncio
import base64
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.clock import Clock, new_id
from zaffre.core.sealing import Sealer
from zaffre.service.mail.letters import Letter
from zaffre.storage import outbox
from zaffre.storage.database import Database
from zaffre.storage.outbox import Parcel

log = logging.getLogger("zaffre.mail")
_AT_ONCE = 20
_LEASE = 180.0
_FIRST_WAIT, _LONGEST_WAIT = 15.0, 3600.0
_KEPT = 30 * 86_400.0


class Undeliverable(Exception):
    """It will never arrive, however often it is tried; the message says why."""


class Unsent(Exception):
    """It could not be sent now; the message says why."""


Carrier = Callable[[Parcel, str], Awaitable[None]]
"""Sends a parcel, given its body; raises `Unsent` or `Undeliverable`."""


class Outbox:
    """Delivers at least once: who gets the same thing twice sees it by its id.

    `carriers` are by kind, `mail` and `webhook`; what has none is not taken.
    """

    def __init__(
        self, database: Database, carriers: Mapping[str, Carrier], sealer: Sealer, clock: Clock, give_up_after: float
    ):
        self._database = database
        self._carriers = carriers
        self._sealer = sealer
        self._clock = clock
        self._give_up_after = give_up_after

    @property
    def has_mail(self) -> bool:
        """Whether mail can be sent at all."""
        return "mail" in self._carriers

    async def mail(self, connection: AsyncConnection, recipient: str, letter: Letter) -> bool:
        """Have the letter sent once the transaction is done; false where no mail can be sent."""
        if self.has_mail:
            await self._add(connection, "mail", recipient, letter.subject, letter.text)
        return self.has_mail

    async def hook(self, connection: AsyncConnection, url: str, event: str, data: Mapping[str, Any]) -> None:
        """Have `url` told of an event, such as `budget.warning`, once the transaction is done."""
        body = msgspec.json.encode({"type": event, "data": data}).decode()
        await self._add(connection, "webhook", url, event, body)

    async def deliver(self) -> int:
        """Try what is due, side by side; how much of it arrived."""
        async with self._database.begin() as connection:
            due = await outbox.due(connection, self._clock.now(), _AT_ONCE)
        return sum(await asyncio.gather(*map(self._try, due)))

    async def tidy(self) -> None:
        """Forget what arrived long ago."""
        async with self._database.begin() as connection:
            await outbox.remove_done(connection, self._clock.now() - _KEPT)

    async def recent(self, limit: int = 50) -> list[Parcel]:
        async with self._database.begin() as connection:
            return await outbox.recent(connection, limit)

    async def _add(self, connection: AsyncConnection, kind: str, recipient: str, subject: str, body: str) -> None:
        now = self._clock.now()
        parcel_id = new_id("out_")
        sealed = self._sealer.seal(body.encode(), parcel_id)
        parcel = Parcel(
            id=parcel_id,
            kind=kind,
            recipient=recipient,
            subject=subject,
            body=base64.b64encode(sealed).decode(),
            created_at=now,
            next_at=now,
        )
        await outbox.add(connection, parcel)

    async def _try(self, parcel: Parcel) -> bool:
        async with self._database.begin() as connection:
            # Whoever dies while sending leaves it to be tried again when the lease is over.
            if not await outbox.claim(connection, parcel, self._clock.now() + _LEASE):
                return False
        problem = await self._send(parcel)
        async with self._database.begin() as connection:
            if problem is None:
                await outbox.sent(connection, parcel.id, self._clock.now())
            else:
                await outbox.failed(connection, parcel.id, str(problem)[:500], self._next_try(parcel, problem))
        return problem is None

    async def _send(self, parcel: Parcel) -> Exception | None:
        carrier = self._carriers.get(parcel.kind)
        if carrier is None:
            return Unsent(f"nothing is set up that sends {parcel.kind}")
        try:
            await carrier(parcel, text_of(self._sealer, parcel))
        except Exception as error:
            return error
        return None

    def _next_try(self, parcel: Parcel, problem: Exception) -> float | None:
        now = self._clock.now()
        if isinstance(problem, Undeliverable) or now - parcel.created_at > self._give_up_after:
            log.warning("the %s %s (%s) is given up: %s", parcel.kind, parcel.id, parcel.subject, problem)
            return None
        return now + min(_LONGEST_WAIT, _FIRST_WAIT * 2.0 ** min(parcel.attempts, 20))


def text_of(sealer: Sealer, parcel: Parcel) -> str:
    """What the parcel says; raises `CannotOpen`."""
    return sealer.open(base64.b64decode(parcel.body), parcel.id).decode()
