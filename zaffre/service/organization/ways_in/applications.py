"""The stories of who applies: ask, answer, withdraw, and see where it stands."""

from msgspec import Struct, structs

from zaffre.access.applications import after
from zaffre.core.applications import Agreed, Application, Asked, Kind, Step
from zaffre.core.callers import Caller
from zaffre.core.clock import Clock, new_id
from zaffre.core.errors import Conflict, Forbidden, NotFound
from zaffre.core.people import Page, User
from zaffre.core.trail import Change
from zaffre.service.organization.acts import Act, Acts
from zaffre.service.organization.people.people_only import person
from zaffre.service.organization.projects.projects import active
from zaffre.service.organization.ways_in.giving import Giving
from zaffre.service.organization.ways_in.sign_up import check_terms
from zaffre.settings.access import Access
from zaffre.storage import applications, people, projects
from zaffre.storage.database import Database

_MOST_OWN = 50


class Case(Struct, frozen=True, kw_only=True):
    """An application with all that is known of it; `position` is its place on the waiting list, from 1."""

    application: Application
    position: int | None
    steps: tuple[Step, ...]
    people: dict[str, User]
    """Who is named in it, by their ids."""
    project: str | None
    """The name of its project."""


class Applications:
    """Everybody sees their own; what reviewers do is in `Reviews`."""

    def __init__(self, acts: Acts, database: Database, giving: Giving, settings: Access, clock: Clock):
        self._acts = acts
        self._database = database
        self._giving = giving
        self._settings = settings
        self._clock = clock

    async def apply(
        self, caller: Caller, kind: Kind, asked: Asked, *, project_id: str | None, agreed: str | None
    ) -> Case:
        """Ask to be let in, or for more in a project. Raises `Conflict` where something asked is still open."""
        user_id = person(caller)
        self._check(kind, caller, asked, agreed)
        async with self._acts.on_behalf(caller) as act:
            place = await _project(act, caller, kind, project_id)
            if await applications.find_open(act.connection, user_id, kind, place) is not None:
                text = "You have an application that is not decided yet. Answer or withdraw that one first."
                raise Conflict(text, param="kind", code="application_open")
            now = self._clock.now()
            made = Application(
                id=new_id("app_"),
                kind=kind,
                user_id=user_id,
                project_id=place,
                state="applied",
                asked=asked,
                terms=Agreed(agreed, now) if agreed else None,
                created_at=now,
                queued_at=now,
                changed_at=now,
            )
            await applications.add(act.connection, made)
            await note_step(act, made, user_id, None, now, before=None)
            return (await described(act.connection, [made]))[0]

    async def own(self, caller: Caller) -> list[Case]:
        """The caller's, the newest first."""
        async with self._database.begin() as connection:
            return await described(connection, await applications.of_user(connection, person(caller), _MOST_OWN))

    async def own_one(self, caller: Caller, application_id: str) -> Case:
        async with self._database.begin() as connection:
            return (await described(connection, [await self._of_caller(connection, caller, application_id)]))[0]

    async def answer(self, caller: Caller, application_id: str, note: str, asked: Asked) -> Case:
        """Say more, and maybe ask otherwise. The place on the waiting list stays."""
        self._giving.check_models(asked.models, "models")
        self._giving.check_capabilities(asked.capabilities, "capabilities")
        return await self._move(caller, application_id, "answer", note, asked=asked)

    async def withdraw(self, caller: Caller, application_id: str) -> Case:
        return await self._move(caller, application_id, "withdraw", None)

    async def page(
        self, page: Page, *, states: tuple[str, ...] = (), kind: Kind | None = None
    ) -> tuple[list[Case], bool]:
        """All that there are, for those who may read them."""
        async with self._database.begin() as connection:
            found, has_more = await applications.page(connection, page, states=states, kind=kind)
            return await described(connection, found), has_more

    async def one(self, application_id: str) -> Case:
        async with self._database.begin() as connection:
            return (await described(connection, [await found(connection, application_id)]))[0]

    async def _move(self, caller: Caller, application_id: str, action, note: str | None, **given) -> Case:
        async with self._acts.on_behalf(caller) as act:
            before = await self._of_caller(act.connection, caller, application_id)
            state, now = after(action, before.state), self._clock.now()
            moved = structs.replace(before, state=state, changed_at=now, **given)
            await move(act, before, moved, caller, note)
            return (await described(act.connection, [moved]))[0]

    async def _of_caller(self, connection, caller: Caller, application_id: str) -> Application:
        one = await applications.find(connection, application_id)
        if one is None or one.user_id != person(caller):
            raise no_application(application_id)
        return one

    def _check(self, kind: Kind, caller: Caller, asked: Asked, agreed: str | None) -> None:
        if kind == "access" and self._settings.way_in not in ("limited", "open"):
            raise Forbidden("Nobody applies here: ask an administrator for an invitation.", code="way_in_closed")
        if kind == "access" and caller.rights.allow_somewhere("inference"):
            raise Conflict("You are in already. Ask for `more` instead.", param="kind", code="already_in")
        if kind == "access" or agreed is not None:
            check_terms(self._settings, agreed)
        self._giving.check_models(asked.models, "models")
        self._giving.check_capabilities(asked.capabilities, "capabilities")


