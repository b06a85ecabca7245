"""What a project sets for itself counts beside what the organisation set: nothing that it does lets more through."""

from hypothesis import given
from hypothesis import strategies as st

from tests.admitting import admission
from zaffre.admission.demand import Demand
from zaffre.admission.rules import Rules, Step
from zaffre.core.callers import Caller, Quote
from zaffre.core.errors import RateLimited
from zaffre.core.limits import PERIODS, Budget, Limit

CALLER = Caller(key_id="key_1", project_id="proj_1", user_id="user_1", region="local")
DEMAND = Demand(caller=CALLER, quote=Quote(1, 1), deployment="gpt", model="small")
MOST = st.none() | st.integers(1, 9)
HIGH = st.sampled_from([("organization", ""), ("project", "proj_1"), ("project", "*"), ("key", "key_1"), ("key", "*")])
OWN = st.sampled_from([("project", "proj_1"), ("key", "key_1"), ("project", "proj_2")])


def limits(subjects, set_by):
    meters = {"requests_per_minute": MOST, "tokens_per_day": MOST, "model": st.sampled_from(["", "gpt", "small"])}
    made = st.builds(
        lambda of, **told: Limit(subject=of[0], subject_id=of[1], set_by=set_by, **told), subjects, **meters
    )
    return st.lists(made, max_size=4)


def budgets(subjects, set_by):
    def made(of, number, **told):
        return Budget(id=f"{set_by}{number}", subject=of[0], subject_id=of[1], set_by=set_by, **told)

    told = {"period": st.sampled_from(PERIODS), "amount": st.integers(0, 9), "is_hard": st.booleans()}
    return st.lists(st.builds(made, subjects, st.integers(0, 9), **told), max_size=4)


def bounds(steps: tuple[Step, ...]) -> dict[str, int]:
    return {f"{step.counter}|{step.meter}": step.most for step in steps}


@given(limits(HIGH, "organization"), budgets(HIGH, "organization"), limits(OWN, "project"), budgets(OWN, "project"))
def test_nothing_that_a_project_sets_takes_away_or_loosens_what_the_organisation_set(high, paid, own, own_paid):
    alone = bounds(Rules(high, paid).plan(DEMAND))
    together = bounds(Rules([*own, *high], [*own_paid, *paid]).plan(DEMAND))
    loosened = {name for name, most in alone.items() if name not in together or together[name] > most}
    assert not loosened


async def test_what_a_project_set_for_itself_is_kept_too():
    house = admission()
    wide = Limit(subject="project", subject_id="*", requests_per_minute=5)
    house.rules = Rules([wide, Limit(subject="project", subject_id="proj_1", requests_per_minute=2, set_by="project")])
    granted = 0
    for _ in range(4):
        try:
            async with house.admit(DEMAND):
                granted += 1
        except RateLimited as refusal:
            assert "limit 2" in refusal.message
    assert granted == 2
