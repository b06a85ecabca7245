"""What is given is paid: a picture that is kept, whoever hangs up then; not one that we stopped or lost."""

import asyncio

import pytest

from tests.studio import PRICE, Studio, studio
from zaffre.core.errors import BudgetSpent, StoreFull
from zaffre.core.filtered import ContentFiltered

pytestmark = pytest.mark.both_databases

ESTIMATE = 8
"""Tokens of the prompt."""
READ = ESTIMATE * 1_000_000
"""What they cost."""


@pytest.fixture
async def mine(tmp_path):
    async with studio(tmp_path) as opened:
        yield opened


async def paid(mine: Studio) -> tuple[str, int, int]:
    """Status, pictures and cost of the one entry, which says the same as the key's account."""
    (record,) = mine.records
    account = await mine.account()
    assert (account.spent, account.reserved) == (record.cost, 0)
    assert account.tokens == record.prompt_tokens + record.completion_tokens
    return record.status, record.images, record.cost


async def hung_up(call: asyncio.Task, at) -> None:
    """Wait until `at` says something, and cancel the call as a hang-up does."""
    while not at():
        await asyncio.sleep(0.01)
    call.cancel()


async def test_pictures_that_are_given_are_paid(mine):
    await mine.draw(n=2)
    assert await paid(mine) == ("completed", 2, 2 * PRICE + READ)
    assert mine.records[0].completion_tokens == 2 * 64


async def test_a_picture_that_the_filter_stops_is_not_paid(mine):
    with pytest.raises(ContentFiltered):
        await mine.draw(seed=0)
    assert await paid(mine) == ("blocked", 0, 0)


async def test_of_several_pictures_those_that_pass_are_paid(mine):
    await mine.draw(seed=0, n=2)
    assert await paid(mine) == ("completed", 1, PRICE + READ)
    assert mine.records[0].completion_tokens == 64


async def test_a_picture_that_cannot_be_stored_is_not_paid(mine):
    mine.store.room = 0
    with pytest.raises(StoreFull):
        await mine.draw()
    assert await paid(mine) == ("failed", 0, 0)


async def test_a_whole_answer_that_fails_gave_nothing(mine):
    mine.store.room = 1
    with pytest.raises(StoreFull):
        await mine.draw(n=2)
    assert await paid(mine) == ("failed", 0, 0)


async def test_a_stream_that_fails_gave_what_it_had_shown(mine):
    mine.store.room = 1
    with pytest.raises(StoreFull):
        await mine.draw(n=2, stream=True)
    assert await paid(mine) == ("failed", 1, PRICE + READ)


async def test_hanging_up_while_a_picture_is_judged_costs_nothing(mine):
    mine.filter.may_go_on.clear()
    call = asyncio.create_task(mine.draw())
    await hung_up(call, lambda: mine.filter.num_seen)
    with pytest.raises(asyncio.CancelledError):
        await call
    assert await paid(mine) == ("cancelled", 0, 0)
    assert await mine.kept() == []


@pytest.mark.parametrize("stream", [True, False])
async def test_who_hangs_up_while_a_picture_is_stored_has_it_and_pays(mine, stream):
    mine.marking.may_go_on.clear()
    call = asyncio.create_task(mine.draw(n=2, stream=stream))
    await hung_up(call, lambda: mine.marking.asked)
    await asyncio.sleep(0.05)
    mine.marking.may_go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert await paid(mine) == ("cancelled", 1, PRICE + READ)
    assert len(await mine.kept()) == 1


async def test_a_picture_that_could_not_be_stored_after_a_hang_up_is_not_paid(mine):
    mine.marking.may_go_on.clear()
    mine.store.room = 0
    call = asyncio.create_task(mine.draw())
    await hung_up(call, lambda: mine.marking.asked)
    await asyncio.sleep(0.05)
    mine.marking.may_go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert await paid(mine) == ("cancelled", 0, 0)


async def test_a_budget_is_spent_by_pictures_that_are_given_alone(mine):
    # Enough for one picture, by the bound of what a call can cost.
    mine.allow(money=2 * PRICE + READ)
    for _ in range(3):
        with pytest.raises(ContentFiltered):
            await mine.draw(seed=0)
    await mine.draw()
    with pytest.raises(BudgetSpent):
        await mine.draw()
