"""Applying: the waiting list is fair, approvals give what they say and no more, and much needs a second person."""

import asyncio

import pytest

from tests.doors import ASKED, OPERATOR, a_door
from zaffre.core.applications import Asked
from zaffre.core.callers import NANO
from zaffre.core.conditions import Allowance, Conditions
from zaffre.core.errors import BadRequest, Conflict, Forbidden, NotFound, Problem
from zaffre.core.people import Page
from zaffre.core.trail import Sought
from zaffre.service.organization.people.assignments import Holder
from zaffre.service.organization.ways_in.reviews import Decision
from zaffre.storage import allowances, limits

LIMITED = '[access]\nway_in = "limited"\n'
GATED = """
[access.capabilities.unfiltered]
description = "Nothing is filtered."
policy = "bare"
[policies.bare]
base = "default"
"""


def approval(**given) -> Decision:
    return Decision(action="approve", conditions=Conditions(**{"role": "developer"} | given))


async def decide(door, caller, application_id, action, note=None):
    return await door.stories.reviews.decide(caller, application_id, Decision(action=action, note=note))


async def test_an_approval_gives_what_it_says_and_no_more(tmp_path):
    async with a_door(tmp_path, LIMITED) as door:
        ada, application = await door.applied("ada@example.com")
        given = {"limits": {"requests_per_minute": 7}, "budget": Allowance(2 * NANO, "month"), "models": ("echo",)}
        case = await door.stories.reviews.decide(OPERATOR, application, approval(project_name="atlas", **given))
        assert case.application.state == "approved"
        project = await door.stories.projects.named("atlas")
        after = await door.caller(ada.user_id)
        assert not after.rights.everywhere and set(after.rights.projects) == {project.id}
        assert after.rights.allow("inference", project.id) and not after.rights.allow("keys.write", project.id)
        assert project.deployments == ("echo",)
        async with door.database.begin() as connection:
            [limit], [budget] = await limits.all_limits(connection), await limits.all_budgets(connection)
        assert (limit.subject, limit.subject_id, limit.meters) == ("project", project.id, {"requests_per_minute": 7})
        assert (budget.subject, budget.amount) == ("project", 2 * NANO)
        assert (await door.letter())[0] == "ada@example.com"


async def test_in_a_project_that_others_use_too_the_quota_is_the_persons(tmp_path):
    async with a_door(tmp_path, LIMITED) as door:
        project, _ = await door.stories.founding.create(OPERATOR, "shared")
        ada, application = await door.applied("ada@example.com")
        given = approval(project_id=project.id, models=("echo",), limits={"tokens_per_day": 9})
        await door.stories.reviews.decide(OPERATOR, application, given)
        async with door.database.begin() as connection:
            [limit], [seat] = await limits.all_limits(connection), await allowances.of(connection, ada.user_id)
        assert (limit.subject, limit.subject_id) == ("user", ada.user_id)
        assert (seat.project_id, seat.models) == (project.id, ("echo",))


async def test_a_role_for_a_time_ends_with_it(tmp_path):
    async with a_door(tmp_path, LIMITED) as door:
        ada, application = await door.applied("ada@example.com")
        await door.stories.reviews.decide(OPERATOR, application, approval(expires_at=door.clock.now() + 60))
        assert (await door.caller(ada.user_id)).rights.allow_somewhere("inference")
        assert await door.stories.doorkeeping.end_expired() == 0
        door.clock.time += 61
        assert await door.stories.doorkeeping.end_expired() == 1
        assert not (await door.caller(ada.user_id)).rights.allow_somewhere("inference")


async def test_a_role_that_is_given_anew_does_not_end_with_the_old_one(tmp_path):
    async with a_door(tmp_path, LIMITED) as door:
        ada, application = await door.applied("ada@example.com")
        await door.stories.reviews.decide(OPERATOR, application, approval(expires_at=door.clock.now() + 60))
        project = (await door.caller(ada.user_id)).project_id
        await door.stories.members.remove(OPERATOR, Holder("user", ada.user_id, project))
        await door.give(ada.user_id, "developer", project)
        door.clock.time += 61
        assert await door.stories.doorkeeping.end_expired() == 0
        assert (await door.caller(ada.user_id)).rights.allow("inference", project)


