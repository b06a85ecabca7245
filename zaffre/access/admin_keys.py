"""Keys for administration: from a presented one to its caller."""

from zaffre.access.credentials import Credential
from zaffre.access.rights import known_roles
from zaffre.access.secrets import MAX_KEY, KeyHasher, shown
from zaffre.access.standing import Standings
from zaffre.access.uses import Uses
from zaffre.core.callers import Caller, Rights
from zaffre.core.clock import Clock
from zaffre.core.errors import Unauthorized
from zaffre.storage import admin_holders
from zaffre.storage.admin_holders import Row
from zaffre.storage.database import Database

PREFIX = "zf-admin-"
_MOST_KNOWN = 1_000


class AdminKeys:
    """There are few of them, so that each is read when it is shown; `forget` when administration changed anything."""

    def __init__(self, database: Database, hasher: KeyHasher, clock: Clock, standings: Standings, region: str):
        self._database = database
        self._hasher = hasher
        self._clock = clock
        self._standings = standings
        self._region = region
        self.uses = Uses(database, of_admins=True)
        self._known: dict[str, tuple[Row, Rights]] = {}
        self._age = 0

    def forget(self) -> None:
        self._age += 1
        self._known = {}

    async def find(self, credential: Credential) -> Caller:
        """Who holds the key; raises `Unauthorized`."""
        key = credential.key or ""
        found = await self._find(self._hasher.digest(key)) if len(key) <= MAX_KEY else None
        now = self._clock.now()
        if found is None or (found[0].expires_at is not None and now >= found[0].expires_at):
            raise Unauthorized(shown(key))
        row, rights = found
        self.uses.note(row.id, now)
        return Caller(
            kind="admin_key",
            key_id=row.id,
            name=row.name,
            user_id=row.user_id,
            project_id="",
            region=self._region,
            address=credential.address,
            rights=rights,
        )

    async def _find(self, digest: str) -> tuple[Row, Rights] | None:
        if digest in self._known:
            return self._known[digest]
        age = self._age
        async with self._database.begin() as connection:
            row = await admin_holders.find(connection, digest)
            role = row and (await known_roles(connection)).get(row.role)
        if row is None or role is None:
            return None
        rights = Rights(role.permissions)
        if row.user_id is not None:
            standing = await self._standings.of(row.user_id)
            if standing is None:
                return None
            rights = Rights(role.permissions & standing.rights.everywhere)
        if age == self._age and len(self._known) < _MOST_KNOWN:
            self._known[digest] = row, rights
        return row, rights
