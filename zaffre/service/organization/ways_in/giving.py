"""Whether somebody may let others in under given conditions: nobody gives what they lack."""

from collections.abc import Collection, Iterable, Mapping

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.access import roles
from zaffre.access.rights import known_roles
from zaffre.core.callers import Caller
from zaffre.core.conditions import Conditions
from zaffre.core.errors import BadRequest
from zaffre.core.invitations import Seat
from zaffre.service.organization.acts import check
from zaffre.service.organization.projects.projects import active
from zaffre.settings.access import Capability


class Giving:
    """`deployments` are the names of all that can be called, `capabilities` those that `[access]` declares."""

    def __init__(self, deployments: Iterable[str], capabilities: Mapping[str, Capability]):
        self._deployments = {name.casefold() for name in deployments}
        self.capabilities = capabilities

    async def checked(
        self, connection: AsyncConnection, caller: Caller, conditions: Conditions, path: str = "conditions"
    ) -> Conditions:
        """The conditions with their role as grants call it.

        Raises `Forbidden` for what the caller lacks, `BadRequest` for what there is not.
        """
        if conditions.project_id is not None:
            await active(connection, conditions.project_id)
        else:
            check(caller, "projects.create")
        self.check_quota(caller, conditions, path)
        self.check_capabilities(conditions.capabilities, f"{path}.capabilities")
        if any(self.capabilities[name].policy for name in conditions.capabilities):
            check(caller, "policies.write", conditions.project_id)
        if conditions.role is None:
            return conditions
        role = await self.role(connection, caller, conditions.role, conditions.project_id, f"{path}.role")
        return structs.replace(conditions, role=role)

    async def seats(self, connection: AsyncConnection, caller: Caller, seats: Iterable[Seat]) -> tuple[Seat, ...]:
        """The same for roles in projects."""
        checked = []
        for place, seat in enumerate(seats):
            await active(connection, seat.project_id)
            role = await self.role(connection, caller, seat.role, seat.project_id, f"projects[{place}].role")
            checked.append(Seat(seat.project_id, role))
        return tuple(dict.fromkeys(checked))

    async def role(
        self, connection: AsyncConnection, caller: Caller, name: str, project_id: str | None, param: str
    ) -> str:
        """What grants call the role that this is there: one of the project's own, or of the organisation's."""
        found = roles.find(name, await known_roles(connection, project_id or ""), param)
        roles.check_grantable(found, caller.rights, project_id, param)
        return found.key

    def check_quota(self, caller: Caller, given: "Conditions | object", path: str = "") -> None:
        """Limits, budget and models of conditions, or of an invitation."""
        if given.limits:
            check(caller, "limits.write")
        if given.budget is not None:
            check(caller, "budgets.write")
        self.check_models(given.models or (), f"{path}.models".lstrip("."))

    def check_models(self, models: Collection[str], param: str) -> None:
        for place, name in enumerate(models):
            if name.casefold() not in self._deployments:
                text = f"Invalid value for '{param}[{place}]': there is no deployment {name[:80]!r}."
                raise BadRequest(text, param=f"{param}[{place}]", code="model_not_found")

    def check_capabilities(self, names: Collection[str], param: str) -> None:
        for place, name in enumerate(names):
            if name not in self.capabilities:
                known = ", ".join(sorted(self.capabilities)) or "none: `[access.capabilities]` declares them"
                text = f"Invalid value for '{param}[{place}]': there is no capability {name[:80]!r}. There are {known}."
                raise BadRequest(text, param=f"{param}[{place}]", code="invalid_value")
