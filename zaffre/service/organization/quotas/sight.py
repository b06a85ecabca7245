"""Whose limits and budgets a caller may see, and what those are called."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from msgspec import Struct

from zaffre.core.callers import Caller
from zaffre.core.errors import BadRequest
from zaffre.core.limits import EACH, WITH_DEFAULTS, Budget, Limit
from zaffre.storage import subjects
from zaffre.storage.database import Database

Ruled = TypeVar("Ruled", Limit, Budget)
_NAMED = ("project", "key", "user")


class Sight(Struct, frozen=True):
    """`deployments` are all names that a call can ask for, `models` what stands behind them."""

    database: Database
    deployments: frozenset[str]
    models: frozenset[str]

    async def seen(self, caller: Caller, permission: str, ruled: Iterable[Ruled]) -> list[Ruled]:
        """Those that the caller may see: all, or what is about projects where they have the permission."""
        if caller.rights.allow(permission):
            return list(ruled)
        own = {project for project in caller.rights.projects if caller.rights.allow(permission, project)}
        ruled = list(ruled)
        homes = await self._homes(ruled)
        return [one for one in ruled if homes.get((one.subject, one.subject_id)) in own]

    async def home(self, subject: str, subject_id: str) -> str | None:
        """The project that a project or a key belongs to; `None` where there is no such one, and for all others."""
        async with self.database.begin() as connection:
            if subject == "project":
                return subject_id if await subjects.names(connection, subject, [subject_id]) else None
            of_keys = await subjects.projects_of_keys(connection, [subject_id] if subject == "key" else [])
        return of_keys.get(subject_id)

    async def names(self, ruled: Iterable[Limit | Budget]) -> Mapping[tuple[str, str], str]:
        """What their subjects are called, by subject and id."""
        ruled, found = list(ruled), {}
        async with self.database.begin() as connection:
            for subject in _NAMED:
                ids = (one.subject_id for one in ruled if one.subject == subject)
                told = await subjects.names(connection, subject, ids)
                found |= {(subject, id): name for id, name in told.items()}
        return found

    async def check(self, subject: str, subject_id: str) -> None:
        """Raise `BadRequest` where there is nobody of that id."""
        if subject == "organization":
            if subject_id:
                raise _wrong("leave it out, there is one organisation")
        elif not subject_id:
            raise _wrong(f"say which {subject.replace('_', ' ')}")
        elif subject_id == EACH:
            if subject not in WITH_DEFAULTS:
                raise _wrong(f"'*' cannot stand for each {subject}; name one")
        elif not await self._is_there(subject, subject_id):
            raise nobody(subject, subject_id)

    def check_model(self, name: str) -> None:
        """Raise `BadRequest` for what is neither a deployment nor a model here."""
        if name and name not in self.deployments | self.models:
            text = f"Invalid value for 'model': there is no deployment or model {name[:80]!r}."
            raise BadRequest(text, param="model", code="model_not_found")

    async def _homes(self, ruled: list[Ruled]) -> dict[tuple[str, str], str]:
        """The project of each subject that belongs to one."""
        async with self.database.begin() as connection:
            of_keys = await subjects.projects_of_keys(
                connection, (one.subject_id for one in ruled if one.subject == "key")
            )
        projects = {("project", one.subject_id): one.subject_id for one in ruled if one.subject == "project"}
        return projects | {("key", key): project for key, project in of_keys.items()}

    async def _is_there(self, subject: str, subject_id: str) -> bool:
        if subject == "end_user":
            return True
        if subject in ("deployment", "model"):
            return subject_id in (self.deployments if subject == "deployment" else self.models)
        async with self.database.begin() as connection:
            return bool(await subjects.names(connection, subject, [subject_id]))


def nobody(subject: str, subject_id: str) -> BadRequest:
    return _wrong(f"there is no {subject} {subject_id[:80]!r}")


def _wrong(what: str) -> BadRequest:
    return BadRequest(f"Invalid value for 'subject_id': {what}.", param="subject_id", code="invalid_value")
