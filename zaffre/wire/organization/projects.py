"""Projects in OpenAI's words, and what we say of them beside."""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from zaffre.core.people import Project
from zaffre.wire.body import check_known, convert
from zaffre.wire.organization.times import told as time
from zaffre.wire.texts import OneLine

Name = Annotated[OneLine, Meta(max_length=100)]
Weight = Annotated[float, Meta(gt=0, le=1_000_000)]


class NewProject(Struct, kw_only=True):
    """Only `name` must be given."""

    name: Name
    region: Annotated[str, Meta(min_length=1, max_length=100)] | None = None
    description: Annotated[str, Meta(max_length=1000)] | None = None
    policy: str | None = None
    deployments: Annotated[list[str], Meta(max_length=1000)] | None = None
    weight: Weight | None = None
    keeps_bodies: bool = False
    primary_keys: bool = False
    """Whether Azure's two keys are made along with it."""

    def bound(self) -> dict[str, Any]:
        """What it is bound to, by the names of `core.people.Project`."""
        deployments = None if self.deployments is None else tuple(self.deployments)
        names = ("description", "policy", "weight", "keeps_bodies")
        return {name: getattr(self, name) for name in names} | {"deployments": deployments}


class ProjectChange(Struct, kw_only=True):
    """What is not given stays; `null` leaves it to the installation's settings."""

    name: Name | UnsetType = UNSET
    description: Annotated[str, Meta(max_length=1000)] | UnsetType | None = UNSET
    policy: str | UnsetType | None = UNSET
    deployments: Annotated[list[str], Meta(max_length=1000)] | UnsetType | None = UNSET
    weight: Weight | UnsetType | None = UNSET
    keeps_bodies: bool | UnsetType = UNSET

    def given(self) -> dict[str, Any]:
        """What changes, by field."""
        values = {name: getattr(self, name) for name in self.__struct_fields__}
        given = {name: value for name, value in values.items() if value is not UNSET}
        if isinstance(given.get("deployments"), list):
            given["deployments"] = tuple(given["deployments"])
        return given


def decode_new(raw: dict[str, Any]) -> NewProject:
    body = convert(raw, NewProject)
    check_known(raw, NewProject)
    return body


def decode_change(raw: dict[str, Any]) -> ProjectChange:
    body = convert(raw, ProjectChange)
    check_known(raw, ProjectChange)
    return body


def told(project: Project) -> dict[str, Any]:
    return {
        "object": "organization.project",
        "id": project.id,
        "name": project.name,
        "created_at": int(project.created_at),
        "archived_at": time(project.archived_at),
        "status": "active" if project.archived_at is None else "archived",
        "region": project.region,
        "description": project.description,
        "policy": project.policy,
        "deployments": project.deployments,
        "weight": project.weight,
        "keeps_bodies": project.keeps_bodies,
    }


def encode(project: Project, secrets: Mapping[str, str] | None = None) -> bytes:
    """The project; with it the secrets of its two keys by slot, where they were made along with it."""
    both = [{"object": "primary_key", "slot": slot, "value": value} for slot, value in (secrets or {}).items()]
    return msgspec.json.encode(told(project) | ({"primary_keys": both} if both else {}))