async def test_the_waiting_list_is_in_the_order_of_arrival_and_an_answer_keeps_the_place(tmp_path):
    async with a_door(tmp_path, LIMITED) as door:
        came = [await door.applied(f"p{number}@example.com") for number in range(4)]
        first, application = came[0]
        assert [await place(door, *one) for one in came] == [1, 2, 3, 4]
        await decide(door, OPERATOR, application, "ask", "Which reports?")
        assert [await place(door, *one) for one in came] == [None, 1, 2, 3]
        assert (await door.letter())[0] == "p0@example.com"
        await door.stories.applications.answer(first, application, "The yearly ones.", ASKED)
        assert [await place(door, *one) for one in came] == [1, 2, 3, 4]
        await door.stories.applications.withdraw(came[1][0], came[1][1])
        assert [await place(door, *one) for one in came] == [1, None, 2, 3]


async def place(door, caller, application):
    return (await door.stories.applications.own_one(caller, application)).position


async def test_the_next_of_the_list_are_let_in_at_once(tmp_path):
    async with a_door(tmp_path, LIMITED) as door:
        came = [await door.applied(f"p{number}@example.com") for number in range(5)]
        await decide(door, OPERATOR, came[1][1], "ask", "Why?")
        results = await door.stories.reviews.admit(OPERATOR, 3, None)
        assert [one.application_id for one in results] == [came[number][1] for number in (0, 2, 3)]
        assert all(one.problem is None for one in results)
        assert await place(door, *came[4]) == 1
        assert [one.application_id for one in await door.stories.reviews.admit(OPERATOR, 50, None)] == [came[4][1]]


@pytest.mark.both_databases
async def test_two_who_let_people_in_at_once_let_in_each_person_once(tmp_path):
    async with a_door(tmp_path, LIMITED + "verify_email = false\n", with_mail=False) as door:
        for number in range(6):
            await door.applied(f"p{number}@example.com")
        twice = await asyncio.gather(*(door.stories.reviews.admit(OPERATOR, 3, None) for _ in range(2)))
        let_in = [one.application_id for results in twice for one in results if one.problem is None]
        assert len(let_in) == len(set(let_in)) == 6
        projects, _ = await door.stories.projects.page(OPERATOR, Page(50), with_archived=True)
        assert len(projects) == 6


async def test_production_needs_a_second_person(tmp_path):
    async with a_door(tmp_path, LIMITED) as door:
        one, two = await door.person("one@example.com", "admin"), await door.person("two@example.com", "admin")
        ada, application = await door.applied("ada@example.com", Asked(use_case="x", is_production=True))
        case = await door.stories.reviews.decide(one, application, approval())
        assert case.application.state == "second_review"
        assert not (await door.caller(ada.user_id)).rights.allow_somewhere("inference")
        with pytest.raises(Forbidden, match="second person"):
            await decide(door, one, application, "approve")
        with pytest.raises(BadRequest, match="gives none"):
            await door.stories.reviews.decide(two, application, approval(limits={"tokens_per_day": 9**9}))
        case = await decide(door, two, application, "approve")
        assert (case.application.decided_by, case.application.second_by) == (one.user_id, two.user_id)
        assert (await door.caller(ada.user_id)).rights.allow_somewhere("inference")


async def test_a_gated_capability_needs_a_safety_reviewer_and_brings_its_policy(tmp_path):
    async with a_door(tmp_path, LIMITED + GATED) as door:
        reviewer = await door.person("safety@example.com", "safety_reviewer")
        owner = await door.person("owner@example.com", "owner")
        ada, application = await door.applied("ada@example.com", Asked(use_case="x", capabilities=("unfiltered",)))
        with pytest.raises(Forbidden, match=r"applications\.decide"):
            await decide(door, reviewer, application, "approve")
        await door.stories.reviews.decide(owner, application, approval(capabilities=("unfiltered",)))
        await decide(door, reviewer, application, "approve")
        project = await door.stories.projects.one((await door.caller(ada.user_id)).project_id)
        assert project.policy == "bare"


async def test_what_was_asked_for_and_not_given_is_not_given(tmp_path):
    async with a_door(tmp_path, LIMITED + GATED) as door:
        ada, application = await door.applied("ada@example.com", Asked(use_case="x", capabilities=("unfiltered",)))
        case = await door.stories.reviews.decide(OPERATOR, application, approval())
        assert case.application.state == "approved"
        project = await door.stories.projects.one((await door.caller(ada.user_id)).project_id)
        assert project.policy is None


