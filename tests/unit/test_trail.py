"""The trail of administration: whoever changes, deletes or reorders events is found out."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zaffre.core.callers import Caller, Rights
from zaffre.core.errors import Forbidden
from zaffre.core.permissions import PERMISSIONS
from zaffre.core.trail import Change, Check, Sought
from zaffre.ledger.audit import Trail
from zaffre.service.organization.acts import Acts
from zaffre.service.organization.audit.audit import Audit
from zaffre.settings.audit import Audit as Settings
from zaffre.storage.database import Database, opened
from zaffre.storage.following import Following

pytestmark = pytest.mark.both_databases

SOMEBODY = Caller(
    key_id="session_1",
    user_id="user_1",
    name="owner@example.com",
    kind="session",
    project_id="",
    region="",
    rights=Rights(frozenset(PERMISSIONS)),
)


class Days:
    """A clock that a test moves by whole days."""

    day = 0

    def now(self) -> float:
        return self.day * 86_400.0


class Office:
    """Acts and the trail that they leave, on a database of its own."""

    def __init__(self, database: Database, days: int | None = None):
        self.clock, self.database = Days(), database
        chain = Trail(b"s" * 32, self.clock)
        self.following = Following(database)
        self.acts = Acts(database, chain, self.following)
        self.audit = Audit(database, self.acts, chain, Settings(retention_days=days), self.clock)

    async def do(self, *names: str) -> None:
        for name in names:
            async with self.acts.begin(SOMEBODY, "projects.create") as act:
                act.did(Change(action="project.created", object="project", object_id=name, after={"name": name}))

    async def check(self) -> Check:
        return await self.audit.verify(SOMEBODY)

    async def forge(self, *statements: str) -> None:
        """What somebody does who can write the table, but does not have the installation's key."""
        async with self.database.begin() as connection:
            for statement in statements:
                await connection.exec_driver_sql(statement)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with opened(tmp_path) as database:
        yield Office(database, days=30)


async def test_a_trail_that_nobody_touched_is_whole(office):
    await office.do("one", "two", "three")
    check = await office.check()
    assert (check.is_whole, check.checked, check.last) == (True, 3, 3)


async def test_an_empty_trail_is_whole(office):
    assert (await office.check()).is_whole


FORGERIES = {
    "a changed value": ['UPDATE audit SET after = \'{"name":"other"}\' WHERE number = 2'],
    "another actor": ["UPDATE audit SET actor_id = 'user_2' WHERE number = 2"],
    "another time": ["UPDATE audit SET time = time + 1 WHERE number = 2"],
    "a deleted event": ["DELETE FROM audit WHERE number = 2"],
    "a deleted event whose place is closed": [
        "DELETE FROM audit WHERE number = 2",
        "UPDATE audit SET number = 2 WHERE number = 3",
        "UPDATE revisions SET number = 2 WHERE name = 'audit'",
    ],
    "the first event deleted": ["DELETE FROM audit WHERE number = 1"],
    "the last event deleted": ["DELETE FROM audit WHERE number = 3"],
    "all events deleted": ["DELETE FROM audit"],
    "two events that changed places": [
        "UPDATE audit SET number = 9 WHERE number = 2",
        "UPDATE audit SET number = 2 WHERE number = 3",
        "UPDATE audit SET number = 3 WHERE number = 9",
    ],
    "a copied event": [
        "INSERT INTO audit SELECT 4, 'copy', time, actor, actor_id, actor_name, address, action, object, object_id, "
        "project_id, before, after, hash, hash FROM audit WHERE number = 3",
        "UPDATE revisions SET number = 4 WHERE name = 'audit'",
    ],
}


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_a_forgery_is_found(office, forgery):
    await office.do("one", "two", "three")
    await office.forge(*FORGERIES[forgery])
    check = await office.check()
    assert check.broken_at is not None and check.reason


async def test_a_trail_whose_end_was_cut_with_its_number_is_found_by_a_head_noted_down_before(office):
    await office.do("one", "two", "three")
    head = await office.check()
    await office.forge("DELETE FROM audit WHERE number = 3", "UPDATE revisions SET number = 2 WHERE name = 'audit'")
    assert (await office.check()).is_whole
    assert not (await office.audit.verify(SOMEBODY, {head.last: head.head})).is_whole


async def test_an_act_that_fails_leaves_neither_deed_nor_trace(office):
    await office.do("one")
    with pytest.raises(KeyError):
        async with office.acts.begin(SOMEBODY, "projects.create") as act:
            act.did(Change(action="project.created", object="project", object_id="two"))
            raise KeyError
    assert (await office.check()).last == 1


async def test_who_may_not_act_is_refused_before_anything_happens(office):
    nobody = Caller(key_id="key", project_id="", region="", rights=Rights())
    with pytest.raises(Forbidden, match=r"projects\.create"):
        async with office.acts.begin(nobody, "projects.create"):
            pytest.fail("the act began")
    with pytest.raises(Forbidden):
        await office.audit.page(nobody, Sought())


async def test_retention_takes_out_old_events_and_says_where_the_chain_begins(office):
    await office.do("old", "older")
    office.clock.day = 40
    await office.do("new")
    assert await office.audit.prune()
    events = [event async for event in office.audit.export(SOMEBODY)]
    assert [event.object_id for event in events[:1]] == ["new"]
    assert (events[-1].action, events[-1].actor_name) == ("audit_log.pruned", "retention")
    assert (await office.check()).is_whole
    assert not await office.audit.prune()


async def test_events_that_retention_did_not_take_out_are_missed_also_after_it(office):
    await office.do("old")
    office.clock.day = 40
    await office.do("new", "newer")
    await office.audit.prune()
    await office.forge("DELETE FROM audit WHERE number = 2")
    assert not (await office.check()).is_whole


async def test_events_are_found_by_what_they_were_about(office):
    await office.do("one", "two", "three")
    found = (await office.audit.page(SOMEBODY, Sought(object_ids=("two",)))).events
    assert [event.object_id for event in found] == ["two"]
    assert (await office.audit.page(SOMEBODY, Sought(actions=("project.archived",)))).events == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(limit=st.integers(1, 6))
async def test_pages_of_any_size_show_every_event_once(tmp_path_factory, limit):
    home = tmp_path_factory.mktemp("pages")
    async with opened(home) as database:
        office = Office(database)
        # On PostgreSQL all examples share the one database of the test.
        await office.forge("DELETE FROM audit")
        await office.do(*"abcde")
        seen, after = [], None
        while True:
            page = await office.audit.page(SOMEBODY, Sought(limit=limit, after=after))
            seen += [event.object_id for event in page.events]
            if not page.has_more:
                break
            after = page.events[-1].id
        assert seen == list("edcba")
        newer = await office.audit.page(SOMEBODY, Sought(limit=limit, before=after)) if after else None
        assert newer is None or newer.events[-1].number == page.events[0].number + 2


async def test_an_act_is_done_though_what_follows_it_fails(office, caplog):
    async def gone() -> None:
        raise ConnectionError("the database is away")

    office.following.tell(gone, "audit")
    await office.do("one")
    assert "could not be read again at once" in caplog.text
    assert (await office.check()).last == 1


async def test_what_follows_an_act_sees_what_it_did_and_nothing_follows_one_that_failed(office):
    seen = []

    async def look() -> None:
        seen.append((await office.check()).last)

    office.following.tell(look, "audit")
    await office.do("one", "two")
    with pytest.raises(ValueError, match="halfway"):
        async with office.acts.begin(SOMEBODY, "projects.create"):
            raise ValueError("halfway")
    assert seen == [1, 2]
