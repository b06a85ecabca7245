"""The stories of a project's limits by model, as OpenAI's administration has them."""

from typing import Any

from msgspec import structs

from zaffre.core.callers import Caller
from zaffre.core.errors import NotFound
from zaffre.core.limits import Limit, Setter
from zaffre.service.organization.acts import Acts
from zaffre.service.organization.quotas.limits import Limits
from zaffre.storage import limits
from zaffre.storage.database import Database


class ModelLimits:
    """One limit for each deployment, with nothing bounded where there is none yet."""

    def __init__(self, acts: Acts, database: Database, known: Limits, deployments: tuple[str, ...]):
        self._acts = acts
        self._database = database
        self._limits = known
        self._deployments = deployments

    async def all(self, project_id: str) -> list[Limit]:
        async with self._database.begin() as connection:
            there = await limits.all_limits(connection)
        known = {name: _free(project_id, name) for name in self._deployments}
        for one in there:
            if (one.subject, one.subject_id) == ("project", project_id) and one.model in known:
                known[one.model] = _tighter(known[one.model], one)
        return list(known.values())

    async def change(self, caller: Caller, project_id: str, deployment: str, given: dict[str, Any]) -> Limit:
        """Change what the caller set; what is not given stays. Raises `NotFound` where there is no such deployment."""
        if deployment not in self._deployments:
            text = f"There is no rate limit of a model {deployment[:80]!r}; the list tells which there are."
            raise NotFound(text, param="rate_limit_id", code="rate_limit_not_found")
        of = await self._limits.standpoint(caller, "project", project_id)
        async with self._acts.begin(caller, "limits.write", of.project_id) as act:
            before = await limits.find_limit(act.connection, "project", project_id, deployment, of.set_by)
            after = structs.replace(before or _free(project_id, deployment), **given, set_by=of.set_by)
            if after.meters:
                await self._limits.hold(act, after)
            elif before is not None:
                await self._limits.drop(act, before)
            other: Setter = "project" if of.set_by == "organization" else "organization"
            beside = await limits.find_limit(act.connection, "project", project_id, deployment, other)
        return after if beside is None else _tighter(after, beside)


def _tighter(one: Limit, other: Limit) -> Limit:
    """What holds where both do."""
    meters = {name: min(one.meters.get(name, most), most) for name, most in other.meters.items()}
    return structs.replace(one, **meters)


def _free(project_id: str, deployment: str) -> Limit:
    return Limit(subject="project", subject_id=project_id, model=deployment)
