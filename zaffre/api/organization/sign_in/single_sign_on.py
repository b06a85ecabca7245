"""Signing in by an identity provider: the two addresses that a browser visits on its way."""

from zaffre.api import cookies
from zaffre.api.organization.replies import path
from zaffre.api.organization.sign_in.sign_in import session_cookie
from zaffre.api.replies import Headers, common_headers
from zaffre.api.visit import Visit
from zaffre.core.errors import Problem
from zaffre.service.flow import Service
from zaffre.service.organization.sign_in.single_sign_on import Returned

_ERRAND = "zaffre_errand"
_PATH = "/v1/auth/oidc"
_SECONDS = 600


async def start(visit: Visit, service: Service) -> None:
    name = path(visit, "name")
    address, kept = await service.organization.single_sign_on.start(name, f"{visit.base}{_PATH}/{name}/callback")
    # The way back begins at the provider, and a strict cookie would stay at home.
    cookie = cookies.setting(_ERRAND, kept, seconds=_SECONDS, is_secure=visit.is_secure, path=_PATH, same_site="Lax")
    await _go(visit, service, address, [(b"set-cookie", cookie.encode())])


async def finish(visit: Visit, service: Service) -> None:
    """Back to the account's page, signed in or with the reason why not: this address is for people to look at."""
    forgotten = cookies.forgetting(_ERRAND, is_secure=visit.is_secure, path=_PATH).encode()
    kept = cookies.value(visit.header(b"cookie"), _ERRAND)
    returned = Returned(
        code=visit.query("code"), state=visit.query("state"), issuer=visit.query("iss"), error=visit.query("error")
    )
    headers: Headers = [(b"set-cookie", forgotten)]
    try:
        opened = await service.organization.single_sign_on.finish(path(visit, "name"), returned, kept, visit.credential)
    except Problem as problem:
        await _go(visit, service, f"/account#error={problem.code}", headers)
    else:
        await _go(visit, service, "/account", [*headers, session_cookie(visit, service, opened)])


async def _go(visit: Visit, service: Service, address: str, headers: Headers) -> None:
    there = [(b"location", address.encode()), (b"content-length", b"0"), (b"referrer-policy", b"no-referrer")]
    await visit.begin(302, [*there, *common_headers(visit, service.region), *headers])
    await visit.end()
