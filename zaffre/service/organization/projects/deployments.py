"""What an installation's settings declare, as administration sees it: deployments, and who uses which policy."""

from typing import Any

from msgspec import Struct, structs

from zaffre.core.callers import Caller
from zaffre.core.people import Project
from zaffre.settings.schema import Deployment, Settings
from zaffre.storage import projects
from zaffre.storage.database import Database


class Declared(Struct, frozen=True):
    """A deployment under its name, with the engine that runs it and the region of its place."""

    name: str
    deployment: Deployment
    engine: str
    region: str


class Users(Struct, frozen=True):
    """Who has a policy: these deployments, these projects, and whoever has none of their own."""

    deployments: tuple[str, ...]
    projects: tuple[Project, ...]
    is_usual: bool


class Deployments:
    """Read alone: they are declared in the configuration file."""

    def __init__(self, settings: Settings, database: Database):
        self._settings = settings
        self._database = database
        self.currency = settings.ledger.currency

    def all(self) -> list[Declared]:
        backends = self._settings.backends
        return [
            Declared(name, one, backends[one.backend].engine, backends[one.backend].region)
            for name, one in self._settings.deployments.items()
        ]

    async def users(self, caller: Caller, policies: list[str]) -> dict[str, Users]:
        """Who has each policy; of projects those that the caller may see."""
        async with self._database.begin() as connection:
            there = await projects.all(connection)
        seen = [one for one in there if one.archived_at is None and caller.rights.allow("projects.read", one.id)]
        return {name: self._users(name, seen) for name in policies}

    def _users(self, policy: str, seen: list[Project]) -> Users:
        named = tuple(name for name, one in self._settings.deployments.items() if one.policy == policy)
        bound = tuple(one for one in seen if self._policy(one) == policy)
        return Users(named, bound, self._settings.safety.policy == policy)

    def _policy(self, project: Project) -> str | None:
        declared = self._settings.projects.get(project.name)
        return project.policy or (declared.policy if declared else None)


def priced(deployment: Deployment) -> dict[str, Any]:
    """Its prices, by the names of the settings."""
    return structs.asdict(deployment.price)
