"""JSON Web Tokens: read only with a known key and a pinned algorithm, and believed only for what they are for."""

import base64
import binascii
from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from zaffre.settings.oidc import Oidc

_LEEWAY = 60.0
_LONGEST = 16_384


def read_keys(body: bytes) -> dict[str, Any]:
    """A provider's keys by their ids (RFC 7517); those for encryption, without an id, or of unknown kinds are left."""
    from joserfc.errors import JoseError
    from joserfc.jwk import import_key

    found: dict[str, Any] = {}
    for told in msgspec.json.decode(body, type=dict[str, Any]).get("keys", []):
        kid = told.get("kid")
        if not isinstance(kid, str) or told.get("use", "sig") != "sig" or told.get("kty") == "oct":
            continue
        try:
            found[kid] = import_key(told)
        except (JoseError, ValueError, TypeError):
            continue
    return found


def key_id(token: str) -> str | None:
    """The id of the key that a token says it is signed with; believed by nobody."""
    told = _part(token, 0).get("kid")
    return told if isinstance(told, str) else None


def issuer(token: str) -> str | None:
    """Who a token says it is from; believed by nobody."""
    told = _part(token, 1).get("iss")
    return told if isinstance(told, str) else None


def read(token: str, keys: Mapping[str, Any], algorithms: Collection[str]) -> Mapping[str, Any] | None:
    """The claims of a token that one of the keys has signed; `None` for any other."""
    from joserfc import jwt
    from joserfc.errors import JoseError

    key = keys.get(key_id(token) or "")
    if key is None or len(token) > _LONGEST:
        return None
    try:
        claims = jwt.decode(token, key, algorithms=list(algorithms)).claims
    except (JoseError, ValueError, TypeError):
        return None
    return claims if isinstance(claims, dict) else None


def is_for_sign_in(claims: Mapping[str, Any], settings: Oidc, nonce: str, now: float) -> bool:
    """Whether these are claims of an ID token for us, now, and for this errand (OpenID Connect Core, 3.1.3.7)."""
    audience = _audience(claims)
    if len(audience) > 1 and claims.get("azp") != settings.client_id:
        return False
    is_ours = settings.client_id in audience and claims.get("nonce") == nonce
    return is_ours and _holds(claims, settings.issuer, now)


def is_for_api(claims: Mapping[str, Any], settings: Oidc, now: float) -> bool:
    """Whether these are claims of an access token for this API, now."""
    is_ours = settings.audience is not None and settings.audience in _audience(claims)
    return is_ours and _holds(claims, settings.issuer, now)


def _holds(claims: Mapping[str, Any], issuer: str, now: float) -> bool:
    ends, begins = claims.get("exp"), claims.get("nbf", claims.get("iat", 0))
    if not _is_time(ends) or not _is_time(begins) or not isinstance(claims.get("sub"), str) or not claims["sub"]:
        return False
    return claims.get("iss") == issuer and now < ends + _LEEWAY and now > begins - _LEEWAY


def _audience(claims: Mapping[str, Any]) -> list[Any]:
    told = claims.get("aud")
    return told if isinstance(told, list) else [told]


def _is_time(told: Any) -> bool:
    return isinstance(told, int | float) and not isinstance(told, bool)


def _part(token: str, place: int) -> dict[str, Any]:
    if len(token) > _LONGEST:
        return {}
    part = token.split(".")[place]
    try:
        told = msgspec.json.decode(base64.b64decode(part + "=" * (-len(part) % 4), b"-_", validate=True))
    except (msgspec.MsgspecError, binascii.Error, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
