"""Signing in: somebody proves who they are, and a session begins."""

from msgspec import Struct

from zaffre.access.attempts import Attempts, OneDoor
from zaffre.access.credentials import Credential
from zaffre.access.passwords import Passwords
from zaffre.access.sessions import Opened, Sessions
from zaffre.core.callers import Caller
from zaffre.core.errors import Forbidden
from zaffre.core.proving import SignInRefused
from zaffre.core.trail import Change
from zaffre.service.organization.acts import Acts
from zaffre.service.organization.sign_in.second_factor import SecondFactor
from zaffre.storage import once, proofs, sessions, tries
from zaffre.storage.database import Database
from zaffre.storage.proofs import Proof

_REMEMBERED_SECONDS = 90 * 86_400.0
_WRONG = "The e-mail address or the password is wrong."
_WRONG_CODE = "The code is wrong or was used."


class Given(Struct, frozen=True, kw_only=True):
    """What somebody types in to sign in; `code` is of their authenticator, or one for recovery."""

    email: str
    password: str
    code: str | None = None

    def __repr__(self) -> str:
        return "Given(…)"


class Ways(Struct, frozen=True):
    """Which ways of signing in the installation has."""

    password: bool = True
    passkey: bool = True


class SignIn:
    """Every way of signing in ends in `begin`."""

    def __init__(
        self,
        database: Database,
        acts: Acts,
        passwords: Passwords,
        open_sessions: Sessions,
        attempts: Attempts,
        second_factor: SecondFactor,
        ways: Ways,
    ):
        self._database = database
        self._acts = acts
        self.passwords = passwords
        self.sessions = open_sessions
        self._attempts = attempts
        self._second_factor = second_factor
        self.ways = ways

    async def by_password(self, given: Given, credential: Credential) -> tuple[Opened, Proof]:
        """Raises `SignInRefused`, `TooManyAttempts`, or `Forbidden` for a proven but suspended person."""
        check_way(self.ways.password, "password")
        email, address = given.email.strip().lower(), credential.address
        async with self._database.begin() as connection:
            proof = await proofs.by_email(connection, email)
            is_known = proof is not None and await sessions.has_come_from(connection, proof.id, address or "")
        door = self._attempts.at(email, address, is_known_there=is_known)
        await door.begin()
        is_right = await self.passwords.verify(given.password, proof and proof.password)
        if proof is None or not is_right or not await self._has_second_proof(proof, given.code, door):
            await self._tell_failure(proof, credential)
            raise SignInRefused(_WRONG) if not is_right else SignInRefused(_WRONG_CODE, param="code", code="wrong_code")
        await door.succeeded()
        await self._renew(proof, given.password)
        return await self.begin(proof, "password", credential), proof

    async def _has_second_proof(self, proof: Proof, code: str | None, door: OneDoor) -> bool:
        """Raises `SignInRefused` where one is needed and none came, which is no wrong attempt."""
        if proof.totp is None:
            return True
        if code is None:
            await door.was_none()
            raise SignInRefused("Please send the code of your authenticator too.", code="totp_required", param="code")
        async with self._database.begin() as connection:
            return await self._second_factor.accepts(connection, proof, code)

    async def begin(self, proof: Proof, way: str, credential: Credential) -> Opened:
        """A session for somebody who has proven who they are; raises `Forbidden` where they may not come in."""
        _check_state(proof)
        caller = as_caller(proof, credential)
        async with self._acts.on_behalf(caller) as act:
            opened = await self.sessions.open(act.connection, proof.id, way, credential)
            act.did(_login("login.succeeded", opened.session.id, {"way": way}))
        return opened

    async def end(self, caller: Caller) -> str | None:
        """Sign out: the session of `caller` ends. The way in which it had begun, where it was a session."""
        if caller.kind != "session" or not caller.user_id:
            return None
        async with self._acts.on_behalf(caller) as act:
            way = await sessions.way_of(act.connection, caller.key_id)
            await sessions.end(act.connection, caller.user_id, caller.key_id, self.sessions.now())
            act.did(_login("logout.succeeded", caller.key_id, None))
        self.sessions.forget()
        return way

    async def sweep(self) -> None:
        """Remove what is used up or over; sessions stay a while, as they tell from where people come."""
        now = self.sessions.now()
        async with self._database.begin() as connection:
            await once.sweep(connection, now)
            await tries.sweep(connection, now)
            await sessions.remove_old(connection, now - _REMEMBERED_SECONDS)

    async def _renew(self, proof: Proof, password: str) -> None:
        if proof.password is not None and self.passwords.is_outdated(proof.password):
            hashed = await self.passwords.hash(password)
            async with self._database.begin() as connection:
                await proofs.change(connection, proof.id, password=hashed)

    async def _tell_failure(self, proof: Proof | None, credential: Credential) -> None:
        # Of an address that nobody has, nothing is kept: it may be a password in the wrong field.
        if proof is not None:
            async with self._acts.on_behalf(as_caller(proof, credential)) as act:
                act.did(_login("login.failed", proof.id, {"way": "password"}))


def check_way(is_open: bool, way: str) -> None:
    """Raise `Forbidden` where nobody signs in this way."""
    if not is_open:
        text = f"Nobody signs in by {way} here: `GET /v1/auth/ways` says how."
        raise Forbidden(text, code="way_closed")


def as_caller(proof: Proof, credential: Credential) -> Caller:
    """Whoever it is about, as somebody who does something."""
    return Caller(
        kind="session",
        key_id="",
        project_id="",
        region="",
        user_id=proof.id,
        name=proof.email,
        address=credential.address,
    )


def _login(action: str, session_id: str, after: dict[str, str] | None) -> Change:
    return Change(action=action, object="session", object_id=session_id, after=after)


def _check_state(proof: Proof) -> None:
    if proof.state == "unverified":
        text = "Your e-mail address is not confirmed yet: open the link that was sent to you."
        raise Forbidden(text, code="email_unverified")
    if proof.state != "active":
        raise Forbidden("This account is suspended. Please ask an administrator.", code="account_suspended")
