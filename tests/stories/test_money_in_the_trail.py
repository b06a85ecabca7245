"""The trail tells money in the installation's currency, whatever was given with it."""

import msgspec

from tests.doors import OPERATOR, a_door
from zaffre.access.issuing import Order
from zaffre.core.callers import NANO
from zaffre.core.conditions import Allowance, Conditions
from zaffre.core.limits import Budget
from zaffre.core.trail import Sought
from zaffre.service.organization.projects import allowing
from zaffre.service.organization.ways_in.reviews import Decision

GIVEN = Allowance(20 * NANO + NANO // 2, "month")


async def told(door, action: str) -> list[dict]:
    """What each event of that action says that there is after it, the oldest first."""
    page = await door.stories.audit.page(OPERATOR, Sought(limit=50, actions=(action,)))
    return [msgspec.json.decode(event.after) for event in reversed(page.events)]


async def test_an_approved_budget_is_told_in_the_currency(tmp_path):
    async with a_door(tmp_path, '[access]\nway_in = "limited"\n') as door:
        _, application = await door.applied("ada@example.com")
        decision = Decision(action="approve", conditions=Conditions(role="developer", budget=GIVEN))
        await door.stories.reviews.decide(OPERATOR, application, decision)
        [approved], [created] = await told(door, "application.approved"), await told(door, "budget.created")
    assert approved["conditions"]["budget"] == {"amount": 20.5, "period": "month"}
    assert (created["amount"], created["period"], created["subject"]) == (20.5, "month", "project")


async def test_the_budget_of_an_invitation_is_told_in_the_currency(tmp_path):
    async with a_door(tmp_path) as door:
        await door.accepted(await door.invited(budget=GIVEN), "ada@example.com")
        [sent], [created] = await told(door, "invite.sent"), await told(door, "budget.created")
    assert sent["budget"] == {"amount": 20.5, "period": "month"}
    assert (created["amount"], created["subject"]) == (20.5, "user")


async def test_what_a_new_key_may_use_is_told_with_it_in_the_currency(tmp_path):
    async with a_door(tmp_path) as door:
        usual = allowing.Allowance(requests_per_minute=7, budget=3 * NANO)
        await door.stories.keys.create_in(OPERATOR, "atlas", "local", Order(name="program"), usual)
        [created] = await told(door, "api_key.created")
    assert (created["requests_per_minute"], created["budget"]) == (7, 3.0) and "tokens_per_minute" not in created


async def test_a_budget_that_is_made_and_changed_is_told_in_the_currency(tmp_path):
    async with a_door(tmp_path) as door:
        wanted = Budget(id="", subject="organization", subject_id="", period="day", amount=NANO, is_hard=True)
        made = await door.stories.budgets.create(OPERATOR, wanted)
        await door.stories.budgets.change(OPERATOR, made.budget.id, {"amount": 2 * NANO})
        [created], [updated] = await told(door, "budget.created"), await told(door, "budget.updated")
    assert (created["amount"], updated["amount"]) == (1.0, 2.0)
