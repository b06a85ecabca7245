"""Admission: what is reserved is given back, what was used is kept, however calls end; and who is refused hears why."""

import random
from contextlib import AsyncExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tests.admitting import account, admission, allow, budget
from tests.counting import MovedClock
from zaffre.admission.admission import Admission, Gauge
from zaffre.admission.counters.memory import MemoryCounters
from zaffre.admission.demand import Demand
from zaffre.admission.rules import Rules
from zaffre.core.callers import Caller, Quote, Used
from zaffre.core.errors import BudgetSpent, RateLimited
from zaffre.core.limits import Limit
from zaffre.storage import limits
from zaffre.storage.database import opened

ALICE = Caller(key_id="key", project_id="proj_1", project="mine", user_id="user_1", region="local")
BOB = Caller(key_id="other", project_id="proj_2", project="other", region="local")


def demand(tokens: int = 1, cost: int = 0, caller: Caller = ALICE, **more: object) -> Demand:
    return Demand(caller=caller, quote=Quote(tokens, cost), **{"deployment": "gpt", "model": "small"} | more)


async def granted(house, asked: Demand, used: Used | None = None) -> dict[str, str]:
    async with house.admit(asked) as ticket:
        ticket.settle(used or Used(asked.quote.tokens, asked.quote.cost, asked.pictures))
    return ticket.headers


async def refused(house, asked: Demand) -> RateLimited | BudgetSpent:
    with pytest.raises((RateLimited, BudgetSpent)) as refusal:
        async with house.admit(asked):
            pass
    return refusal.value


def ruled(*limits: Limit, budgets=(), clock=None):
    house = admission(clock=clock)
    house.rules = Rules(limits, budgets)
    return house


async def test_at_rest_nothing_is_reserved_and_what_was_used_is_spent():
    house = admission()
    allow(house)
    async with house.admit(demand(10, 100)) as ticket:
        assert (await account(house)).reserved == 100
        ticket.settle(Used(4, 30))
    assert (await account(house)) == await account(house)
    kept = await account(house)
    assert (kept.reserved, kept.spent, kept.tokens) == (0, 30, 4)


async def test_a_call_that_fails_before_it_is_settled_costs_nothing():
    house = admission()
    allow(house)
    with pytest.raises(KeyError):
        async with house.admit(demand(10, 100)):
            raise KeyError
    kept = await account(house)
    assert (kept.reserved, kept.spent, kept.tokens) == (0, 0, 0)


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(0, 50)), max_size=40), st.integers(0, 300), st.randoms())
async def test_calls_that_overlap_in_any_order_never_overspend(calls, most, order: random.Random):
    house, spent, tickets = admission(), 0, []
    allow(house, money=most)
    for quoted, used in calls:
        stack = AsyncExitStack()
        try:
            ticket = await stack.enter_async_context(house.admit(demand(1, quoted)))
        except BudgetSpent:
            continue
        ticket.settle(Used(1, min(used, quoted)))
        spent += min(used, quoted)
        tickets.append(stack)
        if order.random() < 0.5:
            await tickets.pop(order.randrange(len(tickets))).aclose()
    for stack in tickets:
        await stack.aclose()
    kept = await account(house)
    assert kept.reserved == 0
    assert kept.spent == spent <= most


async def test_a_refusal_takes_nothing():
    house = admission()
    allow(house, money=5, requests_per_minute=1)
    assert isinstance(await refused(house, demand(1, 6)), BudgetSpent)
    assert "x-ratelimit-remaining-requests" in await granted(house, demand(1, 5))


async def test_requests_of_another_minute_do_not_count():
    clock = MovedClock()
    house = ruled(Limit(subject="key", subject_id="key", requests_per_minute=1), clock=clock)
    await granted(house, demand())
    refusal = await refused(house, demand())
    assert (refusal.can_retry, refusal.told["x-ratelimit-remaining-requests"]) == (None, "0")
    clock.time += refusal.after
    assert (await granted(house, demand()))["x-ratelimit-remaining-requests"] == "0"


async def test_a_call_larger_than_a_minute_is_told_not_to_come_back():
    refusal = await refused(ruled(Limit(subject="key", subject_id="key", tokens_per_minute=10)), demand(11))
    assert (refusal.can_retry, refusal.after) == (False, None)
    assert refusal.message.startswith("Request too large for this key on tokens per minute: limit 10, requested 11.")


