"""The paths of projects, and the permission that each needs."""

from collections.abc import Mapping

from zaffre.api.endpoint import Rule
from zaffre.api.organization import projects

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
}
