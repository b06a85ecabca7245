"""Coming in by an invitation: what it carries is what they get, and it lets in no more than it says."""

import asyncio

import pytest
from msgspec import structs

from tests.doors import AT, OPERATOR, PASSWORD, a_door
from zaffre.core.callers import NANO
from zaffre.core.conditions import Allowance
from zaffre.core.errors import BadRequest, Conflict, Forbidden, NotFound, Problem
from zaffre.core.invitations import Seat
from zaffre.core.people import Page
from zaffre.core.proving import TooManyAttempts
from zaffre.core.trail import Sought
from zaffre.service.organization.ways_in.entering import Newcomer
from zaffre.storage import allowances, limits, nodes


async def test_whoever_comes_by_an_invitation_gets_what_it_carries(tmp_path):
    async with a_door(tmp_path) as door:
        project, _ = await door.stories.founding.create(OPERATOR, "atlas")
        code = await door.invited(
            projects=(Seat(project.id, "developer"),),
            models=("echo",),
            limits={"requests_per_minute": 5},
            budget=Allowance(3 * NANO, "month"),
        )
        caller = await door.accepted(code, "ada@example.com")
        assert caller.rights.allow("inference", project.id) and not caller.rights.allow("keys.write", project.id)
        assert not caller.rights.everywhere
        async with door.database.begin() as connection:
            [seat] = await allowances.of(connection, caller.user_id)
            [limit] = await limits.all_limits(connection)
            [budget] = await limits.all_budgets(connection)
        assert seat.models == ("echo",)
        assert (limit.subject, limit.subject_id, limit.meters) == ("user", caller.user_id, {"requests_per_minute": 5})
        assert (budget.subject_id, budget.amount, budget.is_hard) == (caller.user_id, 3 * NANO, True)


@pytest.mark.both_databases
async def test_many_who_accept_at_once_never_use_it_too_often(tmp_path):
    async with a_door(tmp_path, with_mail=False) as door:
        code = await door.invited(most_uses=3)
        tries = [door.accepted(code, f"p{number}@example.com") for number in range(9)]
        came = await asyncio.gather(*tries, return_exceptions=True)
        assert sum(not isinstance(one, Exception) for one in came) == 3
        assert all(isinstance(one, Problem) for one in came if isinstance(one, Exception)), came
        [seen], _ = await door.stories.invitations.page(Page(10))
        whole = await door.stories.invitations.one(seen.invitation.id)
        assert whole.invitation.uses == len(whole.uses) == 3
        people, _ = await door.stories.people.page(Page(50))
        assert len(people) == 3, "whoever came too late has no account"


async def test_a_code_without_a_bound_lets_in_whoever_comes(tmp_path):
    async with a_door(tmp_path) as door:
        code = await door.invited(most_uses=None)
        for number in range(4):
            await door.accepted(code, f"p{number}@example.com")
        [seen], _ = await door.stories.invitations.page(Page(10))
        assert seen.invitation.state(door.clock.now()) == "open"


async def test_codes_that_are_used_up_expired_revoked_or_invented_are_refused_alike(tmp_path):
    async with a_door(tmp_path) as door:
        used, expired, revoked = [await door.invited(expires_at=end) for end in (None, door.clock.now() + 60, None)]
        await door.accepted(used, "ada@example.com")
        seen, _ = await door.stories.invitations.page(Page(10))
        await door.stories.invitations.revoke(OPERATOR, _of(seen, revoked).id)
        door.clock.time += 61
        refusals = set()
        for code in (used, expired, revoked, "zfi-invented", "x" * 500):
            with pytest.raises(NotFound) as refused:
                await door.stories.entering.look(code, AT)
            refusals.add((refused.value.message, refused.value.code))
        assert len(refusals) == 1


def _of(seen, code):
    return next(one.invitation for one in seen if code.startswith(one.invitation.shown.rstrip("…")))


async def test_whoever_guesses_codes_is_slowed_down_and_nobody_else(tmp_path):
    async with a_door(tmp_path) as door:
        code = await door.invited()
        for _ in range(20):
            with pytest.raises(NotFound):
                await door.stories.entering.look("zfi-guess", AT)
        with pytest.raises(TooManyAttempts):
            await door.stories.entering.look(code, AT)
        await door.stories.entering.look(code, structs.replace(AT, address="192.0.2.2"))
        door.clock.time += 601
        await door.stories.entering.look(code, AT)


