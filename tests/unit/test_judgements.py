"""The story of a moderation, with a filter that can fail and a ledger that is looked into."""

import asyncio

import pytest

from tests import admitting
from tests.stand_ins import HARM, StandInClassifier
from zaffre.core.callers import Caller, Origin
from zaffre.core.calls import Judgement
from zaffre.core.clock import Clock
from zaffre.core.errors import FilterDown, RateLimited
from zaffre.core.verdicts import Reading
from zaffre.ledger import journal
from zaffre.ledger.journal import Journal
from zaffre.ledger.ledger import Ledger
from zaffre.safety.embedded import Embedded
from zaffre.safety.filters import FilterUnavailable
from zaffre.safety.panel import Panel
from zaffre.safety.pictures.panel import Pictures
from zaffre.safety.policies import Policies
from zaffre.safety.policy import EMBEDDED
from zaffre.safety.screen import Screen
from zaffre.service.moderations import Moderations
from zaffre.settings.schema import Settings


class Broken:
    async def read(self, passages, policy):
        raise FilterUnavailable("nobody is there")

    async def close(self):
        pass


class Counting(Broken):
    def __init__(self):
        self.portions = []

    async def read(self, passages, policy):
        self.portions.append(len(passages))
        return [Reading() for _ in passages]


class Slow(Broken):
    async def read(self, passages, policy):
        await asyncio.sleep(60)


class Bench:
    """A story with its parts, and what its journal has."""

    def __init__(self, folder, other=None):
        clock = Clock()
        self.folder = folder
        self.journal = Journal(folder, sync=False)
        self.embedded = Embedded(StandInClassifier(), {}, remembered=10, waiting=10)
        screen = Screen(
            Policies.build(Settings()), Panel({EMBEDDED: other or self.embedded}), self.embedded, Pictures({}), clock
        )
        self.admission = admitting.admission(clock=clock)
        self.allow()
        self.story = Moderations(self.admission, Ledger(self.journal, {}, "USD", clock), screen, None, "local")

    def allow(self, **most):
        admitting.allow(self.admission, **most)

    @staticmethod
    def origin():
        caller = Caller(key_id="key", project_id="proj", project="mine", region="local")
        return Origin(caller, "id", "openai")

    def records(self):
        return [record for path in journal.segments(self.folder) for record in journal.read(path)[0]]

    async def close(self):
        await self.embedded.close()
        await self.journal.close()


@pytest.fixture
async def make(tmp_path):
    made = []

    def make(other=None):
        made.append(Bench(tmp_path, other))
        return made[-1]

    yield make
    for bench in made:
        await bench.close()


def said(*texts):
    return Judgement(deployment="omni-moderation-latest", texts=texts)


async def test_a_harmful_text_is_told_and_not_stopped(make):
    bench = make()
    judged = await bench.story.moderate(said("calm", HARM), bench.origin())
    assert [verdict.is_blocked for verdict in judged.verdicts] == [False, True]
    (record,) = bench.records()
    assert (record.status, record.blocked, record.cost) == ("completed", None, 0)
    assert record.findings == '{"prompt":{"violence":"high"}}'
    assert record.prompt_tokens == 3


async def test_many_texts_never_fill_the_queue(make):
    counting = Counting()
    judged = await make(counting).story.moderate(said(*["calm"] * 150, *["a" * 9_000] * 3), Bench.origin())
    assert len(judged.verdicts) == 153
    assert counting.portions == [64, 64, 23, 1, 1]


async def test_a_filter_that_is_away_says_nothing_rather_than_calm(make):
    bench = make(Broken())
    with pytest.raises(FilterDown):
        await bench.story.moderate(said("calm"), bench.origin())
    (record,) = bench.records()
    assert (record.status, record.error) == ("failed", "content_filter_unavailable")
    assert (await admitting.account(bench.admission)).tokens == 0


async def test_who_hangs_up_is_in_the_ledger_once(make):
    bench = make(Slow())
    task = asyncio.create_task(bench.story.moderate(said("calm"), bench.origin()))
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [record.status for record in bench.records()] == ["cancelled"]


async def test_tokens_are_counted_against_the_minute(make):
    bench = make()
    bench.allow(tokens_per_minute=150)
    await bench.story.moderate(said("a" * 400), bench.origin())
    with pytest.raises(RateLimited):
        await bench.story.moderate(said("a" * 400), bench.origin())
    assert len(bench.records()) == 1


async def test_documents_are_looked_through_for_indirect_attacks(make):
    bench = make()
    judged = await bench.story.shield(
        said("zorblix", "zorblix", "calm"), ["user", "document", "document"], bench.origin()
    )
    seen = [{one.category for one in verdict.outcomes if one.is_detected} for verdict in judged.verdicts]
    assert seen == [{"jailbreak"}, {"indirect_attack"}, set()]
