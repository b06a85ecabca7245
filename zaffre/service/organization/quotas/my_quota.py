"""The story of everyone's own limits and budgets: of themselves, their keys and their projects."""

from msgspec import structs

from zaffre.admission.admission import Admission
from zaffre.core.callers import Caller
from zaffre.core.limits import EACH
from zaffre.service.organization.quotas.budgets import Budgets, Spent
from zaffre.service.organization.quotas.limits import Limits, Standing
from zaffre.storage import subjects
from zaffre.storage.database import Database


class MyQuota:
    """What counts for somebody, defaults too, which then are theirs."""

    def __init__(self, database: Database, admission: Admission, limits: Limits, budgets: Budgets):
        self._database = database
        self._admission = admission
        self._limits = limits
        self._budgets = budgets

    async def of(self, caller: Caller) -> tuple[list[Standing], list[Spent]]:
        """Limits and budgets that count for the caller."""
        await self._admission.refresh()
        mine, rules = await self._mine(caller), self._admission.rules
        limits = [*rules.limits.values(), *rules.of_projects.values()]
        own = set(rules.limits)
        found = [
            structs.replace(one, subject_id=id)
            for subject, id in mine
            for one in limits
            if one.subject == subject
            and (one.subject_id == id or (one.subject_id == EACH and (subject, id, one.model) not in own))
        ]
        organized = (one for one in rules.budgets if one.set_by == "organization")
        paid = {(one.subject, one.subject_id, one.period) for one in organized}
        spent = [
            structs.replace(one, subject_id=id, emails=(), webhook=None)
            for subject, id in mine
            for one in rules.budgets
            if one.subject == subject
            and (one.subject_id == id or (one.subject_id == EACH and (subject, id, one.period) not in paid))
        ]
        return await self._limits.standing(found), await self._budgets.standing(spent)

    async def _mine(self, caller: Caller) -> list[tuple[str, str]]:
        projects = set(caller.rights.projects) | ({caller.project_id} if caller.project_id else set())
        keys = [caller.key_id] if caller.kind == "key" else []
        if caller.user_id is not None:
            async with self._database.begin() as connection:
                keys += [key for key in await subjects.keys_of_user(connection, caller.user_id) if key not in keys]
        users = [("user", caller.user_id)] if caller.user_id is not None else []
        return [*users, *(("project", id) for id in sorted(projects)), *(("key", id) for id in keys)]
