"""Signing up, and forgotten passwords: an address must be proven, and nobody learns who has an account."""

import pytest
from msgspec import structs

from tests.doors import AT, OPERATOR, PASSWORD, a_door
from zaffre.access.credentials import Credential
from zaffre.core.callers import NANO
from zaffre.core.errors import BadRequest, Conflict, Forbidden, NotFound, Problem
from zaffre.core.people import Page
from zaffre.core.proving import SignInRefused, TooManyAttempts
from zaffre.service.organization.sign_in.sign_in import Given
from zaffre.service.organization.ways_in.entering import Newcomer
from zaffre.storage import allowances, limits

OPEN = """
[access]
way_in = "open"
[access.starting]
requests_per_minute = 5
budget = 1.5
models = ["echo"]
"""
SHARED = 'project = "everybody"\n'
ADA = Newcomer(email="ada@example.com", name="Ada", password=PASSWORD)
ANOTHER = "verdigris-Harbour-31-plum"


async def sign_in(door, password: str = PASSWORD, email: str = ADA.email):
    return await door.stories.sign_in.by_password(Given(email=email, password=password), AT)


async def test_whoever_proves_their_address_begins_with_the_starting_quota(tmp_path):
    async with a_door(tmp_path, OPEN) as door:
        assert await door.stories.sign_up.sign_up(ADA, None, AT) == "unverified"
        with pytest.raises(Problem):
            await sign_in(door)
        to, token = await door.letter()
        assert to == ADA.email
        user = await door.stories.sign_up.verify(token, AT)
        await sign_in(door)
        caller = await door.caller(user.id)
        [project] = caller.rights.projects
        assert caller.rights.allow("api", project) and not caller.rights.everywhere
        async with door.database.begin() as connection:
            [limit], [budget] = await limits.all_limits(connection), await limits.all_budgets(connection)
        assert (limit.subject_id, limit.requests_per_minute) == (project, 5)
        assert (budget.subject_id, budget.amount, budget.period) == (project, round(1.5 * NANO), "month")
        assert (await door.stories.projects.one(project)).deployments == ("echo",)


async def test_in_a_project_for_everybody_each_has_a_quota_of_their_own(tmp_path):
    async with a_door(tmp_path, OPEN + SHARED) as door:
        one, two = await door.signed_up("one@example.com"), await door.signed_up("two@example.com")
        assert one.project_id == two.project_id
        async with door.database.begin() as connection:
            whose = {limit.subject_id for limit in await limits.all_limits(connection)}
            [seat] = await allowances.of(connection, one.user_id)
        assert whose == {one.user_id, two.user_id} and seat.models == ("echo",)


async def test_a_link_works_once_and_for_three_days(tmp_path):
    async with a_door(tmp_path, OPEN) as door:
        await door.signed_up("ada@example.com")
        await door.stories.sign_up.sign_up(structs.replace(ADA, email="bob@example.com"), None, AT)
        _, token = await door.letter()
        door.clock.time += 3 * 86_400
        for bad in (token, "invented", "x" * 900):
            with pytest.raises(NotFound):
                await door.stories.sign_up.verify(bad, AT)


async def test_signing_up_with_a_taken_address_answers_the_same_and_its_owner_hears_of_it(tmp_path):
    async with a_door(tmp_path, OPEN) as door:
        ada = await door.signed_up(ADA.email)
        stranger = structs.replace(ADA, name="Eve", password=ANOTHER)
        assert await door.stories.sign_up.sign_up(stranger, None, AT) == "unverified"
        to, token = await door.letter()
        assert (to, token) == (ADA.email, "")
        with pytest.raises(SignInRefused):
            await sign_in(door, ANOTHER)
        assert (await door.stories.people.one(ada.user_id)).user.name == "New"


async def test_the_password_that_counts_is_of_the_link_that_was_opened(tmp_path):
    async with a_door(tmp_path, OPEN) as door:
        await door.stories.sign_up.sign_up(structs.replace(ADA, name="Eve", password=ANOTHER), None, AT)
        await door.letter()
        await door.stories.sign_up.sign_up(ADA, None, AT)
        _, token = await door.letter()
        user = await door.stories.sign_up.verify(token, AT)
        assert user.name == "Ada"
        await sign_in(door)
        with pytest.raises(SignInRefused):
            await sign_in(door, ANOTHER)


