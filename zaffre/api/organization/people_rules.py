"""The paths of people, and the permission that each needs."""

from collections.abc import Mapping

from zaffre.api.endpoint import Rule
from zaffre.api.organization import people

RULES: Mapping[str, Mapping[str, Rule]] = {
    "/users": {
        "GET": Rule("people.read", people.list_all, "organization"),
        "POST": Rule("people.write", people.create, "organization"),
    },
    "/users/{user_id}": {
        "GET": Rule("people.read", people.retrieve, "organization"),
        "POST": Rule("people.write", people.change, "organization"),
        "DELETE": Rule("people.write", people.remove, "organization"),
    },
}
