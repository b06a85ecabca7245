"""The authenticator app as a second proof: set up, confirmed, asked for and given up."""

import base64

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.access import totp
from zaffre.access.secrets import KeyHasher
from zaffre.core.callers import Caller
from zaffre.core.clock import Clock
from zaffre.core.errors import BadRequest, Conflict
from zaffre.core.sealing import Sealer
from zaffre.core.trail import Change
from zaffre.service.organization.acts import Acts
from zaffre.service.organization.people.people_only import person
from zaffre.storage import once, proofs
from zaffre.storage.database import Database
from zaffre.storage.once import Token
from zaffre.storage.proofs import Proof

_SETUP, _RECOVERY = "totp_setup", "recovery"
_SETUP_SECONDS = 900.0
_FOREVER = 4_000_000_000.0
_ISSUER = "Zaffre"


class Setup(Struct, frozen=True, kw_only=True):
    """What an authenticator app needs: the secret, the same as an address, and that as a QR code in SVG."""

    secret: str
    uri: str
    qr_svg: str

    def __repr__(self) -> str:
        return "Setup(…)"


class SecondFactor:
    """A secret is kept sealed; it counts from the moment on that a code has shown that an app has it."""

    def __init__(self, database: Database, acts: Acts, hasher: KeyHasher, clock: Clock):
        self._database = database
        self._acts = acts
        self._hasher = hasher
        self._sealer = Sealer(hasher.derived("totp"))
        self._clock = clock

    async def begin(self, caller: Caller) -> Setup:
        """A new secret, which waits a quarter of an hour for `confirm`."""
        user_id, secret = person(caller), totp.new_secret()
        sealed = base64.b64encode(self._sealer.seal(secret.encode(), user_id)).decode()
        async with self._database.begin() as connection:
            proof = await proofs.of(connection, user_id)
            if proof is None or proof.totp is not None:
                raise Conflict("You have an authenticator already: remove it first.", code="totp_exists")
            await once.remove(connection, user_id, _SETUP)
            expires = self._clock.now() + _SETUP_SECONDS
            token = Token(purpose=_SETUP, user_id=user_id, details=sealed, expires_at=expires)
            await once.add(connection, self._setup_digest(user_id), token)
        uri = totp.uri(secret, proof.email, _ISSUER)
        return Setup(secret=secret, uri=uri, qr_svg=totp.drawn(uri))

    async def confirm(self, caller: Caller, code: str) -> list[str]:
        """From now on a code is asked for. The recovery codes, which are told this once."""
        user_id, now, codes = person(caller), self._clock.now(), totp.new_recovery_codes()
        async with self._acts.on_behalf(caller) as act:
            waiting = await once.find(act.connection, self._setup_digest(user_id), _SETUP, now)
            if waiting is None or waiting.details is None:
                raise BadRequest("Begin with `POST /v1/me/totp`: there is no secret that waits.", code="totp_not_begun")
            sealed = base64.b64decode(waiting.details)
            step = totp.step_of(self._sealer.open(sealed, user_id).decode(), code, now)
            if step is None:
                raise _wrong_code()
            await proofs.change(act.connection, user_id, totp=sealed, totp_used=step)
            await once.remove(act.connection, user_id, _SETUP)
            await self._keep(act.connection, user_id, codes)
            act.did(_changed(user_id, False, True))
        return codes

    async def end(self, caller: Caller, code: str) -> None:
        """Ask for no code any more; one is needed for that."""
        user_id = person(caller)
        async with self._acts.on_behalf(caller) as act:
            proof = await proofs.of(act.connection, user_id)
            if proof is None or proof.totp is None:
                raise Conflict("You have no authenticator.", code="totp_missing")
            if not await self.accepts(act.connection, proof, code):
                raise _wrong_code()
            await proofs.change(act.connection, user_id, totp=None, totp_used=None)
            await once.remove(act.connection, user_id, _RECOVERY)
            act.did(_changed(user_id, True, False))

    async def accepts(self, connection: AsyncConnection, proof: Proof, code: str) -> bool:
        """Whether the code is right; no code is right twice. Codes for recovery are too."""
        if proof.totp is not None and len("".join(code.split())) == 6:
            step = totp.step_of(self._sealer.open(proof.totp, proof.id).decode(), code, self._clock.now())
            return step is not None and await proofs.use_step(connection, proof.id, step)
        digest = self._recovery_digest(proof.id, code)
        return await once.take(connection, digest, _RECOVERY, self._clock.now()) is not None

    async def _keep(self, connection: AsyncConnection, user_id: str, codes: list[str]) -> None:
        await once.remove(connection, user_id, _RECOVERY)
        for code in codes:
            token = Token(purpose=_RECOVERY, user_id=user_id, details=None, expires_at=_FOREVER)
            await once.add(connection, self._recovery_digest(user_id, code), token)

    def _setup_digest(self, user_id: str) -> str:
        return self._hasher.digest(f"totp setup {user_id}")

    def _recovery_digest(self, user_id: str, code: str) -> str:
        return self._hasher.digest(f"recovery {user_id} {totp.plain(code)}")


def _wrong_code() -> BadRequest:
    return BadRequest("Invalid value for 'code': it is wrong or was used.", param="code", code="wrong_code")


def _changed(user_id: str, before: bool, after: bool) -> Change:
    told = {"before": {"has_totp": before}, "after": {"has_totp": after}}
    return Change(action="user.updated", object="user", object_id=user_id, **told)