@pytest.mark.parametrize("way", ["closed", "invitation"])
async def test_where_the_way_in_is_another_nobody_signs_up(tmp_path, way):
    async with a_door(tmp_path, f'[access]\nway_in = "{way}"\n') as door:
        with pytest.raises(Forbidden, match="invitation"):
            await door.stories.sign_up.sign_up(ADA, None, AT)


async def test_where_access_is_limited_an_account_begins_without_any_right(tmp_path):
    async with a_door(tmp_path, '[access]\nway_in = "limited"\n') as door:
        ada = await door.signed_up(ADA.email)
        assert not ada.rights.everywhere and not ada.rights.projects


async def test_limited_access_without_mail_lets_people_make_accounts_at_once(tmp_path):
    access = '[access]\nway_in = "limited"\nverify_email = false\n'
    async with a_door(tmp_path, access, with_mail=False) as door:
        assert await door.stories.sign_up.sign_up(ADA, None, AT) == "active"
        await sign_in(door)
        people, _ = await door.stories.people.page(Page(10))
        assert people[0].user.verified_at is None
        with pytest.raises(Conflict):
            await door.stories.sign_up.sign_up(ADA, None, AT)


async def test_the_terms_must_be_agreed_to(tmp_path):
    terms = '[access.terms]\nversion = "2"\nurl = "https://example.com/terms"\n'
    async with a_door(tmp_path, OPEN + terms) as door:
        with pytest.raises(BadRequest, match="'2'"):
            await door.stories.sign_up.sign_up(ADA, None, AT)
        assert await door.stories.sign_up.sign_up(ADA, "2", AT) == "unverified"


async def test_nobody_is_flooded_with_mail(tmp_path):
    async with a_door(tmp_path, OPEN) as door:
        await door.person(ADA.email)
        for number in range(3):
            await door.stories.recovery.forgot(ADA.email, Credential(address=f"192.0.2.{number}"))
        with pytest.raises(TooManyAttempts):
            await door.stories.recovery.forgot(ADA.email, Credential(address="192.0.2.99"))
        door.clock.time += 3601
        await door.stories.recovery.forgot(ADA.email, AT)


async def test_one_address_asks_only_so_often_whoever_it_asks_about(tmp_path):
    async with a_door(tmp_path, OPEN) as door:
        for number in range(30):
            await door.stories.recovery.forgot(f"p{number}@example.com", AT)
        with pytest.raises(TooManyAttempts):
            await door.stories.recovery.forgot("ada@example.com", AT)


async def test_a_forgotten_password_is_set_anew_and_all_sessions_end(tmp_path):
    async with a_door(tmp_path, OPEN) as door:
        await door.signed_up(ADA.email)
        opened, _ = await sign_in(door)
        await door.stories.recovery.forgot(ADA.email, AT)
        first = (await door.letter())[1]
        await door.stories.recovery.forgot(ADA.email, AT)
        second = (await door.letter())[1]
        await door.stories.recovery.reset(first, ANOTHER, AT)
        door.stories.sign_in.sessions.forget()
        with pytest.raises(SignInRefused):
            await door.stories.sign_in.sessions.caller(Credential(cookie=opened.secret, is_from_app=True))
        with pytest.raises(NotFound):
            await door.stories.recovery.reset(second, PASSWORD, AT)
        await sign_in(door, ANOTHER)


async def test_an_address_without_an_account_gets_no_mail_and_the_same_answer(tmp_path):
    async with a_door(tmp_path, OPEN) as door:
        await door.stories.recovery.forgot("nobody@example.com", AT)
        suspended = await door.person("gone@example.com")
        await door.stories.people.change(OPERATOR, suspended.user_id, state="suspended")
        await door.stories.recovery.forgot("gone@example.com", AT)
        assert await door.stories.post.outbox.deliver() == 0


