"""Admission: what is reserved is given back, what was used is kept, however calls end."""

import random
from contextlib import ExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaffre.admission.admission import Admission, TooMuchAtOnce
from zaffre.core.callers import Caller, Limits, Quote
from zaffre.core.errors import BudgetSpent, RateLimited


class StillClock:
    """Time stands still until a test moves it."""

    def __init__(self):
        self.time = 0.0

    def steady(self) -> float:
        return self.time


def caller(**limits: int) -> Caller:
    return Caller(key_id="key", project_id="project", region="local", limits=Limits(**limits))


def test_at_rest_nothing_is_reserved_and_what_was_used_is_spent():
    admission = Admission(StillClock(), {"key": 7})
    with admission.admit(caller(), Quote(10, 100)) as ticket:
        assert admission.account("key").reserved == 100
        ticket.settle(Quote(4, 30))
    account = admission.account("key")
    assert (account.reserved, account.spent, account.tokens.used) == (0, 37, 4)


def test_a_call_that_fails_before_it_is_settled_costs_nothing():
    admission = Admission(StillClock(), {})
    with pytest.raises(KeyError), admission.admit(caller(), Quote(10, 100)):
        raise KeyError
    account = admission.account("key")
    assert (account.reserved, account.spent, account.tokens.used) == (0, 0, 0)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=40), st.integers(0, 300), st.randoms())
def test_calls_that_overlap_in_any_order_never_overspend(calls, budget, order: random.Random):
    admission, holder, spent, tickets = Admission(StillClock(), {}), caller(budget=budget), 0, []
    for quoted, used in calls:
        stack = ExitStack()
        try:
            ticket = stack.enter_context(admission.admit(holder, Quote(1, quoted)))
        except BudgetSpent:
            continue
        ticket.settle(Quote(1, min(used, quoted)))
        spent += min(used, quoted)
        tickets.append(stack)
        if order.random() < 0.5:
            tickets.pop(order.randrange(len(tickets))).close()
    for stack in tickets:
        stack.close()
    assert admission.account("key").reserved == 0
    assert admission.account("key").spent == spent <= budget


def test_a_refusal_takes_nothing():
    admission = Admission(StillClock(), {})
    with pytest.raises(BudgetSpent), admission.admit(caller(budget=5, requests_per_minute=1), Quote(1, 6)):
        pass
    assert admission.account("key").requests.used == 0


def test_requests_of_another_minute_do_not_count():
    clock = StillClock()
    admission, holder = Admission(clock, {}), caller(requests_per_minute=1)
    with admission.admit(holder, Quote(1, 0)):
        pass
    with pytest.raises(RateLimited) as refusal, admission.admit(holder, Quote(1, 0)):
        pass
    clock.time += refusal.value.after
    with admission.admit(holder, Quote(1, 0)) as ticket:
        assert ticket.headers["x-ratelimit-remaining-requests"] == "0"


def test_a_call_larger_than_a_minute_is_told_not_to_come_back():
    with (
        pytest.raises(TooMuchAtOnce) as refusal,
        Admission(StillClock(), {}).admit(caller(tokens_per_minute=10), Quote(11, 0)),
    ):
        pass
    assert refusal.value.can_retry is False
    assert refusal.value.after is None