async def test_nobody_gives_what_they_lack(tmp_path):
    async with a_door(tmp_path, LIMITED) as door:
        await door.stories.roles.create(
            OPERATOR, "doorkeeper", "Lets people in.", ("applications.read", "applications.decide", "projects.create")
        )
        keeper = await door.person("keeper@example.com", "doorkeeper")
        _, application = await door.applied("ada@example.com")
        for given, lacks in [
            ({"role": "creator"}, "creator"),
            ({"role": "member", "limits": {"tokens_per_day": 1}}, r"limits\.write"),
            ({"role": "member", "budget": Allowance(1, "day")}, r"budgets\.write"),
        ]:
            with pytest.raises(Forbidden, match=lacks):
                await door.stories.reviews.decide(keeper, application, approval(**given))
        admin = await door.person("admin@example.com", "admin")
        with pytest.raises(Forbidden, match="owner"):
            await door.stories.reviews.decide(admin, application, approval(role="owner"))
        assert (await door.stories.applications.one(application)).application.state == "applied"


async def test_nobody_lets_themselves_in(tmp_path):
    async with a_door(tmp_path, LIMITED) as door:
        await door.stories.roles.create(OPERATOR, "judge", "Decides.", ("applications.decide",))
        ada, application = await door.applied("ada@example.com")
        await door.give(ada.user_id, "judge")
        with pytest.raises(Forbidden, match="own"):
            await decide(door, await door.caller(ada.user_id), application, "decline")


async def test_asking_for_more_raises_the_quota_of_the_project(tmp_path):
    async with a_door(tmp_path, LIMITED) as door:
        ada, first = await door.applied("ada@example.com")
        await door.stories.reviews.decide(OPERATOR, first, approval(models=("echo",), limits={"tokens_per_day": 5}))
        ada = await door.caller(ada.user_id)
        more = await door.stories.applications.apply(ada, "more", ASKED, project_id=None, agreed=None)
        with pytest.raises(BadRequest, match="there"):
            await door.stories.reviews.decide(OPERATOR, more.application.id, approval(project_name="another"))
        given = Conditions(models=("slow",), limits={"tokens_per_day": 50})
        decision = Decision(action="approve", conditions=given)
        await door.stories.reviews.decide(OPERATOR, more.application.id, decision)
        project = await door.stories.projects.one(ada.project_id)
        async with door.database.begin() as connection:
            [limit] = await limits.all_limits(connection)
        assert project.deployments == ("echo", "slow")
        assert (limit.subject_id, limit.tokens_per_day) == (project.id, 50)


async def test_more_is_the_persons_own_where_their_quota_is(tmp_path):
    async with a_door(tmp_path, LIMITED) as door:
        project, _ = await door.stories.founding.create(OPERATOR, "shared")
        ada, first = await door.applied("ada@example.com")
        there = {"project_id": project.id, "models": ("echo",)}
        await door.stories.reviews.decide(OPERATOR, first, approval(limits={"tokens_per_day": 5}, **there))
        ada = await door.caller(ada.user_id)
        more = await door.stories.applications.apply(ada, "more", ASKED, project_id=project.id, agreed=None)
        decision = approval(role="project_admin", models=("slow",), limits={"tokens_per_day": 50})
        await door.stories.reviews.decide(OPERATOR, more.application.id, decision)
        assert (await door.caller(ada.user_id)).rights.allow("keys.write", project.id)
        async with door.database.begin() as connection:
            [limit] = await limits.all_limits(connection)
            seats = {seat.role: seat.models for seat in await allowances.of(connection, ada.user_id)}
        assert (limit.subject_id, limit.tokens_per_day) == (ada.user_id, 50)
        assert seats == {"developer": ("echo", "slow"), "project_admin": ("slow",)}


async def test_more_is_asked_only_where_one_belongs(tmp_path):
    async with a_door(tmp_path, LIMITED) as door:
        others, _ = await door.stories.founding.create(OPERATOR, "others")
        ada, _ = await door.applied("ada@example.com")
        for project_id in (others.id, "proj_none", None):
            with pytest.raises(NotFound):
                await door.stories.applications.apply(ada, "more", ASKED, project_id=project_id, agreed=None)


