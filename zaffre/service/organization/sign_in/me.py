"""What people learn and change of themselves."""

from msgspec import Struct

from zaffre.access.passwords import Passwords
from zaffre.access.sessions import Sessions
from zaffre.access.standing import Standing, Standings
from zaffre.core.callers import Caller
from zaffre.core.errors import BadRequest
from zaffre.core.trail import Change
from zaffre.service.organization.acts import Acts
from zaffre.service.organization.people.people_only import person
from zaffre.storage import people, proofs, sessions
from zaffre.storage.database import Database
from zaffre.storage.proofs import Proof


class Self(Struct, frozen=True, kw_only=True):
    """The caller; with the person and where they stand, unless a project's own key calls."""

    caller: Caller
    standing: Standing | None = None
    proof: Proof | None = None


class Me:
    def __init__(self, database: Database, acts: Acts, standings: Standings, passwords: Passwords, opened: Sessions):
        self._database = database
        self._acts = acts
        self.standings = standings
        self._passwords = passwords
        self._sessions = opened

    async def look(self, caller: Caller) -> Self:
        """Who calls, and what they may do."""
        if caller.user_id is None:
            return Self(caller=caller)
        async with self._database.begin() as connection:
            proof = await proofs.of(connection, caller.user_id)
        return Self(caller=caller, standing=await self.standings.of(caller.user_id), proof=proof)

    async def rename(self, caller: Caller, name: str) -> None:
        user_id = person(caller)
        async with self._acts.on_behalf(caller) as act:
            before = await people.find(act.connection, user_id)
            await people.change(act.connection, user_id, {"name": name})
            told = {"before": {"name": before.name if before else ""}, "after": {"name": name}}
            act.did(Change(action="user.updated", object="user", object_id=user_id, **told))

    async def change_password(self, caller: Caller, current: str | None, new: str) -> None:
        """A new password, which ends all other sessions; the current one is needed where there is one."""
        user_id = person(caller)
        async with self._database.begin() as connection:
            proof = await proofs.of(connection, user_id)
        assert proof is not None
        if proof.password is not None and not await self._passwords.verify(current or "", proof.password):
            text = "Invalid value for 'current': this is not your password."
            raise BadRequest(text, param="current", code="wrong_password")
        await self._passwords.check(new, (proof.email, proof.name), param="new")
        hashed = await self._passwords.hash(new)
        async with self._acts.on_behalf(caller) as act:
            await proofs.change(act.connection, user_id, password=hashed)
            ended = await sessions.end_all(act.connection, user_id, self._sessions.now(), but=caller.key_id)
            told = {"password": "changed", "sessions_ended": ended}
            act.did(Change(action="user.updated", object="user", object_id=user_id, after=told))
