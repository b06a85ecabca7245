"""Opens the door for every kind of credential, and has what is known of them follow the database."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from zaffre.access.admin_keys import AdminKeys
from zaffre.access.bearers import Bearers
from zaffre.access.callers import Callers
from zaffre.access.following import Following
from zaffre.access.keyring import Keyring
from zaffre.access.oidc import Provider
from zaffre.access.secrets import KeyHasher
from zaffre.access.sessions import Sessions
from zaffre.access.standing import Standings
from zaffre.access.uses import keep_written, write_all
from zaffre.core.clock import Clock
from zaffre.storage.database import Database
from zaffre.storage.grants import REVISION as RIGHTS
from zaffre.storage.projects import REVISION as PROJECTS
from zaffre.storage.sessions import NAME as SESSIONS

_ADMINISTRATION = "audit"


@asynccontextmanager
async def opened(
    database: Database,
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
    following = Following(
        database,
        {
            sessions.forget: (SESSIONS,),
            standings.forget: whoever,
            admin_keys.forget: whoever,
            bearers.forget: whoever,
            keyring.forget: (RIGHTS,),
        },
    )
    callers = Callers(keyring, admin_keys, bearers, sessions, following)
    await callers.catch_up()
    uses = (keyring.uses, admin_keys.uses)
    work = (keyring.keep_fresh(), following.keep_up(), keep_written(uses))
    tasks = [asyncio.create_task(part) for part in work]
    try:
        yield callers
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await write_all(uses)
