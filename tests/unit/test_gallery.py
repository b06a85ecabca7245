"""The gallery's own rules, where the installation's are others than usual."""

from array import array
from contextlib import asynccontextmanager

import pytest

from tests.albums import Still, shelved
from zaffre.core.album import Changes, Complaint, Looked
from zaffre.core.answers import Vector
from zaffre.core.callers import Caller
from zaffre.core.errors import ContextTooLong, Forbidden, NotFound, Unavailable
from zaffre.engines.nearest import Nearest, halved
from zaffre.service.gallery import Gallery
from zaffre.service.meanings import Meanings
from zaffre.service.pictures import Pictures
from zaffre.service.reports import Reports
from zaffre.service.retention import Terms
from zaffre.service.sharing import Sharing
from zaffre.settings import pictures as settings
from zaffre.storage import meanings
from zaffre.wire import cursors
from zaffre.wire.gallery import decode_looked

pytestmark = pytest.mark.both_databases


class Letters:
    """An embedding engine whose vectors count the letters a to d; its deployment is its own router."""

    name = region = "here"
    is_away = False
    longest = 1000

    def __init__(self):
        self.deployment = type("Deployment", (), {"model": "letters"})
        self.engine = self
        self.capabilities = type("Capabilities", (), {"operations": {"embedding"}})

    def targets(self):
        return [self]

    @asynccontextmanager
    async def answer(self, call):
        if self.is_away:
            raise Unavailable("away")
        if len(call.inputs[0]) > self.longest:
            raise ContextTooLong(self.longest, len(call.inputs[0]))
        yield self._vectors(call.inputs)

    async def _vectors(self, texts):
        for index, text in enumerate(texts):
            yield Vector(index=index, data=array("f", [text.count(letter) for letter in "abcd"]).tobytes())


class House:
    """The gallery of two projects, under settings of one's own."""

    def __init__(self, shelf, **changed):
        self.clock = clock = Still()
        terms = settings.Pictures(moderators=("mine",), **changed)
        self.letters = Letters()
        self.meanings = Meanings(shelf.database, self.letters, "here")
        self.sharing = Sharing(terms, None, self.meanings, clock)
        self.pictures = Pictures(shelf.database, shelf.album, Terms(terms, {}), self.sharing, clock)
        self.gallery = Gallery(shelf.database, self.meanings, terms)
        self.reports = Reports(shelf.database, self.gallery, self.pictures, terms, clock)
        self.mine, self.theirs = (
            Caller(key_id=f"key_{name}", project_id=id, project=name, region="here")
            for name, id in (("mine", shelf.mine), ("theirs", shelf.theirs))
        )

    async def share(self, kept):
        return await self.pictures.change(self.mine, kept.id, Changes(shared=True))

    async def ids(self, query="", *, sort=None):
        sort = sort or ("nearest" if query else "newest")
        page, _ = await self.gallery.look(self.theirs, Looked(limit=10, query=query, sort=sort))
        return [seen.picture.title for seen in page]


@pytest.fixture
async def shelf(tmp_path):
    async with shelved(tmp_path) as shelf:
        yield shelf


async def test_where_pictures_need_approval_they_wait_for_it(shelf):
    house = House(shelf, approval=True)
    kept = await shelf.keep(title="abc")
    assert (await house.share(kept)).moderation == "waiting"
    assert await house.ids() == []
    (case,) = await house.reports.cases(house.mine)
    assert (case.picture.id, case.reports) == (kept.id, ())
    await house.reports.decide(house.mine, kept.id, True)
    assert await house.ids() == ["abc"] and await house.reports.cases(house.mine) == []
    await house.pictures.change(house.mine, kept.id, Changes(favourite=True))
    assert await house.ids() == ["abc"]
    assert (await house.pictures.change(house.mine, kept.id, Changes(remixable=True))).moderation == "waiting"


async def test_an_installation_may_have_no_gallery(shelf):
    house = House(shelf, gallery=False)
    kept = await shelf.keep()
    with pytest.raises(Forbidden):
        await house.share(kept)
    for ask in (house.ids(), house.gallery.one(house.mine, kept.id)):
        with pytest.raises(NotFound):
            await ask


async def test_without_a_gallery_makers_still_reach_the_moderators(shelf):
    house = House(shelf, gallery=False)
    kept = await shelf.keep()
    await house.reports.of_own(house.mine, kept.id, Complaint("violence"))
    (case,) = await house.reports.cases(house.mine)
    assert (case.picture.id, case.reports[0].reason) == (kept.id, "violence")
    with pytest.raises(Forbidden):
        await house.reports.cases(house.theirs)