async def test_nobody_invites_to_more_than_they_may_do_themselves(tmp_path):
    async with a_door(tmp_path) as door:
        project, _ = await door.stories.founding.create(OPERATOR, "atlas")
        admin = await door.person("admin@example.com", "admin")
        with pytest.raises(Forbidden, match="owner"):
            await door.invited(admin, role="owner")
        await door.invited(admin, projects=(Seat(project.id, "project_admin"),))
        member = await door.person("member@example.com")
        with pytest.raises(Forbidden, match=r"invitations\.write"):
            await door.invited(member)


async def test_what_there_is_not_is_named(tmp_path):
    async with a_door(tmp_path) as door:
        for given, param in [
            ({"role": "emperor"}, "role"),
            ({"projects": (Seat("proj_none", "developer"),)}, "project_id"),
            ({"models": ("echo", "nothing")}, "models[1]"),
        ]:
            with pytest.raises(Problem) as refused:
                await door.invited(**given)
            assert refused.value.param == param


async def test_an_invitation_of_one_person_is_mailed_and_for_nobody_else(tmp_path):
    async with a_door(tmp_path) as door:
        await door.invited(email="ada@example.com")
        to, code = await door.letter()
        assert to == "ada@example.com"
        with pytest.raises(Forbidden, match="another address"):
            await door.accepted(code, "eve@example.com")
        people, _ = await door.stories.people.page(Page(10))
        assert people == [], "who was refused has no account"
        await door.accepted(code, "ada@example.com")
        people, _ = await door.stories.people.page(Page(10))
        assert people[0].user.verified_at is not None, "the code came by mail, so the address is theirs"


async def test_a_code_for_whoever_holds_it_does_not_prove_an_address(tmp_path):
    async with a_door(tmp_path) as door:
        caller = await door.accepted(await door.invited(), "ada@example.com")
        user = (await door.stories.people.one(caller.user_id)).user
        assert user.is_active and user.verified_at is None
        to, token = await door.letter()
        assert to == "ada@example.com"
        assert (await door.stories.sign_up.verify(token, AT)).verified_at is not None


async def test_whoever_has_an_account_signs_in_and_joins(tmp_path):
    async with a_door(tmp_path) as door:
        project, _ = await door.stories.founding.create(OPERATOR, "atlas")
        ada = await door.person("ada@example.com")
        code = await door.invited(most_uses=None, projects=(Seat(project.id, "creator"),))
        with pytest.raises(Conflict) as refused:
            await door.accepted(code, "ada@example.com")
        assert refused.value.code == "account_exists"
        await door.stories.entering.join(ada, code, AT)
        assert (await door.caller(ada.user_id)).rights.allow("gallery", project.id)
        with pytest.raises(Conflict, match="already"):
            await door.stories.entering.join(ada, code, AT)


async def test_an_invitation_takes_nothing_away(tmp_path):
    async with a_door(tmp_path) as door:
        project, _ = await door.stories.founding.create(OPERATOR, "atlas")
        ada = await door.person("ada@example.com")
        await door.give(ada.user_id, "developer", project.id)
        code = await door.invited(
            projects=(Seat(project.id, "developer"),),
            models=("echo",),
            limits={"requests_per_minute": 1},
            budget=Allowance(1, "month"),
        )
        await door.stories.entering.join(ada, code, AT)
        async with door.database.begin() as connection:
            assert await allowances.of(connection, ada.user_id) == []
            assert await limits.all_limits(connection) == []
            assert await limits.all_budgets(connection) == []


async def test_an_invitation_widens_what_one_before_it_narrowed(tmp_path):
    async with a_door(tmp_path) as door:
        project, _ = await door.stories.founding.create(OPERATOR, "atlas")
        seats = (Seat(project.id, "developer"),)
        first = await door.invited(projects=seats, models=("echo",), limits={"requests_per_minute": 5})
        ada = await door.accepted(first, "ada@example.com")
        more = await door.invited(projects=seats, models=("slow",), limits={"requests_per_minute": 9})
        await door.stories.entering.join(ada, more, AT)
        async with door.database.begin() as connection:
            [seat] = await allowances.of(connection, ada.user_id)
            [limit] = await limits.all_limits(connection)
        assert seat.models == ("echo", "slow") and limit.requests_per_minute == 9


