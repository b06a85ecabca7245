"""The keyring: from a presented key to its caller, in memory, and never long behind the database."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.access.held import Held, hold
from zaffre.access.secrets import MAX_KEY, KeyHasher, shown
from zaffre.access.standing import Standings
from zaffre.access.uses import Uses
from zaffre.core.callers import Caller
from zaffre.core.clock import Clock
from zaffre.core.errors import Unauthorized
from zaffre.core.looking import Looking
from zaffre.storage import keyring, places, projects, revisions
from zaffre.storage.database import Database
from zaffre.storage.keyring import Row

REVISION = "keys"


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
        self._numbers: dict[str, int] = {}
        self._age = 0
        self._looking = Looking(self._read)

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
        await self._looking.once()

    async def _read(self) -> None:
        async with self._database.begin() as connection:
            numbers = await revisions.read_all(connection)
            rows = await self._read_keys(connection, numbers.get(REVISION, 0))
            known = await self._read_places(connection, numbers.get(projects.REVISION, 0), rows)
        # At once, so that no key is found before the project that it belongs to.
        self._change(rows)
        if known is not None:
            self._places = known
            self.forget()
        self._numbers = numbers

    async def _read_keys(self, connection: AsyncConnection, number: int) -> Mapping[str, Row | None]:
        """Those that changed, by their digests."""
        before = self._numbers.get(REVISION)
        if before is None:
            return await keyring.all_open(connection)
        return await keyring.changed(connection, before) if number != before else {}

    async def _read_places(
        self, connection: AsyncConnection, number: int, rows: Mapping[str, Row | None]
    ) -> dict[str, places.Place] | None:
        """All projects, where any changed or a key is of one that isn't known."""
        is_known = number == self._numbers.get(projects.REVISION)
        if is_known and all(row is None or row.project_id in self._places for row in rows.values()):
            return None
        return {place.id: place for place in await places.places(connection)}

    def _change(self, changed: Mapping[str, Row | None]) -> None:
        self._age += bool(changed)
        for digest, row in changed.items():
            self._held.pop(digest, None)
            if row is None:
                self._rows.pop(digest, None)
            else:
                self._rows[digest] = row

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
