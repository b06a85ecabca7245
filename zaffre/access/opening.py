"""Opens the door for every kind of credential, and has what is known of them follow the database."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from zaffre.access.admin_keys import AdminKeys
from zaffre.access.bearers import Bearers
from zaffre.access.callers import Callers
from zaffre.access.keyring import REVISION as KEYS
from zaffre.access.keyring import Keyring
from zaffre.access.oidc import Provider
from zaffre.access.secrets import KeyHasher
from zaffre.access.sessions import Sessions
from zaffre.access.standing import Standings
from zaffre.access.uses import keep_written, write_all
from zaffre.core.clock import Clock
from zaffre.storage.database import Database
from zaffre.storage.following import Following
from zaffre.storage.grants import REVISION as RIGHTS
from zaffre.storage.projects import REVISION as PROJECTS
from zaffre.storage.sessions import NAME as SESSIONS

_ADMINISTRATION = "audit"


@asynccontextmanager
async def opened(
    database: Database,
    following: Following,
    hasher: KeyHasher,
    clock: Clock,
    *,
    sessions: Sessions,
    standings: Standings,
    providers: Sequence[Provider],
    region: str,
) -> AsyncIterator[Callers]:
    """All keys are known when the block begins; when they were used last is written when it ends."""
    keyring = Keyring(database, hasher, clock, standings)
    admin_keys = AdminKeys(database, hasher, clock, standings, region)
    bearers = Bearers(providers, database, clock, standings, region)
    # Everything that administration does enters the trail, so its number tells of all that has none of its own.
    whoever = (RIGHTS, PROJECTS, _ADMINISTRATION)
    following.tell(sessions.forget, SESSIONS)
    for known in (standings, admin_keys, bearers):
        following.tell(known.forget, *whoever)
    following.tell(keyring.forget, RIGHTS)
    following.tell(keyring.refresh, KEYS, PROJECTS)
    await keyring.refresh()
    uses = (keyring.uses, admin_keys.uses)
    writing = asyncio.create_task(keep_written(uses))
    try:
        yield Callers(keyring, admin_keys, bearers, sessions)
    finally:
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        await write_all(uses)