async def test_a_link_for_a_new_password_lasts_an_hour(tmp_path):
    async with a_door(tmp_path, OPEN) as door:
        await door.person(ADA.email)
        await door.stories.recovery.forgot(ADA.email, AT)
        _, token = await door.letter()
        door.clock.time += 3600
        with pytest.raises(NotFound):
            await door.stories.recovery.reset(token, ANOTHER, AT)


async def test_a_token_for_one_thing_is_none_for_another(tmp_path):
    async with a_door(tmp_path, OPEN) as door:
        await door.person(ADA.email)
        await door.stories.recovery.forgot(ADA.email, AT)
        _, token = await door.letter()
        with pytest.raises(NotFound):
            await door.stories.sign_up.verify(token, AT)
        await door.stories.recovery.reset(token, ANOTHER, AT)


async def test_an_administrator_hands_over_a_link_but_not_for_an_owner(tmp_path):
    async with a_door(tmp_path, with_mail=False) as door:
        admin = await door.person("admin@example.com", "admin")
        await door.person(ADA.email)
        with pytest.raises(Conflict, match="mail"):
            await door.stories.recovery.forgot(ADA.email, AT)
        fragment = await door.stories.recovery.link(admin, ADA.email)
        await door.stories.recovery.reset(fragment.removeprefix("reset="), PASSWORD, AT)
        await sign_in(door)
        owner = await door.person("owner@example.com", "owner")
        with pytest.raises(Forbidden):
            await door.stories.recovery.link(admin, owner.user_id)


async def test_an_account_that_was_begun_and_never_proven_stands_in_nobodys_way(tmp_path):
    async with a_door(tmp_path, OPEN) as door:
        await door.stories.sign_up.sign_up(structs.replace(ADA, name="Eve", password=ANOTHER), None, AT)
        _, begun = await door.letter()
        ada = await door.accepted(await door.invited(email=ADA.email), ADA.email)
        user = (await door.stories.people.one(ada.user_id)).user
        assert (user.state, user.name) == ("active", "New")
        with pytest.raises(NotFound):
            await door.stories.sign_up.verify(begun, AT)


async def test_where_nobody_signs_in_by_password_nobody_sets_one(tmp_path):
    async with a_door(tmp_path, OPEN + "[sign_in]\npasswords = false\n") as door:
        with pytest.raises(Forbidden, match="password"):
            await door.stories.sign_up.sign_up(ADA, None, AT)
        await door.accepted(await door.invited(), ADA.email)


@pytest.mark.both_databases
async def test_a_sign_up_that_nobody_proves_is_forgotten_and_its_address_is_free(tmp_path):
    async with a_door(tmp_path, OPEN) as door:
        await door.stories.sign_up.sign_up(ADA, None, AT)
        late = (await door.letter())[1]
        ben = await door.signed_up("ben@example.com")
        door.clock.time += 6 * 86_400
        assert await door.stories.doorkeeping.forget_unproven() == 0
        await door.stories.sign_up.sign_up(structs.replace(ADA, email="cleo@example.com"), None, AT)
        door.clock.time += 86_401
        await door.stories.doorkeeping.look()
        people, _ = await door.stories.people.page(Page(10))
        assert sorted(one.user.email for one in people) == ["ben@example.com", "cleo@example.com"]
        with pytest.raises(NotFound):
            await door.stories.sign_up.verify(late, AT)
        assert (await door.signed_up(ADA.email)).user_id != ben.user_id
        await sign_in(door)
        assert (await door.stories.audit.verify(OPERATOR)).is_whole


async def test_who_asked_for_another_link_is_not_forgotten_while_it_works(tmp_path):
    async with a_door(tmp_path, OPEN) as door:
        await door.stories.sign_up.sign_up(ADA, None, AT)
        door.clock.time += 6 * 86_400
        await door.stories.sign_up.sign_up(ADA, None, AT)
        door.clock.time += 2 * 86_400
        assert await door.stories.doorkeeping.forget_unproven() == 0
        await door.stories.sign_up.verify((await door.letter())[1], AT)
        await sign_in(door)
