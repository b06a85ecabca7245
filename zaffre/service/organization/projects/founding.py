"""The story of a new project, which may come with the two keys that Azure's resources have."""

from typing import Any

from zaffre.access.issuing import Order
from zaffre.core.callers import Caller
from zaffre.core.keys import SLOTS
from zaffre.core.people import Project
from zaffre.service.organization.acts import Acts, check
from zaffre.service.organization.projects.keys import Keys, Shown
from zaffre.service.organization.projects.projects import Projects


class Founding:
    """Makes a project and its keys in one act, so that there is never one without the other."""

    def __init__(self, acts: Acts, projects: Projects, keys: Keys):
        self._acts = acts
        self._projects = projects
        self._keys = keys

    async def create(
        self, caller: Caller, name: str, region: str | None = None, *, with_keys: bool = False, **bound: Any
    ) -> tuple[Project, list[Shown]]:
        """The project, and its keys with their secrets; raises `Conflict` where there is one of that name."""
        async with self._acts.begin(caller, "projects.create") as act:
            made = await self._projects.add_bound(act, caller, name, region, **bound)
            if not with_keys:
                return made, []
            check(caller, "keys.write", made.id)
            return made, [await self._keys.add(act, made, Order(name=slot, slot=slot)) for slot in SLOTS]
