"""The keyring: from a presented key to its caller, in memory, and never long behind the database."""

import asyncio
import logging

from zaffre.access.secrets import MAX_KEY, KeyHasher, shown
from zaffre.core.callers import Caller
from zaffre.core.errors import Unauthorized
from zaffre.storage import keys
from zaffre.storage.database import Database

log = logging.getLogger("zaffre.access")
POLL_SECONDS = 0.5


class Keyring:
    """Keys are found by their hash, so how long a look-up takes tells nothing about a key."""

    def __init__(self, database: Database, hasher: KeyHasher):
        self._database = database
        self._hasher = hasher
        self._callers: dict[str, Caller] = {}
        self._revision = -1
        self._refreshing = asyncio.Lock()

    async def find(self, key: str | None) -> Caller:
        """The holder of `key`; raises `Unauthorized`. A key made a moment ago is found too."""
        if not key:
            raise Unauthorized(None)
        if len(key) > MAX_KEY:
            raise Unauthorized(shown(key))
        digest = self._hasher.digest(key)
        caller = self._callers.get(digest)
        if caller is None:
            await self.refresh()
            caller = self._callers.get(digest)
        if caller is None:
            raise Unauthorized(shown(key))
        return caller

    async def refresh(self) -> None:
        """Read the keys again if any has changed."""
        async with self._refreshing, self._database.begin() as connection:
            revision = await keys.revision(connection)
            if revision != self._revision:
                self._callers = {key.digest: _caller(key) for key in await keys.valid(connection)}
                self._revision = revision

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


def _caller(key: keys.Key) -> Caller:
    return Caller(key_id=key.id, project_id=key.project_id, project=key.project, region=key.region)
