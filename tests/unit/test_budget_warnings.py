"""Warnings of budgets: once for each percentage in each period, to everyone who is to hear of it."""

import pytest

from tests.admitting import budget
from tests.counting import MovedClock
from zaffre.admission.admission import Admission
from zaffre.admission.counters.memory import MemoryCounters
from zaffre.admission.demand import Demand
from zaffre.core.callers import Caller, Quote, Used
from zaffre.service.organization.quotas.sight import Sight
from zaffre.service.organization.quotas.warning import Warnings
from zaffre.storage import limits
from zaffre.storage.database import opened

pytestmark = pytest.mark.both_databases

NOON = 1_700_049_600.0
DAY = 86_400


class Outbox:
    """Remembers what it was given."""

    def __init__(self):
        self.mails, self.hooks = [], []

    async def mail(self, connection, recipient, letter):
        self.mails.append((recipient, letter.subject, letter.text))

    async def hook(self, connection, url, event, data):
        self.hooks.append((url, event, data))


class Office:
    def __init__(self, database, clock):
        self.database, self.clock, self.outbox = database, clock, Outbox()
        self.admission = Admission(MemoryCounters(clock), clock, database)
        sight = Sight(database, frozenset(), frozenset())
        self.warnings = Warnings(database, self.admission, sight, self.outbox, clock, "EUR")

    async def have(self, *budgets):
        async with self.database.begin() as connection:
            for one in budgets:
                await limits.put_budget(connection, one)
        await self.admission.refresh()

    async def spend(self, cost: int, key: str = "key"):
        caller = Caller(key_id=key, project_id="proj_1", region="local")
        asked = Demand(caller=caller, quote=Quote(1, cost), deployment="gpt", model="gpt")
        async with self.admission.admit(asked) as ticket:
            ticket.settle(Used(1, cost))
        await self.warnings.look()


@pytest.fixture
async def office(tmp_path):
    async with opened(tmp_path) as database:
        yield Office(database, MovedClock(NOON))


async def test_each_percentage_warns_once_in_a_period(office):
    watch = {"warn_at": (50, 80), "emails": ("ops@example.com", "boss@example.com"), "period": "day"}
    await office.have(budget(100, is_hard=False, **watch))
    await office.spend(49)
    assert office.outbox.mails == []
    await office.spend(1)
    await office.spend(1)
    assert [(to, subject) for to, subject, _ in office.outbox.mails] == [
        ("ops@example.com", "50 % of a budget is spent"),
        ("boss@example.com", "50 % of a budget is spent"),
    ]
    await office.spend(70)
    assert len(office.outbox.mails) == 4
    office.clock.time += DAY
    await office.spend(60)
    assert len(office.outbox.mails) == 6


async def test_another_node_or_a_new_start_does_not_warn_again(office):
    await office.have(budget(100, warn_at=(50,), webhook="https://hooks.example.com/x"))
    await office.spend(60)
    office.warnings._done.clear()
    await office.warnings.look()
    ((url, event, data),) = office.outbox.hooks
    assert (url, event) == ("https://hooks.example.com/x", "budget.warning")
    assert (data["percent"], data["spent"], data["currency"]) == (50, 60e-9, "EUR")


async def test_a_default_warns_for_each(office):
    await office.have(budget(100, subject_id="*", warn_at=(50,), webhook="https://hooks.example.com/x"))
    await office.have(budget(1000, subject_id="rich"))
    for key in ("poor", "rich", "other"):
        await office.spend(60, key)
    assert [data["subject_id"] for _, _, data in office.outbox.hooks] == ["poor", "other"]


async def test_a_prefix_stands_before_the_subject(office):
    await office.have(budget(100, warn_at=(50,), emails=("ops@example.com",), prefix="Money"))
    await office.spend(60)
    assert office.outbox.mails[0][1] == "Money: 50 % of a budget is spent"