async def test_what_has_waited_longest_comes_first(shelf):
    house = House(shelf)
    kept = [await shelf.keep(number) for number in range(3)]
    for number in (2, 0, 1):
        house.clock.time += 1
        await house.reports.of_own(house.mine, kept[number].id, Complaint("other"))
    cases = await house.reports.cases(house.mine)
    assert [case.picture.id for case in cases] == [kept[number].id for number in (2, 0, 1)]


async def test_the_nearest_in_meaning_come_first(shelf):
    house = House(shelf)
    for number, title in enumerate(["aaa", "aab", "abb", "ccc"]):
        await house.share(await shelf.keep(number, title=title))
    assert await house.ids("a") == ["aaa", "aab", "abb"]
    assert await house.ids("b") == ["abb", "aab"]
    assert await house.ids("c") == ["ccc"]


async def test_what_a_query_finds_may_come_in_other_orders(shelf):
    house = House(shelf)
    for number, title in enumerate(["aaa", "abb", "aab"]):
        await house.share(await shelf.keep(number, title=title))
        house.clock.time += 1
    await house.gallery.like(house.theirs, f"img_{1:024x}", True)
    assert await house.ids("a", sort="nearest") == ["aaa", "aab", "abb"]
    assert await house.ids("a", sort="newest") == ["aab", "abb", "aaa"]
    assert await house.ids("a", sort="liked") == ["abb", "aab", "aaa"]


async def test_words_are_searched_while_no_model_can_tell(shelf):
    house = House(shelf)
    house.letters.is_away = True
    for number, title in enumerate(["a cat", "a cab"]):
        await house.share(await shelf.keep(number, title=title))
    assert await house.ids("CAB") == ["a cab"]
    house.letters.is_away = False
    await house.meanings.catch_up()
    assert await house.ids("aab") == ["a cab", "a cat"]


async def test_a_new_model_reads_all_pictures_anew(shelf):
    await House(shelf).share(await shelf.keep(title="aaa"))
    other = House(shelf)
    other.letters.deployment.model = "other letters"
    assert await other.ids("ab") == []
    await other.meanings.catch_up()
    assert await other.ids("ab") == ["aaa"]


@pytest.mark.parametrize(("longest", "found"), [(100, ["a" * 150]), (10, [])])
async def test_words_too_long_for_the_model_are_read_as_far_as_it_can_and_once(shelf, longest, found):
    house = House(shelf)
    house.letters.longest = longest
    await house.share(await shelf.keep(title="a" * 150))
    assert await house.ids("aab") == found
    async with shelf.database.begin() as connection:
        assert await meanings.missing(connection, "letters", 10) == []


async def test_meanings_outlive_the_process(shelf):
    await House(shelf).share(await shelf.keep(title="aaa"))
    assert await House(shelf).ids("ab") == ["aaa"]


async def test_a_prompt_that_is_not_shared_is_not_searched(shelf):
    house = House(shelf)
    kept = await shelf.keep(title="ccc", prompt="aaa mystery")
    await house.share(kept)
    assert await house.ids("a") == await house.ids("mystery") == []
    await house.pictures.change(house.mine, kept.id, Changes(remixable=True))
    assert await house.ids("a") == await house.ids("mystery") == ["ccc"]
    await house.pictures.change(house.mine, kept.id, Changes(remixable=False))
    assert await house.ids("a") == []


def vector(*values):
    return array("f", values).tobytes()


def test_the_nearest_vectors_are_found_and_forgotten():
    nearest = Nearest()
    assert nearest.search(vector(1, 0), 3) == []
    for number in range(2000):
        nearest.put(str(number), halved(vector(1, number / 1000)))
    assert [id for id, _ in nearest.search(vector(1, 0), 3)] == ["0", "1", "2"]
    for id in ("0", "1999", "0", "nobody"):
        nearest.drop(id)
    assert [id for id, _ in nearest.search(vector(1, 0), 2)] == ["1", "2"]
    nearest.put("2", halved(vector(1, 0)))
    assert nearest.search(vector(2, 0), 1) == [("2", pytest.approx(1.0, abs=1e-3))]
    assert len(nearest) == 1998


@pytest.mark.parametrize("place", [(1, 2.5, "img_1"), (2**62, 0.0, "")])
def test_a_place_in_the_gallery_comes_back_as_it_was(place):
    assert decode_looked({"after": cursors.encode(place)}.get).after == place