async def move(act: Act, before: Application, moved: Application, caller: Caller, note: str | None) -> None:
    """Write a step down; raises `Conflict` where somebody else took one in the meantime."""
    if not await applications.change(act.connection, moved, before.state):
        raise Conflict("Somebody else has just handled this application. Look at it again.", code="application_state")
    await note_step(act, moved, caller.user_id or caller.key_id, note, moved.changed_at, before=before.state)


async def note_step(
    act: Act, application: Application, by: str, note: str | None, now: float, *, before: str | None
) -> None:
    step = Step(time=now, state=application.state, by=by, note=note)
    await applications.add_step(act.connection, application.id, step)
    told = {"state": application.state, "kind": application.kind, "user": application.user_id}
    if application.conditions is not None:
        told["conditions"] = {name: value for name, value in structs.asdict(application.conditions).items() if value}
        if application.conditions.budget is not None:
            told["conditions"]["budget"] = application.conditions.budget.told
    act.did(
        Change(
            action=f"application.{application.state}",
            object="application",
            object_id=application.id,
            project_id=application.project_id,
            before=before and {"state": before},
            after=told,
        )
    )


async def found(connection, application_id: str) -> Application:
    one = await applications.find(connection, application_id)
    if one is None:
        raise no_application(application_id)
    return one


async def described(connection, all_of_them: list[Application]) -> list[Case]:
    """Each with its place, steps, and names."""
    steps = await applications.steps(connection, [one.id for one in all_of_them])
    places = await applications.positions(connection, [one.id for one in all_of_them])
    named = {step.by for some in steps.values() for step in some}
    named |= {by for one in all_of_them for by in (one.user_id, one.decided_by, one.second_by) if by}
    known = await people.of(connection, named)
    there = {one.project_id for one in all_of_them if one.project_id}
    names = {id: project.name for id in there if (project := await projects.find(connection, id))}
    return [
        Case(
            application=one,
            position=places.get(one.id),
            steps=tuple(steps[one.id]),
            people=known,
            project=names.get(one.project_id or ""),
        )
        for one in all_of_them
    ]


def no_application(application_id: str) -> NotFound:
    return NotFound(f"There is no application {application_id[:80]!r}.", param="id", code="application_not_found")


async def _project(act: Act, caller: Caller, kind: Kind, project_id: str | None) -> str | None:
    """The project that is to have more: the one that is named, or where the caller works."""
    if kind == "access":
        return None
    wanted = project_id or caller.project_id
    if not wanted or not caller.rights.held(wanted):
        text = "Name the project that is to have more, one in which you have a role: `GET /v1/me` lists them."
        raise NotFound(text, param="project_id", code="project_not_found")
    return (await active(act.connection, wanted)).id
