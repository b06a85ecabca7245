"""A person's own sessions: seen, and ended."""

from zaffre.access.sessions import Sessions
from zaffre.core.callers import Caller
from zaffre.core.errors import NotFound
from zaffre.core.trail import Change
from zaffre.service.organization.acts import Acts
from zaffre.service.organization.people.people_only import person
from zaffre.storage import sessions
from zaffre.storage.database import Database
from zaffre.storage.sessions import Session


class MySessions:
    def __init__(self, database: Database, acts: Acts, open_sessions: Sessions):
        self._database = database
        self._acts = acts
        self._sessions = open_sessions

    async def all(self, caller: Caller) -> list[Session]:
        """Those that are open, the one used last first."""
        user_id, now = person(caller), self._sessions.now()
        async with self._database.begin() as connection:
            found = await sessions.open_ones(connection, user_id, now)
        return [session for session in found if now < session.seen_at + self._sessions.spans.idle]

    async def end(self, caller: Caller, session_id: str) -> None:
        """End one; raises `NotFound`."""
        user_id = person(caller)
        async with self._acts.on_behalf(caller) as act:
            if not await sessions.end(act.connection, user_id, session_id, self._sessions.now()):
                text = f"You have no session {session_id[:80]!r} that is open."
                raise NotFound(text, param="session_id", code="session_not_found")
            act.did(Change(action="logout.succeeded", object="session", object_id=session_id))
        self._sessions.forget()

    async def end_others(self, caller: Caller) -> int:
        """End all but the one that asks; says how many."""
        user_id = person(caller)
        async with self._acts.on_behalf(caller) as act:
            ended = await sessions.end_all(act.connection, user_id, self._sessions.now(), but=caller.key_id)
            act.did(Change(action="logout.succeeded", object="user", object_id=user_id, after={"ended": ended}))
        self._sessions.forget()
        return ended
