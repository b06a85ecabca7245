"""The paths under `/v1/me`: what people see and change of themselves, for which nobody needs a permission."""

from collections.abc import Mapping

from zaffre.api.endpoint import Handler, Rule
from zaffre.api.organization.projects import my_keys
from zaffre.api.organization.sign_in import me, passkeys, sessions


def mine(**handlers: Handler) -> dict[str, Rule]:
    """Rules of a path by their methods, for whoever it is about."""
    return {method: Rule("", handler, "self") for method, handler in handlers.items()}


RULES: Mapping[str, Mapping[str, Rule]] = {
    "": mine(GET=me.retrieve, PATCH=me.rename),
    "/password": mine(POST=me.change_password),
    "/sessions": mine(GET=sessions.list_all, DELETE=sessions.end_others),
    "/sessions/{id}": mine(DELETE=sessions.end),
    "/keys": mine(GET=my_keys.list_all, POST=my_keys.create),
    "/keys/{id}": mine(DELETE=my_keys.revoke),
    "/keys/{id}/rotate": mine(POST=my_keys.rotate),
    "/passkeys": mine(GET=passkeys.list_all, POST=passkeys.add),
    "/passkeys/options": mine(POST=passkeys.begin),
    "/passkeys/{id}": mine(DELETE=passkeys.remove),
    "/totp": mine(POST=me.begin_totp, DELETE=me.end_totp),
    "/totp/confirm": mine(POST=me.confirm_totp),
}
