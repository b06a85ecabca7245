"""The paths under `/v1/auth` by which people sign in; each proves in its own way who it is."""

from collections.abc import Mapping

from zaffre.api.endpoint import Handler
from zaffre.api.organization.sign_in import passkeys, sign_in, single_sign_on

HANDLERS: Mapping[str, Mapping[str, Handler]] = {
    "/sign-in": {"POST": sign_in.enter},
    "/passkeys/options": {"POST": passkeys.ask},
    "/oidc/{name}/start": {"GET": single_sign_on.start},
    "/oidc/{name}/callback": {"GET": single_sign_on.finish},
    "/passkeys/verify": {"POST": passkeys.enter},
}
