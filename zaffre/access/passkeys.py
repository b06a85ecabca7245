"""Passkeys (WebAuthn): what a browser is asked for, and whether its answer holds."""

import base64
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct

_NAME = "Zaffre"
_MOST_CHALLENGE = 200


class Site(Struct, frozen=True):
    """Where the browser is: its origin, and the host that passkeys belong to."""

    origin: str

    @property
    def host(self) -> str:
        return self.origin.partition("://")[2].rpartition(":")[0] or self.origin.partition("://")[2]


class Registered(Struct, frozen=True, kw_only=True):
    """A passkey that was just made."""

    credential: bytes
    public_key: bytes
    sign_count: int


def registration(
    site: Site, challenge: bytes, *, user_id: str, email: str, name: str, has: Iterable[bytes]
) -> dict[str, Any]:
    """What `navigator.credentials.create` is called with. It must be found without a name, and know its user."""
    from webauthn import generate_registration_options
    from webauthn.helpers import structs

    must = structs.AuthenticatorSelectionCriteria(
        resident_key=structs.ResidentKeyRequirement.REQUIRED,
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=_NAME,
        user_id=user_id.encode(),
        user_name=email,
        user_display_name=name,
        challenge=challenge,
        authenticator_selection=must,
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=credential) for credential in has],
    )
    return _plain(options)


def request(site: Site, challenge: bytes) -> dict[str, Any]:
    """What `navigator.credentials.get` is called with; the person chooses among the passkeys they have here."""
    from webauthn import generate_authentication_options
    from webauthn.helpers.structs import UserVerificationRequirement

    must = UserVerificationRequirement.REQUIRED
    return _plain(generate_authentication_options(rp_id=site.host, challenge=challenge, user_verification=must))


def registered(site: Site, challenge: bytes, credential: Mapping[str, Any]) -> Registered | None:
    """The passkey that the browser made; `None` where its answer does not hold."""
    from webauthn import verify_registration_response
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        made = verify_registration_response(
            credential=dict(credential),
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, *_MALFORMED):
        return None
    return Registered(credential=made.credential_id, public_key=made.credential_public_key, sign_count=made.sign_count)


def new_count(
    site: Site, challenge: bytes, credential: Mapping[str, Any], public_key: bytes, sign_count: int
) -> int | None:
    """The passkey's new count of signatures; `None` where its answer does not hold."""
    from webauthn import verify_authentication_response
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        verified = verify_authentication_response(
            credential=dict(credential),
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, *_MALFORMED):
        return None
    return verified.new_sign_count


def challenge_of(credential: Mapping[str, Any]) -> bytes:
    """The challenge that an answer is for; empty where it says none."""
    try:
        told = msgspec.json.decode(base64url(credential["response"]["clientDataJSON"]))["challenge"]
        return base64url(told[:_MOST_CHALLENGE])
    except (KeyError, TypeError, AttributeError, *_MALFORMED):
        return b""


def id_of(credential: Mapping[str, Any]) -> bytes:
    """What the browser knows the passkey by; empty where it does not say."""
    try:
        return base64url(credential["rawId"])
    except (KeyError, TypeError, AttributeError, *_MALFORMED):
        return b""


def base64url(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)


def _plain(options: Any) -> dict[str, Any]:
    from webauthn import options_to_json

    return msgspec.json.decode(options_to_json(options))


_MALFORMED = (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, msgspec.MsgspecError)
"""What the libraries raise for bytes that are no WebAuthn at all."""
