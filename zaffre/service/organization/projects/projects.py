"""The stories of projects."""

from typing import Any

import msgspec

from zaffre.core.callers import Caller
from zaffre.core.clock import Clock, new_id
from zaffre.core.errors import Conflict, NotFound
from zaffre.core.people import Page, Project
from zaffre.core.trail import Change
from zaffre.service.organization.acts import Act, Acts, check
from zaffre.service.organization.known import Known
from zaffre.storage import keys, projects
from zaffre.storage.database import Database

_OF_POLICY = {"policy", "deployments", "keeps_bodies", "weight"}
"""What more than running a project is needed for: it says what holds there."""


class Projects:
    """Projects are made, changed and archived; none is deleted, since the ledger names it."""

    def __init__(self, acts: Acts, database: Database, clock: Clock, region: str, known: Known):
        self._acts = acts
        self._database = database
        self._clock = clock
        self._region = region
        self._known = known

    async def page(self, caller: Caller, page: Page, *, with_archived: bool) -> tuple[list[Project], bool]:
        """Those that the caller may see, and whether there are more."""
        among = caller.rights.reach("projects.read")
        async with self._database.begin() as connection:
            return await projects.page(connection, page, with_archived=with_archived, among=among)

    async def one(self, project_id: str) -> Project:
        async with self._database.begin() as connection:
            return await found(connection, project_id)

    async def named(self, name: str) -> Project:
        """The project of that name; raises `NotFound`."""
        async with self._database.begin() as connection:
            project = await projects.find_by_name(connection, name)
        if project is None:
            raise NotFound(f"There is no project {name[:80]!r}.", param="project", code="project_not_found")
        return project

    async def add_bound(self, act: Act, caller: Caller, name: str, region: str | None = None, **bound: Any) -> Project:
        """A new project that is bound to something; raises `Conflict` where there is one of that name."""
        self._check_bound(caller, None, {name: value for name, value in bound.items() if value not in (None, False)})
        return await self.add(act, name, region, **bound)

    async def add(self, act: Act, name: str, region: str | None = None, **bound: Any) -> Project:
        """A new project with a name alone, or with what it is known to be bound to."""
        await _check_free(act, name)
        now = self._clock.now()
        made = Project(id=new_id("proj_"), name=name, region=region or self._region, created_at=now, **bound)
        await projects.add(act.connection, made)
        after = {"name": name, "region": made.region} | {key: value for key, value in bound.items() if value}
        act.did(_told("project.created", made, after=after))
        return made

    async def ensure(self, act: Act, name: str, region: str | None = None) -> Project:
        """The project of that name, made if there is none yet; raises `Conflict` for an archived one."""
        there = await projects.find_by_name(act.connection, name)
        return await active(act.connection, there.id) if there else await self.add(act, name, region)

    async def change(self, caller: Caller, project_id: str, given: dict[str, Any]) -> Project:
        async with self._acts.begin(caller, "projects.write", project_id) as act:
            before = await active(act.connection, project_id)
            self._check_bound(caller, project_id, given)
            if given.get("name", before.name) != before.name:
                await _check_free(act, given["name"])
            return await alter(act, before, given)

    async def archive(self, caller: Caller, project_id: str) -> Project:
        """Archive a project for good: its keys are revoked with it."""
        async with self._acts.begin(caller, "projects.create") as act:
            before = await active(act.connection, project_id)
            after = msgspec.structs.replace(before, archived_at=self._clock.now())
            await projects.change(act.connection, after)
            await keys.revoke_all(act.connection, after.archived_at, project_id=project_id)
            act.did(_told("project.archived", after, after={"archived_at": after.archived_at}))
            return after

    def _check_bound(self, caller: Caller, project_id: str | None, given: dict[str, Any]) -> None:
        if _OF_POLICY & set(given):
            check(caller, "policies.write", project_id)
        self._known.check_policy(given.get("policy"))
        if given.get("deployments") is not None:
            given["deployments"] = self._known.named(given["deployments"], "deployments")


async def alter(act: Act, before: Project, given: dict[str, Any]) -> Project:
    """The project with what is given; the trail keeps what differs."""
    after = msgspec.structs.replace(before, **given)
    await projects.change(act.connection, after)
    differs = {name for name in given if getattr(before, name) != getattr(after, name)}
    sides = ({name: getattr(one, name) for name in differs} for one in (before, after))
    act.did(_told("project.updated", after, *sides))
    return after


async def found(connection: Any, project_id: str) -> Project:
    """The project; raises `NotFound`."""
    project = await projects.find(connection, project_id)
    if project is None:
        text = f"There is no project {project_id[:80]!r}, or you have nothing to do with it."
        raise NotFound(text, param="project_id", code="project_not_found")
    return project


async def active(connection: Any, project_id: str) -> Project:
    """The same where it must not be archived; raises `Conflict`."""
    project = await found(connection, project_id)
    if project.archived_at is not None:
        text = f"The project {project.name!r} is archived: it can be read, and nothing in it changes any more."
        raise Conflict(text, param="project_id", code="project_archived")
    return project


async def _check_free(act: Act, name: str) -> None:
    if await projects.find_by_name(act.connection, name) is not None:
        text = f"There is a project {name!r} already, maybe an archived one. Choose another name."
        raise Conflict(text, param="name", code="project_exists")


def _told(action: str, project: Project, before: dict | None = None, after: dict | None = None) -> Change:
    return Change(
        action=action, object="project", object_id=project.id, project_id=project.id, before=before, after=after
    )
