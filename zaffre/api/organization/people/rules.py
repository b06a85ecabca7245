"""The paths of people and roles, and the permission that each needs."""

from collections.abc import Mapping

from zaffre.api.endpoint import Rule
from zaffre.api.organization.people import admin_keys, assignments, groups, people, roles


def _assigned() -> tuple[Mapping[str, Rule], Mapping[str, Rule]]:
    """The rules of what is given to somebody in the organisation: all of it, and one role."""
    every = {
        "GET": Rule("people.read", assignments.list_all, "organization"),
        "POST": Rule("people.write", assignments.give, "organization"),
    }
    one = {
        "GET": Rule("people.read", assignments.retrieve, "organization"),
        "DELETE": Rule("people.write", assignments.take, "organization"),
    }
    return every, one


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
    "/users/{user_id}/roles": _assigned()[0],
    "/users/{user_id}/roles/{role_id}": _assigned()[1],
    "/groups": {
        "GET": Rule("people.read", groups.list_all, "organization"),
        "POST": Rule("people.write", groups.create, "organization"),
    },
    "/groups/{group_id}": {
        "GET": Rule("people.read", groups.retrieve, "organization"),
        "POST": Rule("people.write", groups.rename, "organization"),
        "DELETE": Rule("people.write", groups.remove, "organization"),
    },
    "/groups/{group_id}/users": {
        "GET": Rule("people.read", groups.members, "organization"),
        "POST": Rule("people.write", groups.join, "organization"),
    },
    "/groups/{group_id}/users/{user_id}": {
        "GET": Rule("people.read", groups.member, "organization"),
        "DELETE": Rule("people.write", groups.leave, "organization"),
    },
    "/groups/{group_id}/roles": _assigned()[0],
    "/groups/{group_id}/roles/{role_id}": _assigned()[1],
    "/permissions": {"GET": Rule("projects.read", roles.permissions, "somewhere")},
    "/roles": {
        "GET": Rule("projects.read", roles.list_all, "somewhere"),
        "POST": Rule("roles.write", roles.create, "organization"),
    },
    "/roles/{role_id}": {
        "GET": Rule("projects.read", roles.retrieve, "somewhere"),
        "POST": Rule("roles.write", roles.change, "organization"),
        "DELETE": Rule("roles.write", roles.remove, "organization"),
    },
    "/admin_api_keys": {
        "GET": Rule("admin_keys.write", admin_keys.list_all, "organization"),
        "POST": Rule("admin_keys.write", admin_keys.create, "organization"),
    },
    "/admin_api_keys/{key_id}": {
        "GET": Rule("admin_keys.write", admin_keys.retrieve, "organization"),
        "DELETE": Rule("admin_keys.write", admin_keys.revoke, "organization"),
    },
}
