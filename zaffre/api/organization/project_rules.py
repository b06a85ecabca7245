"""The paths of projects, and the permission that each needs."""

from collections.abc import Mapping

from zaffre.api.endpoint import Rule
from zaffre.api.organization import keys, projects

RULES: Mapping[str, Mapping[str, Rule]] = {
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
}