async def test_where_the_way_in_is_closed_only_single_persons_are_invited(tmp_path):
    async with a_door(tmp_path, '[access]\nway_in = "closed"\n') as door:
        admin = await door.person("admin@example.com", "admin")
        with pytest.raises(BadRequest, match="closed"):
            await door.invited(admin, most_uses=None)
        await door.invited(admin, email="ada@example.com")
        await door.accepted((await door.letter())[1], "ada@example.com")


async def test_closing_the_door_ends_codes_that_are_around(tmp_path):
    async with a_door(tmp_path) as door:
        admin = await door.person("admin@example.com", "admin")
        code = await door.invited(admin, most_uses=None)
    async with a_door(tmp_path, '[access]\nway_in = "closed"\n') as door:
        with pytest.raises(NotFound):
            await door.stories.entering.look(code, AT)


async def test_the_first_owner_comes_by_the_newest_link_once(tmp_path):
    async with a_door(tmp_path, '[access]\nway_in = "closed"\n') as door:
        old, new = [await door.stories.first_owner.code("node_1") for _ in range(2)]
        with pytest.raises(NotFound):
            await door.accepted(old, "eve@example.com")
        owner = await door.accepted(new, "ada@example.com")
        assert owner.rights.allow("roles.write")
        assert await door.stories.first_owner.code("node_1") is None


async def test_of_nodes_that_run_together_the_first_one_tells_the_owners_link(tmp_path):
    async with a_door(tmp_path) as door:
        code = await door.stories.first_owner.code("node_1")
        async with door.database.begin() as connection:
            await nodes.put(connection, "node_1", "one", "valkey")
        assert await door.stories.first_owner.code("node_2") is None
        assert (await door.accepted(code, "ada@example.com")).rights.allow("roles.write")


@pytest.mark.both_databases
async def test_nodes_that_start_together_tell_a_link_each_and_the_first_that_is_used_ends_the_others(tmp_path):
    async with a_door(tmp_path, '[access]\nway_in = "closed"\n', with_mail=False) as door:
        codes = await asyncio.gather(*(door.stories.first_owner.code(f"node_{number}") for number in range(3)))
        assert all([(await door.stories.entering.look(code, AT)).invitation.role == "owner" for code in codes])
        tries = [door.accepted(code, f"p{number}@example.com") for number, code in enumerate(codes)]
        came = await asyncio.gather(*tries, return_exceptions=True)
        assert sum(isinstance(one, NotFound) for one in came) == 2
        [owner] = [one for one in came if not isinstance(one, Exception)]
        assert owner.rights.allow("roles.write")
        told, _ = await door.stories.invitations.page(Page(10))
        assert sorted(one.invitation.state(door.clock.now()) for one in told) == ["revoked", "revoked", "used"]


async def test_a_weak_password_costs_no_use(tmp_path):
    async with a_door(tmp_path) as door:
        code = await door.invited()
        with pytest.raises(BadRequest, match="password"):
            weak = Newcomer(email="ada@example.com", name="Ada", password="password12")
            await door.stories.entering.accept(weak, code, AT)
        await door.accepted(code, "ada@example.com")


async def test_the_trail_tells_of_each_step_and_of_no_secret(tmp_path):
    async with a_door(tmp_path) as door:
        code = await door.invited()
        newcomer = Newcomer(email="ada@example.com", name="Ada", password=PASSWORD)
        _, proof = await door.stories.entering.accept(newcomer, code, AT)
        page = await door.stories.audit.page(OPERATOR, Sought(limit=50))
    actions = [event.action for event in page.events]
    assert {"invite.sent", "invite.accepted", "user.added", "login.succeeded"} <= set(actions)
    accepted = next(event for event in page.events if event.action == "invite.accepted")
    assert accepted.actor_id == proof.id and accepted.address == "192.0.2.1"
    told = "".join(str((event.before, event.after)) for event in page.events)
    assert code not in told and PASSWORD not in told and "argon2" not in told
