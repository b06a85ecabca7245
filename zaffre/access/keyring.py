"""The keyring: from a presented key to its caller, in memory, and never long behind the database."""

import asyncio
import logging

from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.access.held import Held, hold
from zaffre.access.secrets import MAX_KEY, KeyHasher, shown
from zaffre.access.standing import Standings
from zaffre.access.uses import Uses
from zaffre.core.callers import Caller
from zaffre.core.clock import Clock
from zaffre.core.errors import Unauthorized
from zaffre.storage import keyring, places, projects, revisions
from zaffre.storage.database import Database
from zaffre.storage.keyring import Row

log = logging.getLogger("zaffre.access")
POLL_SECONDS = 0.5


class Keyring:
    """Keys are found by their hash, so how long a look-up takes tells nothing about a key.

    All are known from the start, and what each may do is worked out at its first use.
    """

    def __init__(self, database: Database, hasher: KeyHasher, clock: Clock, standings: Standings):
        self._database = database
        self._hasher = hasher
        self._clock = clock
        self._standings = standings
        self.uses = Uses(database)
        self._rows: dict[str, Row] = {}
        self._held: dict[str, Held] = {}
        self._places: dict[str, places.Place] = {}
        self._revision = self._places_revision = -1
        self._is_somewhere_new = False
        self._age = 0
        self._looks = 0
        self._refreshing = asyncio.Lock()

    async def find(self, key: str, address: str | None = None) -> Caller:
        """The holder of `key`, used from `address`; raises `Unauthorized` or `Forbidden`.

        A key made a moment ago is found too.
        """
        if len(key) > MAX_KEY:
            raise Unauthorized(shown(key))
        digest = self._hasher.digest(key)
        held = self._held.get(digest) or await self._take(digest)
        now = self._clock.now()
        if held is None or (held.expires_at is not None and now >= held.expires_at):
            raise Unauthorized(shown(key))
        if held.networks is not None:
            held.check_address(address)
        self.uses.note(held.caller.key_id, now)
        return held.caller

    def forget(self) -> None:
        """Work out anew what keys may do, as projects or people have changed."""
        self._age += 1
        self._held = {}

    async def refresh(self) -> None:
        """Read what has changed of keys."""
        looks = self._looks
        async with self._refreshing:
            # Whoever waited here while another looked knows what that one saw.
            if self._looks > looks:
                return
            self._looks += 1
            async with self._database.begin() as connection:
                numbers = await revisions.read_all(connection)
                await self._refresh_keys(connection, numbers.get("keys", 0))
                await self._refresh_places(connection, numbers.get(projects.REVISION, 0))

    async def _refresh_keys(self, connection: AsyncConnection, revision: int) -> None:
        if revision == self._revision:
            return
        if self._revision < 0:
            self._rows = await keyring.all_open(connection)
        else:
            self._change(await keyring.changed(connection, self._revision))
        self._revision = revision

    async def _refresh_places(self, connection: AsyncConnection, revision: int) -> None:
        if revision != self._places_revision or self._is_somewhere_new:
            self._places = {place.id: place for place in await places.places(connection)}
            self._places_revision, self._is_somewhere_new = revision, False
            self.forget()

    async def keep_fresh(self) -> None:
        """Follow the database until cancelled: a key revoked elsewhere stops working within a second."""
        is_away = False
        while True:
            await asyncio.sleep(POLL_SECONDS)
            try:
                await self.refresh()
                is_away = False
            except Exception as error:
                if not is_away:
                    log.warning("keys cannot be read, the ones known stay valid: %s", error)
                is_away = True

    def _change(self, changed: dict[str, Row | None]) -> None:
        self._age += 1
        for digest, row in changed.items():
            self._held.pop(digest, None)
            if row is None:
                self._rows.pop(digest, None)
            else:
                self._rows[digest] = row
                self._is_somewhere_new |= row.project_id not in self._places

    async def _take(self, digest: str) -> Held | None:
        """Work out what a key may do that was not used before."""
        if digest not in self._rows:
            await self.refresh()
        row, age = self._rows.get(digest), self._age
        if row is None:
            return None
        held = await self._hold(row)
        # What was worked out before a change must not be remembered after it.
        if held is not None and age == self._age:
            self._held[digest] = held
        return held

    async def _hold(self, row: Row) -> Held | None:
        place = self._places.get(row.project_id)
        if place is None:
            return None
        if row.user_id:
            standing = await self._standings.of(row.user_id)
            return standing and hold(row, place, standing)
        if row.service_account_id:
            return hold(row, place, await self._standings.rights_of_account(row.service_account_id))
        return hold(row, place, None)
