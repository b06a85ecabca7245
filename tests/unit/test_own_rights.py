"""Nobody gives a right that they lack: whatever somebody tries, nobody may do more afterwards than they could give."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.house import ECHO
from zaffre.access.issuing import Order
from zaffre.access.rights import every_role, rights_of
from zaffre.access.secrets import KeyHasher
from zaffre.cli.administration import operator
from zaffre.core.callers import Caller, Rights
from zaffre.core.clock import Clock, new_id
from zaffre.core.errors import Problem
from zaffre.core.permissions import PERMISSIONS
from zaffre.service.organization.build import build
from zaffre.service.organization.people.assignments import Holder
from zaffre.settings.load import load
from zaffre.storage import admin_keys, grants
from zaffre.storage.admin_keys import Page
from zaffre.storage.database import Database, opened

OPERATOR = operator("local")
SOME = st.frozensets(st.sampled_from(sorted(PERMISSIONS)), max_size=14)
OFFICES = frozenset({"people.write", "projects.write", "roles.write", "admin_keys.write", "keys.write"})
NUMBER = st.integers(0, 14)


class Office:
    """Somebody with rights of their own, a colleague, a group with a role, two projects, and roles to give."""

    def __init__(self, database: Database, home: Path):
        self.database = database
        self.stories = build(load(ECHO, {}), database, KeyHasher.of_home(home), Clock())

    async def open(self, everywhere: frozenset[str], here: frozenset[str], other: frozenset[str]) -> None:
        make = self.stories
        names = [new_id("role-") for _ in range(3)]
        made = [
            await make.roles.create(OPERATOR, *told)
            for told in zip(names, names, (everywhere, here, other), strict=True)
        ]
        self.roles = [*names, *(role.id for role in made), "owner", "admin", "developer", "member", "project_admin"]
        self.projects = [(await make.founding.create(OPERATOR, new_id("project ")))[0].id for _ in range(2)]
        self.own = (await make.roles.create(OPERATOR, new_id("own-"), "", here, self.projects[0])).id
        self.users = [
            (await make.people.create(OPERATOR, new_id("a") + "@example.com", "-", "member")).user.id for _ in range(2)
        ]
        self.group = (await make.groups.create(OPERATOR, new_id("group "))).id
        self.holders = [Holder("user", user) for user in self.users] + [Holder("group", self.group)]
        self.holders += [Holder(one.subject, one.id, place) for one in self.holders for place in self.projects]
        me = self.users[0]
        await make.assignments.give(OPERATOR, Holder("user", me), names[0])
        await make.assignments.give(OPERATOR, Holder("user", me, self.projects[0]), names[1])
        await make.assignments.give(OPERATOR, Holder("group", self.group), names[2])

    async def me(self) -> Caller:
        """As I am now, so that what was gained can be used for more."""
        async with self.database.begin() as connection:
            rights = await rights_of(connection, self.users[0])
        return Caller(
            kind="session", key_id="session_1", project_id="", region="", user_id=self.users[0], rights=rights
        )

    async def allowed(self) -> dict[tuple[str, str, str], frozenset[str]]:
        """What anybody may do anywhere: by kind, id and project."""
        async with self.database.begin() as connection:
            known = await every_role(connection)
            found = {
                (holder, "", project): frozenset().union(
                    *(known[name].permissions for who, name, place in held if (who, place) == (holder, project))
                )
                for held in [await grants.effective(connection)]
                for holder, _, project in held
            }
            keys, _ = await admin_keys.page(connection, Page(100_000))
            return found | {(key.id, "key", ""): known[key.role].permissions for key in keys if key.role in known}


def tries(office: Office, wanted: frozenset[str], *numbers: int) -> list[Callable[[Caller], Coroutine]]:
    """All that somebody could try in order to widen what they or others may do."""
    make, (a, b, c) = office.stories, numbers
    role, holder = office.roles[a % len(office.roles)], office.holders[b % len(office.holders)]
    user, project = office.users[c % 2], office.projects[b % 2]
    return [
        lambda me: make.roles.create(me, new_id("mine-"), "", wanted),
        lambda me: make.roles.change(me, role, permissions=wanted),
        lambda me: make.roles.change(me, role, name=new_id("renamed-")),
        lambda me: make.assignments.give(me, holder, role),
        lambda me: make.people.create(me, new_id("b") + "@example.com", "-", role),
        lambda me: make.people.change(me, user, role=role),
        lambda me: make.groups.join(me, office.group, user),
        lambda me: make.members.add(me, project, "user", role, id=user),
        lambda me: make.members.change(me, Holder("user", user, project), role),
        lambda me: make.service_accounts.create(me, project, "robot", role, Order(name="k")),
        lambda me: make.admin_keys.create(me, "mine", role, None),
        lambda me: make.keys.create(me, project, Order(name="k", user_id=user)),
        lambda me: make.roles.create(me, new_id("mine-"), "", wanted, project),
        lambda me: make.assignments.give(me, Holder("user", user, office.projects[0]), office.own),
        lambda me: make.roles.change(me, office.own, office.projects[0], permissions=wanted),
    ]


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("office")


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SOME, SOME, SOME, st.lists(st.tuples(NUMBER, SOME, NUMBER, NUMBER, NUMBER), min_size=4, max_size=9))
def test_nobody_may_do_more_than_whoever_acted_could(home, everywhere, here, other, moves):
    asyncio.run(play(home, everywhere | OFFICES, here, other, moves))


async def play(home: Path, everywhere: frozenset, here: frozenset, other: frozenset, moves: list) -> None:
    async with opened(home) as database:
        office = Office(database, home)
        await office.open(everywhere, here, other)
        before, mine = await office.allowed(), (await office.me()).rights
        for which, wanted, *numbers in moves:
            chosen = tries(office, wanted, *numbers)
            try:
                await chosen[which % len(chosen)](await office.me())
            except Problem:
                continue
        check_within(before, await office.allowed(), mine)


def check_within(before: dict, after: dict, mine: Rights) -> None:
    for place, held in after.items():
        gained = held - before.get(place, frozenset())
        assert gained <= mine.held(place[2] or None), f"{place} gained {sorted(gained - mine.held(place[2] or None))}"


async def test_who_may_do_all_can_give_all(home):
    """The walk above would pass if everything were refused."""
    async with opened(home) as database:
        office = Office(database, home)
        await office.open(frozenset(PERMISSIONS), frozenset(), frozenset())
        me = await office.me()
        for what in tries(office, frozenset(PERMISSIONS), 3, 1, 1):
            await what(me)
        assert (await office.me()).rights.everywhere == frozenset(PERMISSIONS)
