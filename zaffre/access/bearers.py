"""Tokens of identity providers as credentials of the API, as Entra's are for Azure."""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from zaffre.access import tokens
from zaffre.access.credentials import Credential
from zaffre.access.held import rights_in
from zaffre.access.oidc import Provider
from zaffre.access.standing import Standing, Standings, scoped
from zaffre.core.callers import Caller, Rights
from zaffre.core.clock import Clock
from zaffre.core.proving import SignInRefused
from zaffre.storage import identities, people, places
from zaffre.storage.database import Database
from zaffre.storage.places import Place

_KEPT_SECONDS = 300.0
_MOST_KNOWN = 10_000


class Account(Struct, frozen=True, kw_only=True):
    """A service account at work in its project."""

    id: str
    name: str
    place: Place
    rights: Rights


class Bearer(Struct, frozen=True, kw_only=True):
    """A token that holds, and who it is of: a person or a service account."""

    name: str
    ends: float
    user_id: str = ""
    account: Account | None = None
    wanted: str | None = None
    """The project that the token names."""


class Bearers:
    """Tokens are known by the hash of the whole of them. Whoever follows administration calls `forget`."""

    def __init__(
        self, providers: Sequence[Provider], database: Database, clock: Clock, standings: Standings, region: str
    ):
        self._providers = {provider.settings.issuer: provider for provider in providers if provider.settings.audience}
        self._database = database
        self._clock = clock
        self._standings = standings
        self._region = region
        self._known: OrderedDict[bytes, Bearer] = OrderedDict()
        self._age = 0

    def forget(self) -> None:
        self._age += 1
        self._known = OrderedDict()

    def may_be(self, key: str) -> bool:
        """Whether it looks like a token, and there is anybody whose tokens count."""
        return bool(self._providers) and key.count(".") == 2 and key.startswith("eyJ")

    async def find(self, credential: Credential) -> Caller:
        """Who the token is of, at work in a project; raises `SignInRefused` or `Forbidden`."""
        token = credential.key or ""
        digest, now = hashlib.sha256(token.encode()).digest(), self._clock.now()
        bearer = self._known.get(digest)
        if bearer is None or now >= bearer.ends:
            bearer = await self._read(token, digest, now)
        if bearer is None:
            text = "The token does not hold here: it is of nobody known, for another audience, or its time is over."
            raise SignInRefused(text, code="invalid_token")
        return await self._caller(bearer, credential)

    async def _read(self, token: str, digest: bytes, now: float) -> Bearer | None:
        provider, age = self._providers.get(tokens.issuer(token) or ""), self._age
        claims = await provider.read(token) if provider else None
        if provider is None or claims is None or not tokens.is_for_api(claims, provider.settings, now):
            return None
        bearer = await self._of(provider, claims, now)
        if bearer is not None and age == self._age:
            self._known[digest] = bearer
            while len(self._known) > _MOST_KNOWN:
                self._known.popitem(last=False)
        return bearer

    async def _of(self, provider: Provider, claims: Mapping[str, Any], now: float) -> Bearer | None:
        settings, subject = provider.settings, claims["sub"]
        wanted = claims.get(settings.project_claim) if settings.project_claim else None
        told = {
            "name": f"{provider.name}:{subject}",
            "ends": min(claims["exp"], now + _KEPT_SECONDS),
            "wanted": wanted if isinstance(wanted, str) else None,
        }
        if subject in settings.programs:
            account = await self._account(settings.programs[subject])
            return account and Bearer(account=account, **told)
        async with self._database.begin() as connection:
            user_id = await identities.find(connection, settings.issuer, subject)
            if user_id is None and (email := proven_email(claims, provider)):
                found = await people.find_by_email(connection, email)
                user_id = found and found.id
        return Bearer(user_id=user_id, **told) if user_id else None

    async def _account(self, account_id: str) -> Account | None:
        async with self._database.begin() as connection:
            found = await places.of_account(connection, account_id)
        if found is None:
            return None
        rights = await self._standings.rights_of_account(account_id)
        return Account(id=account_id, name=found[0], place=found[1], rights=rights)

    async def _caller(self, bearer: Bearer, credential: Credential) -> Caller:
        if bearer.account is not None:
            return _of_account(bearer.name, bearer.account, credential)
        standing = await self._standings.of(bearer.user_id)
        if standing is None:
            raise SignInRefused("The token's owner is not known here, or suspended.", code="invalid_token")
        place = standing.place(credential.project or bearer.wanted)
        return _of_person(bearer.name, standing, place, credential, self._region)


def proven_email(claims: Mapping[str, Any], provider: Provider) -> str | None:
    """The address that the provider vouches for, in small letters."""
    email, verified = claims.get("email"), claims.get("email_verified")
    is_proven = verified is True or (verified is None and provider.settings.trusts_addresses)
    return email.strip().lower() if is_proven and isinstance(email, str) and "@" in email else None


def _of_person(name: str, standing: Standing, place: Place | None, credential: Credential, region: str) -> Caller:
    """A person's token may do what the person's own key might: it calls models, and administers nothing."""
    return Caller(
        kind="token",
        key_id=name,
        name=standing.user.email,
        user_id=standing.user.id,
        project_id=place.id if place else "",
        project=place.name if place else "",
        region=place.region if place else region,
        address=credential.address,
        rights=rights_in(place.id, standing.rights) if place else Rights(),
        scope=standing.scope(place),
    )


def _of_account(name: str, account: Account, credential: Credential) -> Caller:
    return Caller(
        kind="token",
        key_id=name,
        name=account.name,
        service_account_id=account.id,
        project_id=account.place.id,
        project=account.place.name,
        region=account.place.region,
        address=credential.address,
        rights=rights_in(account.place.id, account.rights),
        scope=scoped(account.place),
    )
