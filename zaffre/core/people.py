"""Who there is: people, groups, service accounts, and the projects that they work in."""

from typing import Literal

from msgspec import Struct

UserState = Literal["unverified", "active", "suspended", "deleted"]
Subject = Literal["user", "group", "service_account"]


class User(Struct, frozen=True, kw_only=True):
    """A person. Only an `active` one gets in; a `deleted` one is kept as an id, so that the past stays readable."""

    id: str
    email: str
    name: str
    state: UserState
    created_at: float
    verified_at: float | None = None
    seen_at: float | None = None

    @property
    def is_active(self) -> bool:
        return self.state == "active"


class Group(Struct, frozen=True, kw_only=True):
    """People who get roles together."""

    id: str
    name: str
    created_at: float


class ServiceAccount(Struct, frozen=True, kw_only=True):
    """A program that works in one project, under its own name."""

    id: str
    project_id: str
    name: str
    created_at: float


class Project(Struct, frozen=True, kw_only=True):
    """What Azure calls a resource. `None` leaves something to the installation's settings."""

    id: str
    name: str
    region: str
    created_at: float
    description: str | None = None
    archived_at: float | None = None
    policy: str | None = None
    """The content policy of its calls."""
    deployments: tuple[str, ...] | None = None
    """What it may call; `None` is all."""
    weight: float | None = None
    """Its share where calls wait for a place."""
    keeps_bodies: bool = False
    """Whether its prompts and answers are kept, sealed."""


class Role(Struct, frozen=True, kw_only=True):
    """A named set of permissions, which holds wherever it is granted, or in the one project that it belongs to."""

    id: str = ""
    """That of a role that comes along is its name."""
    name: str
    description: str
    permissions: frozenset[str]
    is_built_in: bool = True
    project_id: str = ""

    @property
    def key(self) -> str:
        """What grants call it. No name has the sign, so a project's role never stands for another."""
        return f"{self.name}@{self.project_id}" if self.project_id else self.name


def role_name(key: str) -> str:
    """The name of a role, by what grants call it."""
    return key.partition("@")[0]


class Granted(Struct, frozen=True, kw_only=True):
    """A role that somebody has: in one project, or with `""` in the whole organisation."""

    id: str
    subject: Subject
    subject_id: str
    role: str
    project_id: str
    created_at: float


class Page(Struct, frozen=True):
    """Which part of a list is asked for: up to `limit` after the one with the id `after`."""

    limit: int
    after: str | None = None
    is_newest_first: bool = False
