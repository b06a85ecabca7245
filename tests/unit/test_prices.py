"""Prices by unit, bounds that hold before a call, and what is paid for a stream that is broken off."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaffre.core.answers import Delta, Usage
from zaffre.core.callers import NANO, Caller, Origin, Used
from zaffre.core.calls import Chat, ImageGeneration, Message
from zaffre.core.clock import Clock
from zaffre.ledger import journal, prices
from zaffre.ledger.journal import Journal
from zaffre.ledger.ledger import Ledger, Place
from zaffre.ledger.prices import Price
from zaffre.service.draining import finishing
from zaffre.settings import schema

CHAT = Chat(deployment="gpt", messages=(Message(role="user", content="hi"),), stream=True)
PICTURES = schema.Price(image=1, images={"1024x1024": 2, "1024x1024/high": 5, "512x512/low": 0.5}, compute_per_hour=36)


@pytest.mark.parametrize(
    ("size", "quality", "cost"),
    [
        ((1024, 1024), None, 2),
        ((1024, 1024), "hd", 5),
        ((1024, 1024), "high", 5),
        ((1024, 1024), "low", 2),
        ((512, 512), "low", 0.5),
        ((512, 512), "auto", 1),
        ((256, 256), None, 1),
    ],
)
def test_a_picture_costs_by_size_and_quality(size, quality, cost):
    price = Price.of(schema.Price(image=1, images=PICTURES.images))
    assert price.cost(Usage(images=1), quality, [size]) == cost * NANO


@given(
    st.sampled_from([None, (1024, 1024), (512, 512), (64, 64)]),
    st.sampled_from([None, "low", "hd", "high"]),
    st.integers(1, 4),
    st.integers(0, 10**7),
)
def test_a_quote_covers_pictures_of_any_size_and_any_work(size, quality, n, worked):
    price = Price.of(PICTURES)
    call = ImageGeneration(deployment="d", prompt="a fox", n=n, size=size, quality=quality)
    drawn = [size or (1024, 1024)] * n
    assert price.cost(Usage(images=n), quality, drawn, worked) <= prices.quote(call, price).cost


def test_work_of_our_engines_costs_by_the_hour_up_to_what_was_reserved():
    price = Price.of(schema.Price(compute_per_hour=3.6, most_compute_seconds=10))
    costs = [price.cost(Usage(), worked_ms=worked) for worked in (1, 2000, 10_000, 60_000)]
    assert costs == [NANO // 10**6, 2 * NANO // 1000, NANO // 100, NANO // 100]


def test_speech_costs_by_the_second():
    assert Price.of(schema.Price(audio=0.5)).cost(Usage(audio_ms=1500)) == 3 * NANO // 4


class House:
    """A ledger with one deployment."""

    def __init__(self, folder, **price):
        aborted = price.pop("aborted")
        self.folder, self.paid = folder, []
        self.journal = Journal(folder, sync=False)
        self.ledger = Ledger(self.journal, {"gpt": Price.of(schema.Price(**price), aborted)}, "USD", Clock())

    async def hang_up(self, pieces, after: int):
        """Read so many pieces, and go."""
        place = Place("gpt", "gpt", "here", "local")
        origin = Origin(Caller(key_id="key", project_id="proj", region="local"), "id", "openai")

        async def story():
            quote = self.ledger.quote(CHAT, "gpt")
            async with self.ledger.entry(CHAT, origin, place, quote, self.paid.append) as entry:
                heard = entry.heard(pieces)
                if self.ledger.drains("gpt"):
                    async with finishing(heard) as told:
                        await self._read(told, after)
                await self._read(heard, after)

        task = asyncio.create_task(story())
        with pytest.raises(asyncio.CancelledError):
            await task
        (record,) = [record for path in journal.segments(self.folder) for record in journal.read(path)[0]]
        return record

    async def _read(self, pieces, after: int):
        count = 0
        async for _ in pieces:
            count += 1
            if count == after:
                asyncio.current_task().cancel()
                await asyncio.sleep(0)


async def spoken(words: int):
    for _ in range(words):
        await asyncio.sleep(0.001)
        yield Delta(text="word ")
    yield Delta(finish="stop", usage=Usage(prompt=1, completion=words))


async def test_what_was_delivered_is_paid(tmp_path):
    record = await House(tmp_path, output=1_000_000, aborted="delivered").hang_up(spoken(20), after=3)
    assert (record.status, record.completion_tokens, record.usage_source) == ("cancelled", 3, "estimated")
    assert record.cost == 3 * NANO


async def test_what_the_engine_finishes_is_paid(tmp_path):
    record = await House(tmp_path, output=1_000_000, aborted="drained").hang_up(spoken(20), after=3)
    assert (record.status, record.completion_tokens, record.usage_source) == ("cancelled", 20, "provider")
    assert record.cost == 20 * NANO


async def test_what_is_void_is_recorded_and_costs_nothing(tmp_path):
    house = House(tmp_path, output=1_000_000, aborted="void")
    record = await house.hang_up(spoken(20), after=3)
    assert (record.status, record.completion_tokens, record.cost) == ("cancelled", 3, 0)
    assert house.paid == [Used(record.prompt_tokens + 3, 0, 0)]


async def test_the_work_of_an_engine_is_measured_without_the_time_that_the_caller_takes(tmp_path):
    house, caller = House(tmp_path, aborted="delivered"), Caller(key_id="key", project_id="p", region="local")
    place, origin = Place("gpt", "gpt", "here", "local"), Origin(caller, "id", "openai")
    quote = house.ledger.quote(CHAT, "gpt")
    async with house.ledger.entry(CHAT, origin, place, quote, house.paid.append) as entry:
        async for _ in entry.heard(spoken(5)):
            await asyncio.sleep(0.1)
    (record,) = [record for path in journal.segments(tmp_path) for record in journal.read(path)[0]]
    assert 5 <= record.compute_ms < record.duration_ms - 500
