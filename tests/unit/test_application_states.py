"""The way of an application: whatever is done in whatever order, it is decided once, and by whom it must be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from zaffre.access.applications import after, check_not_own, check_second
from zaffre.access.waiting import reasons
from zaffre.core.applications import OPEN, WAITING, Application, Asked
from zaffre.core.callers import NANO
from zaffre.core.conditions import Allowance, Conditions
from zaffre.core.errors import Conflict, Forbidden
from zaffre.settings.access import SecondReview

ACTIONS = ("review", "ask", "answer", "approve", "decline", "withdraw")
DONE = ("approved", "declined", "withdrawn")
STATES = (*OPEN, *DONE)
actions = st.sampled_from(ACTIONS)


@given(st.lists(st.tuples(actions, st.booleans())))
def test_what_is_decided_stays_decided(steps):
    state = "applied"
    for action, needs_second in steps:
        try:
            following = after(action, state, needs_second=needs_second)
        except Conflict:
            continue
        assert state not in DONE
        state = following
    assert state in STATES


@given(st.lists(actions), st.sampled_from(OPEN))
def test_what_needs_a_second_person_is_approved_only_from_a_second_review(steps, state):
    for action in steps:
        try:
            following = after(action, state, needs_second=True)
        except Conflict:
            continue
        assert following != "approved" or state == "second_review"
        state = following


@pytest.mark.parametrize("state", OPEN)
def test_the_applicant_can_always_withdraw_and_a_reviewer_decline(state):
    assert (after("withdraw", state), after("decline", state)) == ("withdrawn", "declined")


@pytest.mark.parametrize("state", STATES)
def test_only_a_question_is_answered_and_only_the_answer_leads_back(state):
    if state == "asked_back":
        assert after("answer", state) in WAITING
    else:
        with pytest.raises(Conflict, match="Possible"):
            after("answer", state)


def test_the_first_who_approves_cannot_be_the_second():
    first = structs.replace(AN_APPLICATION, state="second_review", decided_by="user_1")
    with pytest.raises(Forbidden, match="second person"):
        check_second(first, "user_1")
    check_second(first, "user_2")


def test_nobody_decides_about_their_own():
    with pytest.raises(Forbidden, match="own"):
        check_not_own(AN_APPLICATION, "user_9")
    check_not_own(AN_APPLICATION, "user_1")
    check_not_own(AN_APPLICATION, None)


@pytest.mark.parametrize(
    ("asked", "conditions", "second", "is_needed"),
    [
        ({}, {}, {}, False),
        ({"is_production": True}, {}, {}, True),
        ({"is_production": True}, {}, {"production": False}, False),
        ({}, {"capabilities": ("unfiltered",)}, {}, True),
        ({"capabilities": ("unfiltered",)}, {}, {}, False),
        ({}, {"limits": {"tokens_per_minute": 1001}}, {"tokens_per_minute": 1000}, True),
        ({}, {"limits": {"tokens_per_minute": 1000}}, {"tokens_per_minute": 1000}, False),
        ({}, {}, {"tokens_per_minute": 1000}, True),
        ({}, {"budget": Allowance(6 * NANO, "month")}, {"budget": 5.0}, True),
        ({}, {"budget": Allowance(5 * NANO, "month")}, {"budget": 5.0}, False),
        ({}, {}, {"budget": 5.0}, True),
    ],
)
def test_what_is_much_needs_a_second_person(asked, conditions, second, is_needed):
    found = reasons(Asked(use_case="x", **asked), Conditions(**conditions), SecondReview(**second))
    assert bool(found) == is_needed


AN_APPLICATION = Application(
    id="app_1",
    kind="access",
    user_id="user_9",
    state="applied",
    asked=Asked(use_case="x"),
    created_at=1.0,
    queued_at=1.0,
    changed_at=1.0,
)
