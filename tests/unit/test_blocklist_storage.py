"""Blocklists in the database: kept, isolated, bounded, and never matched as they were before."""

import asyncio

import pytest
from msgspec import UNSET

from zaffre.core.blocklists import ListItem, ListMatch
from zaffre.core.clock import Clock
from zaffre.core.errors import BadRequest, NotFound
from zaffre.service import blocklists as service
from zaffre.service.blocklists import Blocklists
from zaffre.service.matchers import Matchers
from zaffre.storage import keys
from zaffre.storage.database import opened

pytestmark = pytest.mark.both_databases


class Shelf:
    """Blocklists of two projects in one database."""

    def __init__(self, database, mine, theirs):
        self.mine, self.theirs = mine, theirs
        self.lists = Blocklists(database, Clock())
        self.matchers = Matchers(database)

    async def add(self, *texts, project=None, name="words", is_regex=False):
        items = [ListItem(id=f"{name}-{text}-{project or self.mine}", text=text, is_regex=is_regex) for text in texts]
        return await self.lists.put_items(project or self.mine, name, items)

    async def find(self, text, project=None, name="words"):
        return [match.text for match in await self.matchers.matches(project or self.mine, [name], text)]


@pytest.fixture
async def shelf(tmp_path):
    async with opened(tmp_path) as database:
        async with database.begin() as connection:
            mine, theirs = [await keys.ensure_project(connection, name, "local", 0.0) for name in ("mine", "theirs")]
        yield Shelf(database, mine, theirs)


async def test_a_list_is_made_once_and_described_anew(shelf):
    made, is_new = await shelf.lists.put(shelf.mine, "words", "first")
    again, is_new_again = await shelf.lists.put(shelf.mine, "words", "second")
    assert (is_new, is_new_again) == (True, False)
    assert (made.id, again.description) == (again.id, "second")
    assert (await shelf.lists.put(shelf.mine, "words", UNSET))[0].description == "second"
    assert (await shelf.lists.put(shelf.mine, "words", None))[0].description is None


async def test_no_project_finds_anothers_list(shelf):
    await shelf.lists.put(shelf.mine, "words", None)
    (item,) = await shelf.add("snorkelwump")
    for ask in (
        shelf.lists.find(shelf.theirs, "words"),
        shelf.lists.items(shelf.theirs, "words", skip=0, limit=10),
        shelf.lists.item(shelf.theirs, "words", item.id),
        shelf.lists.put_items(shelf.theirs, "words", [item]),
        shelf.lists.remove_items(shelf.theirs, "words", [item.id]),
    ):
        with pytest.raises(NotFound):
            await ask
    with pytest.raises(BadRequest):
        await shelf.find("snorkelwump", shelf.theirs)
    assert await shelf.lists.of_project(shelf.theirs) == []
    await shelf.lists.remove(shelf.theirs, "words")
    assert await shelf.find("snorkelwump") == ["snorkelwump"]


async def test_lists_of_the_same_name_stay_apart(shelf):
    for project, word in ((shelf.mine, "snorkelwump"), (shelf.theirs, "bramblefax")):
        await shelf.lists.put(project, "words", None)
        await shelf.add(word, project=project)
    assert await shelf.find("snorkelwump bramblefax", shelf.mine) == ["snorkelwump"]
    assert await shelf.find("snorkelwump bramblefax", shelf.theirs) == ["bramblefax"]


async def test_an_item_cannot_be_reached_through_another_list(shelf):
    for name in ("words", "others"):
        await shelf.lists.put(shelf.mine, name, None)
    (item,) = await shelf.add("snorkelwump", name="others")
    with pytest.raises(NotFound):
        await shelf.lists.item(shelf.mine, "words", item.id)
    await shelf.lists.remove_items(shelf.mine, "words", [item.id])
    assert await shelf.lists.item(shelf.mine, "others", item.id) == item


