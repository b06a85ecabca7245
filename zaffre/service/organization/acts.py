"""The one choke point of administration: whoever changes something is allowed to, and leaves a trace."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.callers import Caller
from zaffre.core.errors import Forbidden
from zaffre.core.permissions import PERMISSIONS
from zaffre.core.trail import Change
from zaffre.ledger.audit import Trail
from zaffre.storage.database import Database
from zaffre.storage.following import Following

log = logging.getLogger("zaffre.organization")


class Act:
    """A change under way, in a transaction of its own."""

    def __init__(self, connection: AsyncConnection, caller: Caller):
        self.connection = connection
        self.caller = caller
        """Who acts, as the trail tells it; of people who come in it is known only within."""
        self.changes: list[Change] = []

    def did(self, change: Change) -> None:
        """Say what was done; it is entered into the trail when the transaction ends."""
        self.changes.append(change)


class Acts:
    """Opens acts. One at a time in the whole installation, since each is a link of one chain."""

    """`following` keeps this node's memory in step, so that an act holds here once it is answered."""

    def __init__(self, database: Database, trail: Trail, following: Following):
        self._database = database
        self._trail = trail
        self._following = following

    @asynccontextmanager
    async def begin(self, caller: Caller, permission: str, project_id: str | None = None) -> AsyncIterator[Act]:
        """A transaction in which `caller` changes something; raises `Forbidden`.

        What the act said it did is in the trail once it is done, and neither is there without the other.
        """
        check(caller, permission, project_id)
        async with self.on_behalf(caller) as act:
            yield act

    @asynccontextmanager
    async def on_behalf(self, caller: Caller) -> AsyncIterator[Act]:
        """The same where the caller may do so without any permission, because it is about themselves."""
        async with self._database.begin() as connection:
            await self._trail.hold(connection)
            act = Act(connection, caller)
            yield act
            for change in act.changes:
                await self._trail.append(connection, act.caller, change)
        await self._catch_up()

    async def _catch_up(self) -> None:
        try:
            await self._following.look()
        except Exception as error:
            # The act is done and stays so; what could not be read now is read within a second by itself.
            log.warning("what was changed could not be read again at once: %s", error)


def check(caller: Caller, permission: str, project_id: str | None = None) -> None:
    """Raise `Forbidden` where the caller may not."""
    if not caller.rights.allow(permission, project_id):
        what = PERMISSIONS[permission]
        where = " in this project" if project_id else ""
        text = f"You may not do this{where}: it needs the permission {permission!r} ({what}). Ask an administrator."
        raise Forbidden(text, code="permission_denied")
