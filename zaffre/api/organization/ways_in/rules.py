"""The paths of invitations, applications and coming in, and the permission that each needs."""

from collections.abc import Mapping

from zaffre.api.endpoint import Handler, Rule
from zaffre.api.organization.ways_in import applications, entering, invitations


def _deciding(handler: Handler) -> Mapping[str, Rule]:
    return {"POST": Rule("applications.decide", handler, "organization")}


RULES: Mapping[str, Mapping[str, Rule]] = {
    "/invitations": {
        "GET": Rule("invitations.read", invitations.list_all, "organization"),
        "POST": Rule("invitations.write", invitations.create, "organization"),
    },
    "/invitations/{id}": {
        "GET": Rule("invitations.read", invitations.retrieve, "organization"),
        "DELETE": Rule("invitations.write", invitations.revoke, "organization"),
    },
    "/invites": {
        "GET": Rule("invitations.read", invitations.list_invites, "organization"),
        "POST": Rule("invitations.write", invitations.invite, "organization"),
    },
    "/invites/{id}": {
        "GET": Rule("invitations.read", invitations.retrieve_invite, "organization"),
        "DELETE": Rule("invitations.write", invitations.delete_invite, "organization"),
    },
    "/users/{user_id}/password_link": {"POST": Rule("people.write", entering.password_link, "organization")},
    "/applications": {"GET": Rule("applications.read", applications.list_all, "organization")},
    "/applications/admit": _deciding(applications.admit),
    "/applications/bulk": _deciding(applications.decide_all),
    "/applications/{id}": {"GET": Rule("applications.read", applications.retrieve, "organization")},
    "/applications/{id}/review": _deciding(applications.review),
    "/applications/{id}/ask": _deciding(applications.ask),
    "/applications/{id}/decline": _deciding(applications.decline),
    # Who gives second reviews need not be one who decides: the story asks for either.
    "/applications/{id}/approve": {"POST": Rule("applications.read", applications.approve, "organization")},
}
"""Under the organisation."""

OWN: Mapping[str, Mapping[str, Rule]] = {
    "/applications": {"GET": Rule("", applications.own, "self"), "POST": Rule("", applications.apply, "self")},
    "/applications/{id}": {
        "GET": Rule("", applications.own_one, "self"),
        "DELETE": Rule("", applications.withdraw, "self"),
    },
    "/applications/{id}/answer": {"POST": Rule("", applications.answer, "self")},
}
"""Under /me: everybody's own."""

OPEN: Mapping[str, Mapping[str, Handler]] = {
    "/ways": {"GET": entering.ways},
    "/invitations/look": {"POST": entering.look},
    "/invitations/accept": {"POST": entering.accept},
    "/sign-up": {"POST": entering.sign_up},
    "/verify": {"POST": entering.verify},
    "/forgot": {"POST": entering.forgot},
    "/reset": {"POST": entering.reset},
}
"""Under /auth: for whoever comes."""
