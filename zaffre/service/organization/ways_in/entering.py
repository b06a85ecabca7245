"""The stories of coming in by an invitation, and of which ways there are."""

from msgspec import Struct

from zaffre.access.credentials import Credential
from zaffre.access.pace import Pace
from zaffre.access.sessions import Opened, Sessions
from zaffre.access.tries import Tries
from zaffre.core.callers import Caller
from zaffre.core.errors import Conflict, NotFound
from zaffre.core.invitations import Invitation
from zaffre.core.people import User
from zaffre.core.trail import Change
from zaffre.service.organization.acts import Act, Acts
from zaffre.service.organization.people.granting import create_user
from zaffre.service.organization.ways_in.invitations import Invitations
from zaffre.service.organization.ways_in.new_password import NewPasswords
from zaffre.service.organization.ways_in.verifying import Verifying
from zaffre.storage import people, projects, proofs
from zaffre.storage.database import Database
from zaffre.storage.proofs import Proof


class Newcomer(Struct, frozen=True, kw_only=True):
    """What somebody says of themselves who has no account yet."""

    email: str
    name: str
    password: str | None = None

    def __repr__(self) -> str:
        return f"Newcomer({self.email})"


class Shown(Struct, frozen=True):
    """What a code would give; `places` are the names of its projects by their ids."""

    invitation: Invitation
    inviter: User | None
    places: dict[str, str]


class Entering:
    """Whoever tries codes that are none is slowed down, by where they come from."""

    def __init__(
        self,
        acts: Acts,
        database: Database,
        invitations: Invitations,
        verifying: Verifying,
        passwords: NewPasswords,
        sessions: Sessions,
        tries: Tries,
    ):
        self._acts = acts
        self._database = database
        self._invitations = invitations
        self._verifying = verifying
        self._passwords = passwords
        self._sessions = sessions
        self._clock = tries.clock
        self._wrong = Pace(tries, "codes", 20, 600.0)

    async def look(self, code: str, credential: Credential) -> Shown:
        """Raises `NotFound`, or `TooManyAttempts` after many of those."""
        await self._wrong.check(credential.address)
        async with self._wrong.counting(NotFound, credential.address):
            invitation, inviter = await self._invitations.look(code)
        async with self._database.begin() as connection:
            found = [await projects.find(connection, seat.project_id) for seat in invitation.projects]
        return Shown(invitation, inviter, {one.id: one.name for one in found if one is not None})

    async def join(self, caller: Caller, code: str, credential: Credential) -> User:
        """Somebody who has an account accepts."""
        await self.look(code, credential)
        async with self._acts.on_behalf(caller) as act:
            user = await people.find(act.connection, caller.user_id or "")
            if user is None:
                raise Conflict("Only people can accept an invitation, and no key.", code="session_required")
            await self._invitations.use(act, await self._invitations.valid(act.connection, code), user, is_new=False)
        return user

    async def accept(self, newcomer: Newcomer, code: str, credential: Credential) -> tuple[Opened, Proof]:
        """Somebody who has no account accepts: it is made, and a session begins.

        Raises `Conflict` where the address has an account: its owner signs in first.
        """
        await self.look(code, credential)
        hashed = None
        if newcomer.password is not None:
            hashed = await self._passwords.hashed(newcomer.password, (newcomer.email, newcomer.name))
        async with self._acts.on_behalf(stranger(newcomer.email, credential)) as act:
            invitation = await self._invitations.valid(act.connection, code)
            user = await self._made(act, newcomer, hashed, invitation)
            act.caller = as_user(user, credential)
            await self._invitations.use(act, invitation, user, is_new=True)
            opened = await self._sessions.open(act.connection, user.id, "invitation", credential)
            told = {"action": "login.succeeded", "object": "session", "object_id": opened.session.id}
            act.did(Change(**told, after={"way": "invitation"}))
            return opened, await _proof(act, user)

    async def _made(self, act: Act, newcomer: Newcomer, hashed: str | None, invitation: Invitation) -> User:
        """The account. One that was begun by signing up, and never proven, becomes this one."""
        user, now = await people.find_by_email(act.connection, newcomer.email), self._clock.now()
        if user is not None and user.state != "unverified":
            text = "There is an account with this address. Sign in, and open the invitation again."
            raise Conflict(text, param="email", code="account_exists")
        if user is None:
            user = await create_user(act, email=newcomer.email, name=newcomer.name, now=now)
        # A code that anybody may hold says nothing of whose address it is.
        verified_at = now if invitation.email == user.email else None
        values = {"name": newcomer.name, "password": hashed, "state": "active", "verified_at": verified_at}
        await people.change(act.connection, user.id, values)
        await self._verifying.cancel(act, user.id)
        if verified_at is None:
            await self._verifying.ask(act, user, None)
        return user


async def _proof(act: Act, user: User) -> Proof:
    found = await proofs.of(act.connection, user.id)
    assert found is not None
    return found


def stranger(name: str, credential: Credential) -> Caller:
    """Somebody who is not known yet, as one who does something."""
    return Caller(kind="session", key_id="", project_id="", region="", name=name, address=credential.address)


def as_user(user: User, credential: Credential) -> Caller:
    """Somebody about whom something is, as one who does it."""
    return Caller(
        kind="session",
        key_id="",
        project_id="",
        region="",
        user_id=user.id,
        name=user.email,
        address=credential.address,
    )
