"""A project's own roles, promised by invitations and conditions: given there alone, by whoever holds as much."""

import pytest

from tests.doors import OPERATOR, a_door
from zaffre.core.applications import Asked
from zaffre.core.conditions import Conditions
from zaffre.core.errors import BadRequest, Conflict, Forbidden
from zaffre.core.invitations import Seat
from zaffre.service.organization.ways_in.reviews import Decision
from zaffre.storage import allowances
from zaffre.wire.organization import conditions, invitations

pytestmark = pytest.mark.both_databases
LIMITED = '[access]\nway_in = "limited"\n'


async def two_projects(door):
    """Two projects, and the first one's own role, which is called `reader`."""
    ours, theirs = [(await door.stories.founding.create(OPERATOR, name))[0] for name in ("atlas", "borealis")]
    reader = await door.stories.roles.create(OPERATOR, "reader", "Reads.", ["projects.read", "usage.read"], ours.id)
    return ours.id, theirs.id, reader


def approval(project_id: str, role: str) -> Decision:
    return Decision(action="approve", conditions=Conditions(project_id=project_id, role=role))


async def test_an_invitation_gives_a_projects_own_role_in_that_project_alone(tmp_path):
    async with a_door(tmp_path, with_mail=False) as door:
        ours, theirs, reader = await two_projects(door)
        code = await door.invited(projects=(Seat(ours, "reader"), Seat(ours, reader.id), Seat(theirs, "creator")))
        shown, _ = await door.stories.invitations.look(code)
        assert [one["role"] for one in invitations.told(shown, None, 0)["projects"]] == ["reader", "creator"]
        ada = await door.accepted(code, "ada@example.com")
        assert ada.rights.held(ours) == reader.permissions
        assert not ada.rights.allow("usage.read", theirs) and ada.rights.allow("inference", theirs)


async def test_the_role_of_another_project_is_no_role_here(tmp_path):
    async with a_door(tmp_path, LIMITED) as door:
        ours, theirs, reader = await two_projects(door)
        _, application = await door.applied("ada@example.com")
        for name in ("reader", reader.id, reader.key):
            with pytest.raises(BadRequest, match="there is no role") as refused:
                await door.invited(projects=(Seat(ours, "reader"), Seat(theirs, name)))
            assert refused.value.param == "projects[1].role"
            with pytest.raises(BadRequest, match="there is no role") as refused:
                await door.stories.reviews.decide(OPERATOR, application, approval(theirs, name))
            assert refused.value.param == "conditions.role"
        with pytest.raises(BadRequest):
            await door.invited(role="reader")


async def test_nobody_promises_what_they_lack_there(tmp_path):
    async with a_door(tmp_path, LIMITED) as door:
        ours, _, _ = await two_projects(door)
        granted = ["invitations.write", "applications.decide", "projects.read", "usage.read"]
        await door.stories.roles.create(OPERATOR, "doorkeeper", "Lets people in.", granted)
        await door.stories.roles.create(OPERATOR, "strong", "More.", ["keys.write"], ours)
        keeper = await door.person("keeper@example.com", "doorkeeper")
        _, application = await door.applied("ada@example.com")
        with pytest.raises(Forbidden, match=r"keys\.write") as refused:
            await door.invited(keeper, projects=(Seat(ours, "reader"), Seat(ours, "strong")))
        assert refused.value.param == "projects[1].role"
        with pytest.raises(Forbidden, match=r"keys\.write") as refused:
            await door.stories.reviews.decide(keeper, application, approval(ours, "strong"))
        assert refused.value.param == "conditions.role"
        await door.invited(keeper, projects=(Seat(ours, "reader"),))
        await door.stories.reviews.decide(keeper, application, approval(ours, "reader"))


async def test_an_approval_gives_a_projects_own_role_and_a_second_person_agrees_to_what_they_are_told(tmp_path):
    async with a_door(tmp_path, LIMITED) as door:
        ours, _, reader = await two_projects(door)
        ada, application = await door.applied("ada@example.com", Asked(use_case="Reports.", is_production=True))
        case = await door.stories.reviews.decide(OPERATOR, application, approval(ours, reader.id))
        told = conditions.told(case.application.conditions)
        assert (case.application.state, told["role"]) == ("second_review", "reader")
        boss = await door.person("boss@example.com", "admin")
        agreed = Decision(action="approve", conditions=conditions.decode(told, 0))
        await door.stories.reviews.decide(boss, application, agreed)
        assert (await door.caller(ada.user_id)).rights.held(ours) == reader.permissions


async def test_a_role_that_is_renamed_is_promised_by_its_new_name_and_stays_as_narrow(tmp_path):
    async with a_door(tmp_path, LIMITED) as door:
        ours, _, reader = await two_projects(door)
        code = await door.invited(projects=(Seat(ours, "reader"),), models=("echo",), most_uses=2)
        asked = Asked(use_case="Reports.", is_production=True)
        eve, application = await door.applied("eve@example.com", asked)
        await door.stories.reviews.decide(OPERATOR, application, approval(ours, "reader"))
        ada = await door.accepted(code, "ada@example.com")
        await door.stories.roles.change(OPERATOR, reader.id, ours, name="onlooker")
        bob = await door.accepted(code, "bob@example.com")
        boss = await door.person("boss@example.com", "admin")
        await door.stories.reviews.decide(boss, application, Decision(action="approve"))
        async with door.database.begin() as connection:
            seats = [seat for one in (ada, bob) for seat in await allowances.of(connection, one.user_id)]
        assert {(seat.role, seat.models) for seat in seats} == {(f"onlooker@{ours}", ("echo",))}
        for one in (ada, bob, eve):
            assert (await door.caller(one.user_id)).rights.held(ours) == reader.permissions


async def test_a_role_that_is_promised_is_not_deleted(tmp_path):
    async with a_door(tmp_path, LIMITED) as door:
        ours, _, reader = await two_projects(door)
        code = await door.invited(projects=(Seat(ours, "reader"),))
        _, application = await door.applied("eve@example.com", Asked(use_case="Reports.", is_production=True))
        await door.stories.reviews.decide(OPERATOR, application, approval(ours, "reader"))
        with pytest.raises(Conflict, match="open invitation"):
            await door.stories.roles.remove(OPERATOR, reader.id, ours)
        shown, _ = await door.stories.invitations.look(code)
        await door.stories.invitations.revoke(OPERATOR, shown.id)
        with pytest.raises(Conflict, match="second review"):
            await door.stories.roles.remove(OPERATOR, reader.id, ours)
        await door.stories.reviews.decide(OPERATOR, application, Decision(action="decline"))
        assert await door.stories.roles.remove(OPERATOR, reader.id, ours) == reader.id