@pytest.mark.parametrize(
    ("limit", "whose"),
    [
        ({"subject": "organization"}, "the organisation"),
        ({"subject": "project", "subject_id": "proj_1"}, "the project mine"),
        ({"subject": "project", "subject_id": "*"}, "the project mine"),
        ({"subject": "user", "subject_id": "user_1"}, "this user"),
        ({"subject": "end_user", "subject_id": "*"}, "this end user"),
        ({"subject": "end_user", "subject_id": "eve"}, "this end user"),
        ({"subject": "key", "subject_id": "*"}, "this key"),
        ({"subject": "deployment", "subject_id": "gpt"}, "the deployment gpt"),
        ({"subject": "model", "subject_id": "small"}, "the model small"),
        ({"subject": "project", "subject_id": "proj_1", "model": "gpt"}, "the project mine with gpt"),
        ({"subject": "project", "subject_id": "proj_1", "model": "small"}, "the project mine with small"),
    ],
)
async def test_a_refusal_says_which_limit_of_whom_was_reached(limit, whose):
    house = ruled(Limit(requests_per_minute=1, **limit))
    await granted(house, demand(end_user="eve"))
    refusal = await refused(house, demand(end_user="eve"))
    assert refusal.message.startswith(
        f"Rate limit reached for {whose} on requests per minute: limit 1, used 1, requested 1. Please try again in "
    )


@pytest.mark.parametrize(
    "other",
    [
        {"subject": "project", "subject_id": "proj_2"},
        {"subject": "end_user", "subject_id": "adam"},
        {"subject": "deployment", "subject_id": "dall-e"},
        {"subject": "key", "subject_id": "key", "model": "large"},
        {"subject": "service", "subject_id": ""},
    ],
)
async def test_a_limit_of_others_does_not_count(other):
    house = ruled(Limit(requests_per_minute=1, **other))
    for _ in range(3):
        await granted(house, demand(end_user="eve"))


async def test_who_has_a_limit_of_their_own_has_it_in_place_of_the_default():
    house = ruled(
        Limit(subject="key", subject_id="*", requests_per_minute=1),
        Limit(subject="key", subject_id="key", requests_per_minute=3),
    )
    for _ in range(3):
        await granted(house, demand())
    await granted(house, demand(caller=BOB))
    await refused(house, demand(caller=BOB))


async def test_end_users_of_the_same_name_in_two_projects_are_two_people():
    house = ruled(Limit(subject="end_user", subject_id="*", requests_per_minute=1))
    await granted(house, demand(end_user="eve"))
    await granted(house, demand(end_user="eve", caller=BOB))


async def test_all_callers_of_a_deployment_share_its_limit():
    house = ruled(Limit(subject="deployment", subject_id="gpt", requests_per_minute=2))
    await granted(house, demand())
    await granted(house, demand(caller=BOB))
    await refused(house, demand())


async def test_headers_tell_of_the_tightest_limit():
    house = ruled(
        Limit(subject="key", subject_id="key", requests_per_minute=100, tokens_per_minute=50),
        Limit(subject="project", subject_id="proj_1", requests_per_day=10),
        clock=MovedClock(1_700_000_000.0),
    )
    headers = await granted(house, demand(20))
    assert headers == {
        "x-ratelimit-limit-requests": "10",
        "x-ratelimit-remaining-requests": "9",
        "x-ratelimit-reset-requests": "1h46m40s",
        "x-ratelimit-limit-tokens": "50",
        "x-ratelimit-remaining-tokens": "30",
        "x-ratelimit-reset-tokens": "1m1s",
    }


async def test_a_minutes_requests_may_have_to_be_spread():
    clock = MovedClock()
    house = ruled(Limit(subject="key", subject_id="key", requests_per_minute=60, slice_seconds=10), clock=clock)
    for _ in range(10):
        await granted(house, demand())
    refusal = await refused(house, demand())
    assert 0 < refusal.after < 11
    clock.time += refusal.after
    await granted(house, demand())


async def test_streams_count_while_they_run():
    house = ruled(Limit(subject="user", subject_id="user_1", concurrent_streams=1))
    async with house.admit(demand(is_stream=True)):
        assert (await refused(house, demand(is_stream=True))).after == 1.0
        await granted(house, demand())
    await granted(house, demand(is_stream=True))


async def test_pictures_count_as_many_as_they_are():
    house = ruled(Limit(subject="key", subject_id="key", images_per_minute=3))
    await granted(house, demand(pictures=3), Used(0, 0, 1))
    assert (await refused(house, demand(pictures=3))).type == "images"
    await granted(house, demand(pictures=2))


async def test_tokens_of_batches_count_while_they_wait():
    house = ruled(Limit(subject="model", subject_id="small", enqueued_batch_tokens=100, requests_per_minute=1))
    async with house.admit(demand(80, is_batch=True)):
        assert (await refused(house, demand(30, is_batch=True))).type == "batch"
        await granted(house, demand(500))
    await granted(house, demand(100, is_batch=True))


