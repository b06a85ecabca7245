"""Signing in by an identity provider: the browser is sent there, and comes back with proof."""

import base64
import binascii
import hmac
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from zaffre.access.bearers import proven_email
from zaffre.access.credentials import Credential
from zaffre.access.oidc import Errand, Provider
from zaffre.access.secrets import KeyHasher
from zaffre.access.sessions import Opened
from zaffre.core.callers import Caller
from zaffre.core.clock import Clock
from zaffre.core.errors import NotFound
from zaffre.core.people import User
from zaffre.core.proving import SignInRefused
from zaffre.core.sealing import Sealer
from zaffre.core.trail import Change
from zaffre.service.organization.acts import Act, Acts
from zaffre.service.organization.people.granting import create_user, grant
from zaffre.service.organization.sign_in.provided import Provided
from zaffre.service.organization.sign_in.sign_in import SignIn
from zaffre.storage import identities, people, proofs

_MEMBER = "member"
_WAY = "oidc:"


class Returned(Struct, frozen=True, kw_only=True):
    """What the browser brought back from the provider."""

    code: str | None = None
    state: str | None = None
    issuer: str | None = None
    error: str | None = None

    def __repr__(self) -> str:
        return "Returned(…)"


class SingleSignOn:
    """What a browser takes along is sealed in a cookie, so that strangers' asking writes nothing."""

    def __init__(self, acts: Acts, hasher: KeyHasher, clock: Clock, sign_in: SignIn, providers: tuple[Provider, ...]):
        self._acts = acts
        self._sealer = Sealer(hasher.derived("oidc"))
        self._clock = clock
        self._sign_in = sign_in
        self.providers = providers
        self._by_name = {provider.name: provider for provider in providers}

    async def start(self, name: str, redirect: str) -> tuple[str, str]:
        """Where the browser goes, and what it keeps until it comes back to `redirect`."""
        provider = self._provider(name)
        errand = provider.errand(redirect)
        sealed = self._sealer.seal(msgspec.json.encode(errand), name)
        return await provider.address(errand), base64.urlsafe_b64encode(sealed).decode()

    async def finish(self, name: str, returned: Returned, kept: str | None, shown: Credential) -> Opened:
        """Sign in who comes back; raises `SignInRefused`."""
        provider = self._provider(name)
        errand = self._errand(name, kept)
        if errand is None or not hmac.compare_digest(errand.state.encode(), (returned.state or "").encode()):
            raise SignInRefused("This took too long, or began in another browser. Please try again.", code="oidc_lost")
        if returned.code is None or returned.error is not None:
            raise SignInRefused("The identity provider did not let you in.", code="oidc_denied")
        if returned.issuer not in (None, provider.settings.issuer):
            raise SignInRefused("The answer is of another identity provider.", code="oidc_failed")
        claims = await provider.claims(returned.code, errand)
        async with self._acts.on_behalf(_caller(provider, shown)) as act:
            user = await self._admit(act, provider, claims)
            await Provided(provider.settings, claims).give(act, user.id, self._clock.now())
            proof = await proofs.of(act.connection, user.id)
        assert proof is not None
        return await self._sign_in.begin(proof, _WAY + name, shown)

    async def farewell(self, way: str | None, back: str) -> str | None:
        """Where to end what began at a provider, for a session that began in that way; `None` where there is nothing.

        `back` is the address that the provider sends the browser to afterwards.
        """
        _, is_provided, name = (way or "").partition(_WAY)
        provider = self._by_name.get(name) if is_provided else None
        return await provider.farewell(back) if provider else None

    def _provider(self, name: str) -> Provider:
        if name not in self._by_name:
            text = f"There is no identity provider {name[:80]!r}: `GET /v1/auth/ways` lists them."
            raise NotFound(text, param="name", code="provider_not_found")
        return self._by_name[name]

    def _errand(self, name: str, kept: str | None) -> Errand | None:
        try:
            told = self._sealer.open(base64.b64decode(kept or "", b"-_", validate=True), name)
            errand = msgspec.json.decode(told, type=Errand)
        except (binascii.Error, msgspec.MsgspecError, ValueError):
            return None
        return errand if self._clock.now() < errand.ends else None

    async def _admit(self, act: Act, provider: Provider, claims: Mapping[str, Any]) -> User:
        """Whoever is known by the provider's name for them, or by an address that it vouches for."""
        issuer, subject = provider.settings.issuer, claims["sub"]
        known = await identities.find(act.connection, issuer, subject)
        user = known and await people.find(act.connection, known)
        if user:
            return user
        email = proven_email(claims, provider)
        if email is None:
            text = "The identity provider does not vouch for your e-mail address."
            raise SignInRefused(text, code="oidc_unproven_address")
        user = await people.find_by_email(act.connection, email) or await self._welcome(act, provider, email, claims)
        if user.state == "unverified":
            user = await _take_over(act, user, self._clock.now())
        await identities.add(act.connection, issuer, subject, user.id, self._clock.now())
        told = {"identity": provider.name}
        act.did(Change(action="user.updated", object="user", object_id=user.id, after=told))
        return user

    async def _welcome(self, act: Act, provider: Provider, email: str, claims: Mapping[str, Any]) -> User:
        domains = {domain.lower() for domain in provider.settings.allowed_domains}
        if email.rpartition("@")[2] not in domains:
            text = "Nobody with your e-mail address is known here. Please ask for an invitation."
            raise SignInRefused(text, code="oidc_not_known")
        name = claims.get("name")
        name = name.strip()[:100] if isinstance(name, str) and name.strip() else email.partition("@")[0]
        user = await create_user(act, email=email, name=name, now=self._clock.now())
        await grant(act, "user", user.id, _MEMBER, self._clock.now())
        return user


async def _take_over(act: Act, user: User, now: float) -> User:
    # Whoever signed up with this address never proved that it is theirs, so what they set up must open nothing.
    await proofs.change(act.connection, user.id, password=None, totp=None, totp_used=None)
    await people.change(act.connection, user.id, {"state": "active", "verified_at": now})
    told = {"before": {"state": user.state}, "after": {"state": "active"}}
    act.did(Change(action="user.updated", object="user", object_id=user.id, **told))
    return msgspec.structs.replace(user, state="active", verified_at=now)


def _caller(provider: Provider, shown: Credential) -> Caller:
    return Caller(
        kind="system",
        key_id=f"oidc:{provider.name}",
        name=provider.title,
        project_id="",
        region="",
        address=shown.address,
    )
