"""The paths of projects, and the permission that each needs."""

from collections.abc import Mapping

from zaffre.api.endpoint import Rule
from zaffre.api.organization.people import assignments, roles
from zaffre.api.organization.projects import deployments, keys, members, projects, service_accounts

RULES: Mapping[str, Mapping[str, Rule]] = {
    "/api_keys": {"GET": Rule("keys.read", keys.list_everywhere, "somewhere")},
    "/deployments": {"GET": Rule("projects.read", deployments.list_all, "somewhere")},
    "/deployments/{deployment}/projects": {"POST": Rule("policies.write", deployments.change_reach, "organization")},
    "/policies": {"GET": Rule("policies.read", deployments.policies, "somewhere")},
    "/projects": {
        "GET": Rule("projects.read", projects.list_all, "somewhere"),
        "POST": Rule("projects.create", projects.create, "organization"),
    },
    "/projects/{project_id}": {
        "GET": Rule("projects.read", projects.retrieve, "path"),
        "POST": Rule("projects.write", projects.change, "path"),
    },
    "/projects/{project_id}/archive": {"POST": Rule("projects.create", projects.archive, "organization")},
    "/projects/{project_id}/api_keys": {
        "GET": Rule("keys.read", keys.list_all, "path"),
        "POST": Rule("keys.write", keys.create, "path"),
    },
    "/projects/{project_id}/api_keys/{key_id}": {
        "GET": Rule("keys.read", keys.retrieve, "path"),
        "DELETE": Rule("keys.write", keys.revoke, "path"),
    },
    "/projects/{project_id}/api_keys/{key_id}/rotate": {"POST": Rule("keys.write", keys.rotate, "path")},
    "/projects/{project_id}/primary_keys": {"GET": Rule("keys.read", keys.slots, "path")},
    "/projects/{project_id}/primary_keys/{slot}/regenerate": {"POST": Rule("keys.write", keys.regenerate, "path")},
    "/projects/{project_id}/users": {
        "GET": Rule("projects.read", members.list_users, "path"),
        "POST": Rule("projects.write", members.add_user, "path"),
    },
    "/projects/{project_id}/users/{user_id}": {
        "GET": Rule("projects.read", members.retrieve, "path"),
        "POST": Rule("projects.write", members.change, "path"),
        "DELETE": Rule("projects.write", members.remove_user, "path"),
    },
    "/projects/{project_id}/groups": {
        "GET": Rule("projects.read", members.list_groups, "path"),
        "POST": Rule("projects.write", members.add_group, "path"),
    },
    "/projects/{project_id}/groups/{group_id}": {
        "GET": Rule("projects.read", members.retrieve, "path"),
        "DELETE": Rule("projects.write", members.remove_group, "path"),
    },
    "/projects/{project_id}/service_accounts": {
        "GET": Rule("projects.read", service_accounts.list_all, "path"),
        "POST": Rule("projects.write", service_accounts.create, "path"),
    },
    "/projects/{project_id}/service_accounts/{service_account_id}": {
        "GET": Rule("projects.read", service_accounts.retrieve, "path"),
        "POST": Rule("projects.write", service_accounts.change, "path"),
        "DELETE": Rule("projects.write", service_accounts.remove, "path"),
    },
    "/projects/{project_id}/service_accounts/{service_account_id}/api_keys": {
        "POST": Rule("keys.write", service_accounts.make_key, "path")
    },
}
"""Paths under the organisation."""


def _assigned() -> tuple[Mapping[str, Rule], Mapping[str, Rule]]:
    """The rules of what is given to somebody in a project: all of it, and one role."""
    every = {
        "GET": Rule("projects.read", assignments.list_all, "path"),
        "POST": Rule("projects.write", assignments.give, "path"),
    }
    one = {
        "GET": Rule("projects.read", assignments.retrieve, "path"),
        "DELETE": Rule("projects.write", assignments.take, "path"),
    }
    return every, one


BESIDE: Mapping[str, Mapping[str, Rule]] = {
    "/projects/{project_id}/roles": {
        "GET": Rule("projects.read", roles.list_all, "path"),
        "POST": Rule("projects.write", roles.create, "path"),
    },
    "/projects/{project_id}/roles/{role_id}": {
        "GET": Rule("projects.read", roles.retrieve, "path"),
        "POST": Rule("projects.write", roles.change, "path"),
        "DELETE": Rule("projects.write", roles.remove, "path"),
    },
    "/projects/{project_id}/users/{user_id}/roles": _assigned()[0],
    "/projects/{project_id}/users/{user_id}/roles/{role_id}": _assigned()[1],
    "/projects/{project_id}/groups/{group_id}/roles": _assigned()[0],
    "/projects/{project_id}/groups/{group_id}/roles/{role_id}": _assigned()[1],
}
"""What OpenAI has beside the organisation, straight under `/v1`."""