async def test_a_days_tokens_are_there_again_on_the_next_day():
    clock = MovedClock(1_700_000_000.0)
    house = ruled(Limit(subject="key", subject_id="key", tokens_per_day=100), clock=clock)
    await granted(house, demand(100), Used(90))
    refusal = await refused(house, demand(20))
    assert (refusal.after, refusal.can_retry) == (6400.0, False)
    clock.time += refusal.after
    await granted(house, demand(100))


@pytest.mark.parametrize(("period", "days"), [("day", 1), ("month", 16)])
async def test_a_budget_begins_anew_with_its_period(period, days):
    # 2023-11-15, noon.
    clock = MovedClock(1_700_049_600.0)
    house = ruled(budgets=[budget(100, period=period)], clock=clock)
    await granted(house, demand(1, 100))
    refusal = await refused(house, demand(1, 1))
    assert refusal.after == (days - 0.5) * 86_400
    assert refusal.can_retry is False
    clock.time += refusal.after
    await granted(house, demand(1, 100))


async def test_the_tightest_of_several_budgets_holds():
    budgets = [budget(100), budget(10, subject="project", subject_id="*", period="day"), budget(1, is_hard=False)]
    house = ruled(budgets=budgets)
    assert "day's budget of the project mine" in (await refused(house, demand(1, 11))).message
    await granted(house, demand(1, 10))
    assert "day's" in (await refused(house, demand(1, 1))).message


async def test_what_costs_nothing_runs_when_a_budget_is_spent():
    house = ruled(budgets=[budget(10)])
    await granted(house, demand(1, 10))
    await granted(house, demand(1, 0))


async def test_a_budget_that_comes_while_calls_run_knows_what_they_and_those_before_them_cost():
    house = admission()
    await granted(house, demand(1, 7))
    async with house.admit(demand(1, 5)) as running:
        house.rules = Rules(budgets=[budget(20)])
        assert (await account(house)).spent == 7
        running.settle(Used(1, 5))
    assert (await account(house)).spent == 12
    await refused(house, demand(1, 9))
    await granted(house, demand(1, 8))


async def test_a_limit_made_with_its_key_holds_from_the_keys_first_call_on(tmp_path):
    async with opened(tmp_path) as database:
        house = Admission(MemoryCounters(MovedClock()), MovedClock(), database)
        await house.refresh()
        async with database.begin() as connection:
            await limits.put_limit(connection, Limit(subject="key", subject_id="key", requests_per_minute=1))
        await granted(house, demand())
        assert (await refused(house, demand())).status == 429


async def test_a_default_is_as_full_as_for_whoever_used_most_and_not_for_whom_it_is_not():
    default = Limit(subject="key", subject_id="*", requests_per_minute=9, tokens_per_minute=99)
    own = Limit(subject="key", subject_id="other", requests_per_minute=9)
    house = ruled(default, own)
    assert await house.gauge(default) == Gauge({}, 0)
    for number, calls in enumerate([1, 4, 2]):
        for _ in range(calls):
            await granted(house, demand(10 - number, caller=structs.replace(ALICE, key_id=f"key{number}")))
    for _ in range(5):
        await granted(house, demand(caller=BOB))
    gauge = await house.gauge(default)
    assert {meter: level.used for meter, level in gauge.levels.items()} == {
        "requests_per_minute": 4,
        "tokens_per_minute": 36,
    }
    assert gauge.among == 3
    assert (await house.gauge(own)).levels["requests_per_minute"].used == 5


@pytest.mark.parametrize("name", ["eve", "y", "long " * 20])
async def test_a_named_end_user_is_as_full_as_in_the_project_that_used_most(name):
    own, default = (Limit(subject="end_user", subject_id=id, requests_per_minute=9) for id in (name, "*"))
    house = ruled(own, default)
    for caller, calls in ((ALICE, 2), (BOB, 3)):
        for _ in range(calls):
            await granted(house, demand(end_user=name, caller=caller))
        await granted(house, demand(end_user=f"x/{name}", caller=caller))
    for limit, used in ((own, 3), (default, 1)):
        gauge = await house.gauge(limit)
        assert (gauge.among, gauge.levels["requests_per_minute"].used) == (2, used)


async def test_claims_of_a_new_day_and_of_new_rules_are_on_their_counters():
    clock = MovedClock(1_700_000_000.0)
    house = ruled(Limit(subject="key", subject_id="key", requests_per_day=2), clock=clock)
    await granted(house, demand())
    house.rules = Rules([Limit(subject="key", subject_id="key", requests_per_day=3)])
    for _ in range(2):
        await granted(house, demand())
    clock.time += (await refused(house, demand())).after
    await granted(house, demand())
