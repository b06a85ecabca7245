"""Logged bodies: prompts and answers of projects that want them kept, sealed with a key that can be destroyed."""

import logging

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.bodies import Body, Listed
from zaffre.core.callers import Caller
from zaffre.core.clock import Clock
from zaffre.core.errors import NotFound, Problem
from zaffre.core.sealing import CannotOpen, Sealer, new_key
from zaffre.core.trail import Change
from zaffre.service.organization.acts import Acts, check
from zaffre.service.organization.audit.body_notes import Note
from zaffre.storage import bodies
from zaffre.storage.database import Database

log = logging.getLogger("zaffre.organization")


class BodyGone(Problem):
    """The key that could open it is destroyed, or it was changed."""

    status = 410
    code = "body_destroyed"
    type = "invalid_request_error"
    can_retry = False

    def __init__(self) -> None:
        super().__init__("This body cannot be opened any more: the key of its project was destroyed.")


class Bodies:
    """Seals what is to be kept, and opens it for those who may; each opening leaves a trace."""

    def __init__(self, database: Database, acts: Acts, secret: bytes, clock: Clock):
        self._database = database
        self._acts = acts
        self._own = Sealer(secret)
        self._clock = clock

    async def keep(self, notes: list[Note]) -> None:
        """Seal and store what was noted of calls."""
        async with self._database.begin() as connection:
            sealers = {
                project_id: await self._sealer(connection, project_id)
                for project_id in dict.fromkeys(note.project_id for note in notes)
            }
            await bodies.add(connection, [_sealed(note, *sealers[note.project_id]) for note in notes])

    async def page(
        self, caller: Caller, project_id: str, after: tuple[float, str] | None, limit: int
    ) -> tuple[list[Listed], bool]:
        """Which bodies there are, the newest first, and whether there are more; raises `Forbidden`."""
        check(caller, "bodies.read", project_id)
        async with self._database.begin() as connection:
            found = await bodies.page(connection, project_id, after, limit + 1)
        return found[:limit], len(found) > limit

    async def read(self, caller: Caller, project_id: str, request_id: str) -> tuple[Body, bytes]:
        """A body with its text, JSON; raises `NotFound` or `BodyGone`."""
        async with self._acts.begin(caller, "bodies.read", project_id) as act:
            body = await bodies.find(act.connection, project_id, request_id)
            if body is None:
                text = f"There is no body of a call {request_id[:80]!r} in this project."
                raise NotFound(text, param="request_id", code="body_not_found")
            key = await bodies.key(act.connection, project_id, body.key_number)
            if key is None:
                raise BodyGone
            try:
                sealer = Sealer(self._own.open(key.sealed, _about_key(project_id)))
                text = sealer.open(body.sealed, _about(project_id, request_id))
            except CannotOpen as error:
                raise BodyGone from error
            act.did(Change(action="body.read", object="body", object_id=request_id, project_id=project_id))
        return body, text

    async def destroy(self, caller: Caller, project_id: str) -> int:
        """Destroy the project's keys, so that no copy of its bodies opens again; gives how many bodies went."""
        async with self._acts.begin(caller, "policies.write", project_id) as act:
            await bodies.destroy_keys(act.connection, project_id, self._clock.now())
            count = await bodies.remove(act.connection, project_id)
            told = {"bodies": count}
            change = Change(action="body_key.destroyed", object="body_key", object_id=project_id, after=told)
            act.did(msgspec.structs.replace(change, project_id=project_id))
        if not await self._database.empty_log():
            log.warning("the key of %s is destroyed, and the database's log, still read, may hold a copy", project_id)
        return count

    async def expire(self, days: int) -> int:
        """Delete bodies older than so many days."""
        async with self._database.begin() as connection:
            return await bodies.expire(connection, self._clock.now() - days * 86_400)

    async def _sealer(self, connection: AsyncConnection, project_id: str) -> tuple[int, Sealer]:
        """The project's sealer with its key's number; the key is made where there is none."""
        key = await bodies.key(connection, project_id)
        if key is None:
            sealed = self._own.seal(new_key(), _about_key(project_id))
            key = await bodies.add_key(connection, project_id, sealed, self._clock.now())
        return key.number, Sealer(self._own.open(key.sealed, _about_key(project_id)))


def _sealed(note: Note, number: int, sealer: Sealer) -> Body:
    sealed = sealer.seal(note.text(), _about(note.project_id, note.request_id))
    return Body(
        request_id=note.request_id, project_id=note.project_id, key_number=number, time=note.time, sealed=sealed
    )


def _about(project_id: str, request_id: str) -> str:
    return f"body {project_id} {request_id}"


def _about_key(project_id: str) -> str:
    return f"key {project_id}"
