"""An identity provider: found by its own description, its keys kept and looked for anew when it changes them."""

import asyncio
import base64
import hashlib
import logging
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import aiohttp
import msgspec
from msgspec import Struct

from zaffre.access import tokens
from zaffre.core.clock import Clock
from zaffre.core.errors import Unavailable
from zaffre.core.proving import SignInRefused
from zaffre.settings.oidc import Oidc

log = logging.getLogger("zaffre.access")
_KEPT_SECONDS = 3600.0
_AGAIN_SECONDS = 10.0
_TIMEOUT = aiohttp.ClientTimeout(total=5)
_MOST = 1_000_000


class Description(Struct, frozen=True):
    """What a provider's `openid-configuration` says."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    end_session_endpoint: str | None = None


class Errand(Struct, frozen=True, kw_only=True):
    """What the browser takes to the provider and back: proof that it is the one that was sent."""

    state: str
    nonce: str
    verifier: str
    redirect: str
    ends: float

    def __repr__(self) -> str:
        return "Errand(…)"


class Provider:
    """Nothing is asked of the provider before somebody wants to come in by it."""

    def __init__(self, name: str, settings: Oidc, secret: str, clock: Clock):
        self.name = name
        self.settings = settings
        self._secret = secret
        self._clock = clock
        self._description: Description | None = None
        self._keys: dict[str, Any] = {}
        self._looked_at = -_KEPT_SECONDS
        self._looking = asyncio.Lock()

    def __repr__(self) -> str:
        return f"Provider({self.name!r})"

    @property
    def title(self) -> str:
        return self.settings.title or self.name

    def errand(self, redirect: str) -> Errand:
        """A new one, that comes back to the address `redirect` within ten minutes."""
        return Errand(
            state=secrets.token_urlsafe(24),
            nonce=secrets.token_urlsafe(24),
            verifier=secrets.token_urlsafe(48),
            redirect=redirect,
            ends=self._clock.now() + 600,
        )

    async def address(self, errand: Errand) -> str:
        """Where the browser goes (RFC 6749, with PKCE by RFC 7636)."""
        description = await self._described()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(errand.verifier.encode()).digest()).decode().rstrip("=")
        asked = {
            "response_type": "code",
            "client_id": self.settings.client_id,
            "redirect_uri": errand.redirect,
            "scope": " ".join(self.settings.scopes),
            "state": errand.state,
            "nonce": errand.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return _with(description.authorization_endpoint, asked)

    async def farewell(self, back: str) -> str | None:
        """Where the browser is signed out of the provider and sent `back` (RP-Initiated Logout 1.0).

        `None` where the settings don't want it, or the provider does not say how or can't be reached.
        """
        if not self.settings.signs_out:
            return None
        await self._look(_KEPT_SECONDS)
        place = self._description and self._description.end_session_endpoint
        # No proof of the sign-in is kept that could be shown, so the provider may ask whether it is meant.
        asked = {"client_id": self.settings.client_id, "post_logout_redirect_uri": back}
        return _with(place, asked) if place and place.startswith(("https://", "http://")) else None

    async def claims(self, code: str, errand: Errand) -> Mapping[str, Any]:
        """What the provider says of who came back with the code; raises `SignInRefused`."""
        description = await self._described()
        given = {"grant_type": "authorization_code", "code": code, "redirect_uri": errand.redirect}
        answer = await self._redeem(description.token_endpoint, given | {"code_verifier": errand.verifier})
        told = answer.get("id_token")
        claims = await self.read(told) if isinstance(told, str) else None
        if claims is None or not tokens.is_for_sign_in(claims, self.settings, errand.nonce, self._clock.now()):
            raise SignInRefused("The identity provider's answer does not hold. Please try again.", code="oidc_failed")
        return await self._completed(description, claims, answer.get("access_token"))

    async def _completed(self, description: Description, claims: Mapping[str, Any], token: Any) -> Mapping[str, Any]:
        """With what the provider tells at its userinfo endpoint alone, as many do of all but the subject."""
        if "email" in claims or description.userinfo_endpoint is None or not isinstance(token, str):
            return claims
        try:
            async with aiohttp.ClientSession(timeout=_TIMEOUT, headers={"authorization": f"Bearer {token}"}) as client:
                told = msgspec.json.decode(await _get(client, description.userinfo_endpoint), type=dict[str, Any])
        except (aiohttp.ClientError, TimeoutError, msgspec.MsgspecError, ValueError):
            return claims
        # Another subject's claims would be those of somebody else.
        return told | dict(claims) if told.get("sub") == claims["sub"] else claims

    async def read(self, token: str) -> Mapping[str, Any] | None:
        """The claims of a token with a signature of the provider's; `None` for any other."""
        await self._look(_KEPT_SECONDS)
        kid = tokens.key_id(token)
        if kid is not None and kid not in self._keys:
            # It changes its keys now and then. Whoever makes up names of keys has it asked only so often.
            await self._look(_AGAIN_SECONDS)
        return tokens.read(token, self._keys, self.settings.algorithms)

    async def _described(self) -> Description:
        await self._look(_KEPT_SECONDS)
        if self._description is None:
            raise Unavailable(f"The identity provider {self.title} can't be reached now. Please try again shortly.")
        return self._description

    async def _look(self, kept: float) -> None:
        """Read its description and keys, unless that was done less than `kept` seconds ago."""
        async with self._looking:
            now = self._clock.steady()
            wait = kept if self._description else min(kept, _AGAIN_SECONDS)
            if now - self._looked_at < wait and self._looked_at >= 0:
                return
            self._looked_at = now
            try:
                await self._read_all()
            except (aiohttp.ClientError, TimeoutError, msgspec.MsgspecError, ValueError) as error:
                log.warning("the identity provider %s could not be read: %s", self.name, type(error).__name__)

    async def _read_all(self) -> None:
        async with aiohttp.ClientSession(timeout=_TIMEOUT) as client:
            address = self.settings.issuer.rstrip("/") + "/.well-known/openid-configuration"
            description = msgspec.json.decode(await _get(client, address), type=Description)
            if description.issuer != self.settings.issuer:
                raise ValueError("it calls itself by another name")
            self._keys = tokens.read_keys(await _get(client, description.jwks_uri))
            self._description = description

    async def _redeem(self, address: str, given: dict[str, str]) -> dict[str, Any]:
        client = aiohttp.BasicAuth(_quoted(self.settings.client_id), _quoted(self._secret))
        try:
            async with (
                aiohttp.ClientSession(timeout=_TIMEOUT, auth=client) as session,
                session.post(address, data=given, allow_redirects=False) as answer,
            ):
                body = await _body(answer)
        except (aiohttp.ClientError, TimeoutError) as error:
            text = f"The identity provider {self.title} can't be reached now. Please try again shortly."
            raise Unavailable(text) from error
        try:
            return msgspec.json.decode(body, type=dict[str, Any]) if answer.status == 200 else {}
        except msgspec.MsgspecError:
            return {}


def _with(address: str, asked: dict[str, str]) -> str:
    return address + ("&" if "?" in address else "?") + urlencode(asked)


async def _get(client: aiohttp.ClientSession, address: str) -> bytes:
    async with client.get(address, allow_redirects=False) as answer:
        if answer.status != 200:
            raise ValueError(f"{answer.status} from {address}")
        return await _body(answer)


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    body = await answer.content.read(_MOST)
    while not answer.content.at_eof() and len(body) < _MOST:
        body += await answer.content.read(_MOST - len(body))
    return body


def _quoted(text: str) -> str:
    # RFC 6749, 2.3.1: both parts are encoded as in a form before they go into the header.
    return urlencode({"": text})[1:]
