"""Letting somebody in: the roles, models, quota and capabilities of the conditions, and no more."""

from msgspec import structs

from zaffre.core.callers import NANO
from zaffre.core.clock import Clock
from zaffre.core.conditions import Allowance, Conditions
from zaffre.core.invitations import Invitation, Seat
from zaffre.core.limits import METERS
from zaffre.core.people import Project, User
from zaffre.core.trail import Change
from zaffre.service.organization.acts import Act
from zaffre.service.organization.people.granting import grant, take
from zaffre.service.organization.projects.projects import Projects, active
from zaffre.service.organization.ways_in import quota
from zaffre.settings.access import Access, Starting
from zaffre.storage import allowances, projects
from zaffre.storage.allowances import Allowance as Narrowed

_MEMBER = "member"


class LettingIn:
    """What is given here was checked before, by `Giving`."""

    def __init__(self, stories: Projects, settings: Access, clock: Clock):
        self._projects = stories
        self._starting = settings.starting
        self._capabilities = settings.capabilities
        self._clock = clock

    async def by_conditions(self, act: Act, user: User, conditions: Conditions) -> str:
        """Give all that the conditions say; the id of the project."""
        project, is_new = await self._place(act, user, conditions)
        await self._seat(act, user.id, project, conditions, is_new)
        # Where a project is made for it the quota is the project's, so that members who join later share it.
        await self._give(act, ("project", project.id) if is_new else ("user", user.id), conditions)
        await self._bind(act, project.id, conditions.capabilities)
        return project.id

    async def more(self, act: Act, user: User, project_id: str, conditions: Conditions) -> None:
        """Give what the conditions say to somebody who has a role in the project, beside it."""
        project = await active(act.connection, project_id)
        if conditions.role is not None:
            await self._seat(act, user.id, project, conditions, is_new=False)
        await self._widen(act, user.id, project, conditions.models)
        has_own = await quota.is_limited(act, ("user", user.id))
        await self._give(act, ("user", user.id) if has_own else ("project", project.id), conditions)
        await self._bind(act, project.id, conditions.capabilities)

    async def by_invitation(self, act: Act, user: User, invitation: Invitation, *, is_new: bool) -> None:
        """Give what the invitation carries. It takes nothing away from somebody who had more."""
        await grant(act, "user", user.id, invitation.role, self._clock.now())
        for seat in invitation.projects:
            await self._invited_seat(act, user.id, seat, invitation.models)
        now, given = self._clock.now(), (invitation.limits, invitation.budget)
        await quota.raise_to(act, ("user", user.id), *given, now, is_new=is_new)

    async def at_the_start(self, act: Act, user: User) -> str:
        """Give what `[access.starting]` says; the id of the project."""
        shared = None
        if self._starting.project is not None:
            found = await projects.find_by_name(act.connection, self._starting.project)
            shared = found or await self._projects.add(act, self._starting.project)
        return await self.by_conditions(act, user, starting(self._starting, shared and shared.id))

    async def end_expired(self, act: Act) -> int:
        """Take back roles whose time is over; how many."""
        over = await allowances.expired(act.connection, self._clock.now())
        for one in over:
            await take(act, "user", one.user_id, one.project_id, one.role)
        return len(over)

    async def _place(self, act: Act, user: User, conditions: Conditions) -> tuple[Project, bool]:
        """The project, and whether it was made for this."""
        if conditions.project_id is not None:
            return await active(act.connection, conditions.project_id), False
        name = conditions.project_name or await _free_name(act, user.email)
        return await self._projects.add(act, name, deployments=conditions.models), True

    async def _seat(self, act: Act, user_id: str, project: Project, conditions: Conditions, is_new: bool) -> None:
        role = conditions.role or _MEMBER
        await grant(act, "user", user_id, _MEMBER, self._clock.now())
        await grant(act, "user", user_id, role, self._clock.now(), project.id)
        # The models of a project that was made for it are the project's own.
        models = None if is_new else conditions.models
        seat = Narrowed(
            user_id=user_id, project_id=project.id, role=role, models=models, expires_at=conditions.expires_at
        )
        await allowances.put(act.connection, seat)

    async def _invited_seat(self, act: Act, user_id: str, seat: Seat, models: tuple[str, ...] | None) -> None:
        is_new = await grant(act, "user", user_id, seat.role, self._clock.now(), seat.project_id)
        held = {(one.project_id, one.role): one for one in await allowances.of(act.connection, user_id)}
        old = held.get((seat.project_id, seat.role))
        if is_new:
            old = Narrowed(user_id=user_id, project_id=seat.project_id, role=seat.role, models=())
        if old is not None and old.models is not None:
            both = None if models is None else _both(old.models, models)
            await allowances.put(act.connection, structs.replace(old, models=both))

    async def _give(self, act: Act, holder: quota.Holder, conditions: Conditions) -> None:
        await quota.limit(act, holder, conditions.limits)
        await quota.budget(act, holder, conditions.budget, self._clock.now())

    async def _widen(self, act: Act, user_id: str, project: Project, models: tuple[str, ...] | None) -> None:
        """Let somebody, and their project, call further deployments, where they may not call all of them anyway."""
        for old in await allowances.of(act.connection, user_id):
            if models and old.project_id == project.id and old.models is not None:
                await allowances.put(act.connection, structs.replace(old, models=_both(old.models, models)))
        if models and project.deployments is not None:
            await _change(act, project, deployments=_both(project.deployments, models))

    async def _bind(self, act: Act, project_id: str, names: tuple[str, ...]) -> None:
        for name in names:
            policy = self._capabilities[name].policy
            if policy is not None:
                await _change(act, await active(act.connection, project_id), policy=policy)


def starting(settings: Starting, project_id: str | None = None) -> Conditions:
    """What people begin with, as conditions; `project_id` is of the project that all of them join."""
    meters = {name: most for name in METERS if (most := getattr(settings, name, None)) is not None}
    money = None if settings.budget is None else Allowance(round(settings.budget * NANO), settings.budget_period)
    return Conditions(
        role=settings.role, project_id=project_id, models=settings.models, limits=meters or None, budget=money
    )


def _both(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *others)))


async def _free_name(act: Act, wanted: str) -> str:
    name, number = wanted, 1
    while await projects.find_by_name(act.connection, name) is not None:
        number += 1
        name = f"{wanted} {number}"
    return name


async def _change(act: Act, project: Project, **given: object) -> None:
    await projects.change(act.connection, structs.replace(project, **given))
    sides = {"before": {name: getattr(project, name) for name in given}, "after": given}
    act.did(Change(action="project.updated", object="project", object_id=project.id, project_id=project.id, **sides))
