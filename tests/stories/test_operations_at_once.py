"""Operations that are begun under one id at the same time, and those that a closing house breaks off."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from tests.studio import CALL, Studio, studio
from zaffre.core.callers import Caller, Origin
from zaffre.core.calls import ImageGeneration
from zaffre.core.clock import Clock
from zaffre.core.errors import BadRequest, BudgetSpent
from zaffre.core.operations import ImageOperation
from zaffre.service.image_operations import ImageOperations
from zaffre.storage.database import Database
from zaffre.wire.azure_operations import failure

pytestmark = pytest.mark.both_databases


class Late:
    """A database whose first connection is a while in coming."""

    def __init__(self, database: Database):
        self._database = database
        self._pause = 0.1

    @asynccontextmanager
    async def begin(self):
        pause, self._pause = self._pause, 0.0
        await asyncio.sleep(pause)
        async with self._database.begin() as connection:
            yield connection


class Desk:
    """Begins operations under the id `same`."""

    def __init__(self, mine: Studio):
        self.studio = mine
        self.operations = ImageOperations(Late(mine.shelf.database), Clock())
        self._count = 0

    def begin(self, prompt: str = "a fox", n: int = 1) -> asyncio.Task[ImageOperation]:
        self._count += 1
        origin = Origin(self.caller(), f"request-{self._count}", "azure")
        call = ImageGeneration(deployment=CALL.deployment, prompt=prompt, n=n, size=CALL.size)
        return asyncio.create_task(self.operations.begin(call, origin, "same", self.studio.service.answer, failure))

    def caller(self) -> Caller:
        return Caller(key_id="key_1", project_id=self.studio.shelf.mine, region="local")

    async def over(self) -> ImageOperation:
        while not (found := await self.operations.one(self.caller(), "same")).is_over:
            await asyncio.sleep(0.01)
        return found


@pytest.fixture
async def desk(tmp_path):
    async with studio(tmp_path) as mine:
        opened = Desk(mine)
        yield opened
        await opened.operations.close()


async def test_the_same_asked_twice_at_once_is_one_operation(desk):
    asked = [desk.begin() for _ in range(5)]
    assert {operation.id for operation in await asyncio.gather(*asked)} == {"same"}
    assert (await desk.over()).status == "succeeded"
    assert [record.images for record in desk.studio.records] == [1]


async def test_something_else_asked_at_once_under_the_same_id_is_refused(desk):
    first, other = desk.begin(), desk.begin("a dog")
    assert (await first).prompt == "a fox"
    with pytest.raises(BadRequest) as refusal:
        await other
    assert refusal.value.param == "Operation-Id"


async def test_what_is_refused_is_refused_to_all_who_ask_at_once(desk):
    desk.studio.allow(money=1)
    for answer in await asyncio.gather(*(desk.begin() for _ in range(3)), return_exceptions=True):
        assert isinstance(answer, BudgetSpent)
    desk.studio.allow()
    assert await desk.begin()


async def test_an_operation_that_a_closing_house_breaks_off_has_failed_and_costs_nothing(desk):
    mine = desk.studio
    mine.marking.may_go_on.clear()
    await desk.begin(n=2)
    while not mine.marking.asked:
        await asyncio.sleep(0.01)
    closing = asyncio.create_task(desk.operations.close())
    await asyncio.sleep(0)
    mine.marking.may_go_on.set()
    await closing
    over = await desk.operations.one(desk.caller(), "same")
    assert (over.status, over.code) == ("failed", "internal")
    assert "restarted" in over.message
    assert [(record.status, record.images, record.cost) for record in mine.records] == [("failed", 0, 0)]
