"""A person's passkeys: made, listed, removed, and used to sign in."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.access import passkeys
from zaffre.access.challenges import Challenges
from zaffre.access.credentials import Credential
from zaffre.access.passkeys import Site
from zaffre.access.secrets import KeyHasher
from zaffre.access.sessions import Opened
from zaffre.core.callers import Caller
from zaffre.core.clock import Clock, new_id
from zaffre.core.errors import BadRequest, Conflict, NotFound
from zaffre.core.proving import SignInRefused
from zaffre.core.trail import Change
from zaffre.service.organization.acts import Acts
from zaffre.service.organization.people.people_only import person
from zaffre.service.organization.sign_in.sign_in import SignIn, check_way
from zaffre.storage import once, proofs
from zaffre.storage import passkeys as stored
from zaffre.storage.database import Database
from zaffre.storage.once import Token
from zaffre.storage.passkeys import Passkey
from zaffre.storage.proofs import Proof

_MAKE, _ENTER, _USED = "make a passkey", "sign in", "passkey_challenge"
_MOST = 20


class Passkeys:
    def __init__(self, database: Database, acts: Acts, hasher: KeyHasher, clock: Clock, sign_in: SignIn):
        self._database = database
        self._acts = acts
        self._hasher = hasher
        self._clock = clock
        self._sign_in = sign_in
        self._challenges = Challenges(hasher.derived("challenges"), clock)

    async def begin(self, caller: Caller, site: Site) -> dict[str, Any]:
        """What the person's browser needs to make one."""
        user_id = person(caller)
        async with self._database.begin() as connection:
            proof, has = await proofs.of(connection, user_id), await stored.of(connection, user_id)
        assert proof is not None
        challenge = self._challenges.new(_MAKE + user_id)
        has_already = [passkey.credential for passkey in has]
        return passkeys.registration(
            site, challenge, user_id=user_id, email=proof.email, name=proof.name, has=has_already
        )

    async def add(self, caller: Caller, site: Site, credential: Mapping[str, Any], name: str) -> Passkey:
        """Keep the one that the browser made; raises `BadRequest` where its answer does not hold."""
        user_id = person(caller)
        async with self._acts.on_behalf(caller) as act:
            challenge = await self._used_up(act.connection, _MAKE + user_id, credential)
            made = challenge and passkeys.registered(site, challenge, credential)
            if not made:
                text = "Invalid value for 'credential': it is no answer to the options, or too late. Please try again."
                raise BadRequest(text, param="credential", code="invalid_passkey")
            if len(await stored.of(act.connection, user_id)) >= _MOST:
                raise Conflict(f"You have {_MOST} passkeys already: remove one first.", code="too_many_passkeys")
            passkey = Passkey(
                id=new_id("passkey_"),
                user_id=user_id,
                credential=made.credential,
                public_key=made.public_key,
                sign_count=made.sign_count,
                name=name,
                created_at=self._clock.now(),
                used_at=None,
            )
            try:
                await stored.add(act.connection, passkey)
            except IntegrityError as error:
                raise Conflict("This passkey is known already.", code="passkey_exists") from error
            act.did(Change(action="passkey.created", object="passkey", object_id=passkey.id, after={"name": name}))
        return passkey

    async def all(self, caller: Caller) -> list[Passkey]:
        async with self._database.begin() as connection:
            return await stored.of(connection, person(caller))

    async def remove(self, caller: Caller, passkey_id: str) -> None:
        """Raises `NotFound`."""
        async with self._acts.on_behalf(caller) as act:
            name = await stored.remove(act.connection, person(caller), passkey_id)
            if name is None:
                text = f"You have no passkey {passkey_id[:80]!r}."
                raise NotFound(text, param="passkey_id", code="passkey_not_found")
            act.did(Change(action="passkey.deleted", object="passkey", object_id=passkey_id, before={"name": name}))

    def ask(self, site: Site) -> dict[str, Any]:
        """What a browser needs to sign somebody in, whoever it is."""
        check_way(self._sign_in.ways.passkey, "passkey")
        return passkeys.request(site, self._challenges.new(_ENTER))

    async def enter(self, credential: Mapping[str, Any], site: Site, shown: Credential) -> tuple[Opened, Proof]:
        """Sign in whose passkey it is; raises `SignInRefused`."""
        check_way(self._sign_in.ways.passkey, "passkey")
        async with self._database.begin() as connection:
            proof = await self._prove(connection, credential, site)
        if proof is None:
            text = "This passkey is not known here, or its answer came too late. Please try again."
            raise SignInRefused(text, code="invalid_passkey")
        return await self._sign_in.begin(proof, "passkey", shown), proof

    async def _prove(self, connection: AsyncConnection, credential: Mapping[str, Any], site: Site) -> Proof | None:
        challenge = await self._used_up(connection, _ENTER, credential)
        passkey = await stored.find(connection, passkeys.id_of(credential))
        if challenge is None or passkey is None:
            return None
        count = passkeys.new_count(site, challenge, credential, passkey.public_key, passkey.sign_count)
        if count is None or not await stored.used(connection, passkey, count, self._clock.now()):
            return None
        return await proofs.of(connection, passkey.user_id)

    async def _used_up(self, connection: AsyncConnection, purpose: str, credential: Mapping[str, Any]) -> bytes | None:
        """The challenge that the answer is for, which nobody can use again; `None` where it is none of ours."""
        challenge = passkeys.challenge_of(credential)
        ends = self._challenges.ends(purpose, challenge)
        if ends is None:
            return None
        token = Token(purpose=_USED, user_id=None, details=None, expires_at=ends)
        return challenge if await once.claim(connection, self._hasher.digest(challenge.hex()), token) else None
