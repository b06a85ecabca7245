"""Quotas and budgets as an administrator sets them, and sees them used."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.admin import enter_as, settle
from tests.browser.looks import keep_picture, violations_in_both
from tests.people import signed_in


@pytest.fixture
def plain(browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    yield page
    page.context.close()


def call(house, key, deployment="echo"):
    body = {"model": deployment, "messages": [{"role": "user", "content": "one two"}], "max_tokens": 5}
    return httpx.post(f"{house.url}/v1/chat/completions", json=body, headers={"api-key": key}).status_code


def card(page, title):
    return page.locator(".quota-card", has=page.get_by_role("heading", name=title, exact=True))


def dialog(page):
    return page.get_by_role("dialog")


def begin_limit(page, project):
    page.get_by_role("button", name="Set a limit").first.click()
    expect(dialog(page).get_by_label("Which one").first).to_contain_text(project)
    dialog(page).locator("[name=subject_id]").select_option(label=project)


def test_a_quota_is_given_and_its_meter_moves_while_it_is_used(screen, server):
    project = "metered"
    key = server.make_key("--project", project)
    enter_as(screen, server, "quota@example.com", "owner", room="quotas")
    begin_limit(screen, project)
    dialog(screen).get_by_label("Requests a minute").fill("ten")
    dialog(screen).get_by_role("button", name="Set limit").click()
    expect(dialog(screen).locator(".field-error:visible")).to_have_text(
        "Give a whole number, such as 1000, or leave it empty."
    )
    assert violations_in_both(screen) == []
    dialog(screen).get_by_label("Requests a minute").fill("1 0")
    dialog(screen).get_by_role("button", name="Set limit").click()
    one = card(screen, f"Project {project}")
    expect(one).to_contain_text("0 of 10")
    assert screen.locator(".toast").inner_text().startswith("The limit holds from now on.")
    assert [call(server, key) for _ in range(3)] == [200, 200, 200]
    expect(one).to_contain_text("3 of 10", timeout=10_000)
    assert violations_in_both(screen) == []
    keep_picture(screen, "admin-limits", full_page=True)


def test_a_limit_is_changed_where_it_stands_and_what_is_removed_comes_back(plain, server):
    project = "changing"
    server.make_key("--project", project)
    enter_as(plain, server, "changing@example.com", "owner", room="quotas")
    begin_limit(plain, project)
    dialog(plain).get_by_label("Tokens a minute").fill("500")
    dialog(plain).get_by_role("button", name="Set limit").click()
    one = card(plain, f"Project {project}")
    one.get_by_role("button", name="Edit").click()
    assert plain.evaluate("document.activeElement.tagName") == "INPUT"
    one.get_by_label("Tokens a minute").fill("800")
    one.get_by_role("button", name="Save").click()
    expect(one).to_contain_text("of 800")
    one.get_by_role("button", name="Remove").click()
    expect(one).to_have_count(0)
    plain.locator(".toast").get_by_role("button", name="Restore").click()
    expect(one).to_contain_text("of 800")


def test_a_budget_with_warnings_is_made_and_what_is_spent_is_seen(screen, server):
    project = "spending"
    key = server.make_key("--project", project)
    enter_as(screen, server, "budget@example.com", "owner", room="quotas/budgets")
    screen.get_by_role("button", name="Create a budget").first.click()
    form = dialog(screen)
    expect(form.locator("[name=subject_id]")).to_contain_text(project)
    form.locator("[name=subject_id]").select_option(label=project)
    form.get_by_role("button", name="Create budget").click()
    expect(form.locator(".field-error:visible")).to_contain_text("Give an amount of money above 0")
    form.get_by_label("Amount").fill("1")
    form.get_by_label("Warn at").fill("half")
    form.get_by_role("button", name="Create budget").click()
    expect(form.locator(".field-error:visible")).to_contain_text("percentages as whole numbers")
    form.get_by_label("Warn at").fill("50, 80, 100")
    form.get_by_label("By e-mail to").fill("team@example.com")
    assert violations_in_both(screen) == []
    keep_picture(screen, "admin-budget-form")
    form.get_by_role("button", name="Create budget").click()
    one = card(screen, f"Project {project}")
    expect(one).to_contain_text("$0.00 of $1.00")
    expect(one).to_contain_text("Warns at 50 %, 80 % and 100 %, to team@example.com.")
    assert call(server, key, "priced") == 200
    expect(one).not_to_contain_text("$0.00 of $1.00", timeout=10_000)
    one.get_by_role("button", name="Remove").click()
    screen.get_by_role("button", name="Keep").click()
    expect(one).to_have_count(1)
    one.get_by_role("button", name="Remove").click()
    screen.get_by_role("button", name="Remove budget").click()
    expect(one).to_have_count(0)


def test_limits_per_model_are_typed_into_a_table_and_a_wrong_one_is_told_in_its_cell(plain, server):
    project = "models of mine"
    server.make_key("--project", project)
    enter_as(plain, server, "models@example.com", "owner", room="quotas/models")
    field = plain.get_by_label("Requests a minute, echo", exact=True)
    expect(field).to_have_value("")
    choice = plain.locator(".room").get_by_label("Project", exact=True).first
    choice.select_option(label=project)
    settle(plain)
    field.fill("7")
    plain.keyboard.press("Tab")
    plain.wait_for_selector(".toast:has-text('Requests a minute on echo: 7.')")
    field.fill("-1")
    plain.keyboard.press("Tab")
    expect(plain.locator(".table .field-error:visible")).to_have_text(
        "Give a whole number, such as 1000, or leave it empty."
    )
    plain.reload()
    settle(plain)
    expect(plain.get_by_label("Requests a minute, slow", exact=True)).to_have_value("")
    choice.select_option(label=project)
    expect(plain.get_by_label("Requests a minute, echo", exact=True)).to_have_value("7")


def test_what_is_changed_here_is_in_the_trail(plain, server):
    project = "traced limits"
    server.make_key("--project", project)
    enter_as(plain, server, "traced@example.com", "owner", room="quotas")
    begin_limit(plain, project)
    dialog(plain).get_by_label("Requests a day").fill("99")
    dialog(plain).get_by_role("button", name="Set limit").click()
    expect(card(plain, f"Project {project}")).to_contain_text("of 99")
    with signed_in(server, "traced@example.com") as client:
        events = client.get("/organization/audit_logs", params={"actor_emails[]": "traced@example.com"}).json()["data"]
    assert events[1]["after"]["requests_per_day"] == 99