async def test_one_application_at_a_time(tmp_path):
    async with a_door(tmp_path, LIMITED) as door:
        ada, application = await door.applied("ada@example.com")
        with pytest.raises(Conflict, match="not decided"):
            await door.stories.applications.apply(ada, "access", ASKED, project_id=None, agreed=None)
        await decide(door, OPERATOR, application, "decline", "Not yet.")
        again = await door.stories.applications.apply(ada, "access", ASKED, project_id=None, agreed=None)
        assert again.position == 1


async def test_others_see_nothing_of_an_application(tmp_path):
    async with a_door(tmp_path, LIMITED) as door:
        _, application = await door.applied("ada@example.com")
        eve = await door.person("eve@example.com")
        for story in (door.stories.applications.own_one, door.stories.applications.withdraw):
            with pytest.raises(NotFound):
                await story(eve, application)
        assert await door.stories.applications.own(eve) == []


async def test_many_are_decided_each_by_itself(tmp_path):
    async with a_door(tmp_path, LIMITED) as door:
        came = [await door.applied(f"p{number}@example.com") for number in range(3)]
        await door.stories.applications.withdraw(came[1][0], came[1][1])
        ids = [one for _, one in came]
        results = await door.stories.reviews.decide_all(OPERATOR, [*ids, ids[0]], approval())
        assert [one.problem is None for one in results] == [True, False, True]
        with pytest.raises(BadRequest, match="own project"):
            await door.stories.reviews.decide_all(OPERATOR, ids, approval(project_name="one for all"))


async def test_terms_are_agreed_to_in_their_version(tmp_path):
    terms = '[access.terms]\nversion = "2"\ntext = "Be kind."\n'
    async with a_door(tmp_path, LIMITED + terms) as door:
        ada = await door.person("ada@example.com")
        for agreed in (None, "1"):
            with pytest.raises(BadRequest) as refused:
                await door.stories.applications.apply(ada, "access", ASKED, project_id=None, agreed=agreed)
            assert refused.value.param == "agreed_terms"
        case = await door.stories.applications.apply(ada, "access", ASKED, project_id=None, agreed="2")
        assert case.application.terms.version == "2"


async def test_where_the_way_in_is_another_nobody_applies(tmp_path):
    async with a_door(tmp_path) as door:
        ada = await door.person("ada@example.com")
        with pytest.raises(Forbidden, match="invitation"):
            await door.stories.applications.apply(ada, "access", ASKED, project_id=None, agreed=None)


async def test_opening_the_door_lets_in_who_waited_before_it(tmp_path):
    async with a_door(tmp_path, LIMITED) as door:
        ada, application = await door.applied("ada@example.com")
    starting = '[access]\nway_in = "open"\n[access.starting]\ntokens_per_day = 100\n'
    async with a_door(tmp_path, starting) as door:
        assert await door.stories.doorkeeping.let_waiting_in() == 1
        assert (await door.stories.applications.own_one(ada, application)).application.state == "approved"
        assert (await door.caller(ada.user_id)).rights.allow_somewhere("inference")
        async with door.database.begin() as connection:
            [limit] = await limits.all_limits(connection)
        assert limit.tokens_per_day == 100
        assert await door.stories.doorkeeping.let_waiting_in() == 0


async def test_each_step_is_in_the_trail_and_in_the_applications_own_history(tmp_path):
    async with a_door(tmp_path, LIMITED) as door:
        ada, application = await door.applied("ada@example.com")
        await decide(door, OPERATOR, application, "review")
        await decide(door, OPERATOR, application, "ask", "Why?")
        await door.stories.applications.answer(ada, application, "Because.", ASKED)
        case = await door.stories.reviews.decide(OPERATOR, application, approval())
        page = await door.stories.audit.page(OPERATOR, Sought(limit=50, object_ids=(application,)))
    states = ["applied", "in_review", "asked_back", "applied", "approved"]
    assert [step.state for step in case.steps] == states
    assert [event.action for event in reversed(page.events)] == [f"application.{state}" for state in states]


async def test_an_application_that_somebody_else_decided_is_not_decided_again(tmp_path):
    async with a_door(tmp_path, LIMITED) as door:
        _, application = await door.applied("ada@example.com")
        tries = [decide(door, OPERATOR, application, action) for action in ("approve", "decline", "approve")]
        results = await asyncio.gather(*tries, return_exceptions=True)
        assert sum(isinstance(one, Problem) for one in results) == 2