async def test_a_change_is_matched_at_once(shelf):
    await shelf.lists.put(shelf.mine, "words", None)
    assert await shelf.find("a snorkelwump") == []
    (item,) = await shelf.add("snorkelwump")
    assert await shelf.matchers.matches(shelf.mine, ["words"], "A Snorkelwump, a snorkelwump.") == [
        ListMatch("words", item.id, "snorkelwump")
    ]
    await shelf.lists.remove_items(shelf.mine, "words", [item.id])
    assert await shelf.find("a snorkelwump") == []


async def test_a_list_made_anew_has_no_old_items(shelf):
    await shelf.lists.put(shelf.mine, "words", None)
    await shelf.add("snorkelwump")
    assert await shelf.find("snorkelwump") == ["snorkelwump"]
    await shelf.lists.remove(shelf.mine, "words")
    await shelf.lists.put(shelf.mine, "words", None)
    assert await shelf.find("snorkelwump") == []


async def test_an_item_added_twice_keeps_its_id(shelf):
    await shelf.lists.put(shelf.mine, "words", None)
    first = ListItem(id="one", text="snorkelwump", description="why")
    again = ListItem(id="two", text="snorkelwump")
    assert await shelf.lists.put_items(shelf.mine, "words", [first]) == [first]
    assert await shelf.lists.put_items(shelf.mine, "words", [again, again]) == [first, first]


async def test_what_cannot_be_matched_is_refused_with_its_place(shelf):
    await shelf.lists.put(shelf.mine, "words", None)
    for pattern in ("(unclosed", r"(a)\1", "(?=a)b"):
        with pytest.raises(BadRequest) as refusal:
            await shelf.lists.put_items(
                shelf.mine,
                "words",
                [ListItem(id="1", text="fine"), ListItem(id="2", text=pattern, is_regex=True)],
            )
        assert refusal.value.param == "blocklistItems[1].text"
    assert await shelf.lists.items(shelf.mine, "words", skip=0, limit=10) == []


async def test_a_list_has_an_end(shelf, monkeypatch):
    monkeypatch.setattr(service, "MOST_ITEMS", 3)
    await shelf.lists.put(shelf.mine, "words", None)
    await shelf.add("one", "two", "three")
    with pytest.raises(BadRequest):
        await shelf.add("four")
    assert len(await shelf.lists.items(shelf.mine, "words", skip=0, limit=10)) == 3


async def test_a_project_has_so_many_lists(shelf, monkeypatch):
    monkeypatch.setattr(service, "MOST_LISTS", 2)
    for name in ("one", "two"):
        await shelf.lists.put(shelf.mine, name, None)
    with pytest.raises(BadRequest):
        await shelf.lists.put(shelf.mine, "three", None)
    assert [one.name for one in await shelf.lists.of_project(shelf.mine)] == ["one", "two"]


async def test_changes_at_the_same_time_are_all_kept(shelf):
    await shelf.lists.put(shelf.mine, "words", None)
    await asyncio.gather(*(shelf.add(f"word{number}") for number in range(20)))
    assert len(await shelf.lists.items(shelf.mine, "words", skip=0, limit=100)) == 20


async def test_pages_cover_the_list_once(shelf):
    await shelf.lists.put(shelf.mine, "words", None)
    await shelf.add(*(f"word{number}" for number in range(7)))
    pages = [await shelf.lists.items(shelf.mine, "words", skip=skip, limit=3) for skip in (0, 3, 6, 9)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert len({item.id for page in pages for item in page}) == 7


async def test_lists_outlive_the_process(tmp_path):
    async with opened(tmp_path) as database:
        async with database.begin() as connection:
            project = await keys.ensure_project(connection, "mine", "local", 0.0)
        lists = Blocklists(database, Clock())
        await lists.put(project, "words", "kept")
        await lists.put_items(project, "words", [ListItem(id="1", text="snorkelwump")])
    async with opened(tmp_path) as database:
        assert (await Blocklists(database, Clock()).find(project, "words")).description == "kept"
        assert await Matchers(database).matches(project, ["words"], "snorkelwump")
