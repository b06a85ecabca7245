"""The stories of those who decide: review, ask back, decline, approve, and let in the next of the waiting list."""

from collections.abc import Callable

from msgspec import Struct, structs

from zaffre.access.applications import after, check_not_own, check_second
from zaffre.access.waiting import reasons
from zaffre.core.applications import Action, Application
from zaffre.core.callers import Caller
from zaffre.core.clock import Clock
from zaffre.core.conditions import Conditions
from zaffre.core.errors import BadRequest, Problem
from zaffre.core.people import User, role_name
from zaffre.service.mail.build import Post
from zaffre.service.mail.letters import Letter
from zaffre.service.organization.acts import Act, Acts, check
from zaffre.service.organization.ways_in.applications import Case, described, found, move
from zaffre.service.organization.ways_in.giving import Giving
from zaffre.service.organization.ways_in.letting_in import LettingIn, starting
from zaffre.settings.access import Access
from zaffre.storage import applications, people
from zaffre.storage.database import Database

_BATCH = 50


class Decision(Struct, frozen=True, kw_only=True):
    """What somebody decides. Without conditions an approval gives what people begin with."""

    action: Action
    conditions: Conditions | None = None
    note: str | None = None


class Result(Struct, frozen=True):
    """What became of one of many: the case as it stands then, or why nothing was done."""

    application_id: str
    case: Case | None = None
    problem: Problem | None = None


class Reviews:
    """Each application is decided in an act of its own, so that one of many that fails stops no other."""

    def __init__(
        self,
        acts: Acts,
        database: Database,
        giving: Giving,
        letting_in: LettingIn,
        post: Post,
        settings: Access,
        clock: Clock,
    ):
        self._acts = acts
        self._database = database
        self._giving = giving
        self._letting_in = letting_in
        self._post = post
        self._settings = settings
        self._clock = clock

    async def decide(self, caller: Caller, application_id: str, decision: Decision) -> Case:
        """Take the step; raises `Forbidden` for those who may not, or who would give what they lack."""
        async with self._acts.on_behalf(caller) as act:
            before = await found(act.connection, application_id)
            self._check_may(caller, before, decision)
            check_not_own(before, caller.user_id)
            if decision.action == "approve":
                moved = await self._approved(act, caller, before, decision)
            else:
                moved = structs.replace(before, state=after(decision.action, before.state), decided_by=_name(caller))
            moved = structs.replace(moved, note=decision.note, changed_at=self._clock.now())
            await move(act, before, moved, caller, decision.note)
            await self._carry_out(act, moved, decision)
            return (await described(act.connection, [moved]))[0]

    async def decide_all(self, caller: Caller, ids: list[str], decision: Decision) -> list[Result]:
        """The same for several, each by itself."""
        _check_for_many(decision.conditions)
        return [await self._result(caller, one, decision) for one in dict.fromkeys(ids)]

    async def admit(self, caller: Caller, count: int, conditions: Conditions | None) -> list[Result]:
        """Let in the next so many of the waiting list, in its order. Who could not be let in is passed over."""
        check(caller, "applications.decide")
        _check_for_many(conditions)
        decision, results = Decision(action="approve", conditions=conditions), []
        while (left := count - sum(one.problem is None for one in results)) > 0:
            async with self._database.begin() as connection:
                tried = [one.application_id for one in results]
                following = await applications.waiting(connection, min(left, _BATCH), tried)
            if not following:
                break
            results += [await self._result(caller, one.id, decision) for one in following]
        return results

    async def _result(self, caller: Caller, application_id: str, decision: Decision) -> Result:
        try:
            return Result(application_id, await self.decide(caller, application_id, decision))
        except Problem as problem:
            return Result(application_id, problem=problem)

    async def _approved(self, act: Act, caller: Caller, before: Application, decision: Decision) -> Application:
        """The application as it stands once it is approved, for the first or the second time."""
        if before.state == "second_review":
            after("approve", before.state)
            check_second(before, _name(caller))
            _check_unchanged(before, decision)
            return structs.replace(before, state="approved", second_by=_name(caller))
        wanted = self._conditions(before, decision.conditions)
        conditions = await self._giving.checked(act.connection, caller, wanted)
        if before.kind == "more" and conditions.models:
            # The project itself may call more then.
            check(caller, "policies.write", before.project_id)
        needs_second = bool(reasons(before.asked, conditions, self._settings.second_review))
        state = after("approve", before.state, needs_second=needs_second)
        return structs.replace(before, state=state, conditions=conditions, decided_by=_name(caller))

    async def _carry_out(self, act: Act, moved: Application, decision: Decision) -> None:
        user = (await people.of(act.connection, [moved.user_id])).get(moved.user_id)
        if user is None:
            return
        if moved.state == "approved" and moved.conditions is not None:
            if moved.kind == "more" and moved.project_id is not None:
                await self._letting_in.more(act, user, moved.project_id, moved.conditions)
            else:
                await self._letting_in.by_conditions(act, user, moved.conditions)
        await self._tell(act, user, moved, decision.note)

    async def _tell(self, act: Act, user: User, moved: Application, note: str | None) -> None:
        letters = self._post.letters
        written: dict[str, Callable[[], Letter]] = {
            "asked_back": lambda: letters.asked_back(note or ""),
            "approved": lambda: letters.approved(note),
            "declined": lambda: letters.declined(note),
        }
        if moved.state in written:
            await self._post.outbox.mail(act.connection, user.email, written[moved.state]())

    def _conditions(self, before: Application, given: Conditions | None) -> Conditions:
        if before.kind == "access":
            conditions = given or starting(self._settings.starting)
            return structs.replace(conditions, role=conditions.role or self._settings.starting.role)
        if given is not None and (given.project_name or given.project_id not in (None, before.project_id)):
            text = "Invalid value for 'conditions.project': who asks for more in a project gets it there."
            raise BadRequest(text, param="conditions.project", code="invalid_value")
        if given is None:
            text = "Missing required parameter: 'conditions'. Say how much more it is."
            raise BadRequest(text, param="conditions", code="missing_required_parameter")
        return structs.replace(given, project_id=before.project_id)

    def _check_may(self, caller: Caller, before: Application, decision: Decision) -> None:
        is_second = decision.action == "approve" and before.state == "second_review"
        if not (is_second and caller.rights.allow("safety.review")):
            check(caller, "applications.decide")


def _name(caller: Caller) -> str:
    return caller.user_id or caller.key_id


def _check_unchanged(before: Application, decision: Decision) -> None:
    if decision.conditions is not None and _as_told(decision.conditions) != _as_told(before.conditions):
        text = "A second review approves the conditions of the first, and gives none. Ask back to have them changed."
        raise BadRequest(text, param="conditions", code="invalid_value")


def _as_told(conditions: Conditions | None) -> Conditions | None:
    """With the role's name, as whoever sends back what they were told has it."""
    if conditions is None or conditions.role is None:
        return conditions
    return structs.replace(conditions, role=role_name(conditions.role))


def _check_for_many(conditions: Conditions | None) -> None:
    if conditions is not None and conditions.project_name is not None:
        text = "Invalid value for 'conditions.project': give an id, or none: then each gets an own project."
        raise BadRequest(text, param="conditions.project", code="invalid_value")
