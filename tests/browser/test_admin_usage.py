"""Overview and usage: what was called is counted, drawn, told by any dimension, and taken away."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.admin import enter_as, settle
from tests.browser.looks import keep_picture, violations_in_both
from tests.house import eventually
from tests.people import signed_in


@pytest.fixture
def plain(browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def busy(server):
    """A project with three calls, and its name."""
    key = server.make_key("--project", "busy bees")
    for deployment in ("echo", "echo", "priced"):
        body = {"model": deployment, "messages": [{"role": "user", "content": "one two"}], "max_tokens": 5}
        assert httpx.post(f"{server.url}/v1/chat/completions", json=body, headers={"api-key": key}).status_code == 200
    statement = (
        "SELECT count(*) FROM entries JOIN projects ON projects.id = project_id WHERE projects.name = 'busy bees'"
    )
    eventually(lambda: server.rows(statement)[0][0] == 3, within=10)
    return "busy bees"


def totals(page):
    names, values = page.locator(".totals dt").all_inner_texts(), page.locator(".totals dd").all_inner_texts()
    return {name: value.split("\n")[0] for name, value in zip(names, values, strict=True)}


def choose(page, name):
    page.locator(".room").get_by_label("Project", exact=True).select_option(label=name)
    settle(page)


def test_the_overview_counts_and_draws_what_a_project_used(screen, server, busy):
    enter_as(screen, server, "overview@example.com", "owner", room="overview")
    choose(screen, busy)
    expect(screen.locator(".totals dd").first).to_contain_text("3")
    assert totals(screen)["Requests"] == "3" and totals(screen)["Cost"] != "$0.00"
    assert screen.locator(".column-row dt").all_inner_texts()[:3] == ["Requests", "Tokens", "Cost"]
    assert "Now: " in screen.inner_text(".live")
    rows = screen.locator(".table").first.locator("tbody tr").all_inner_texts()
    assert {row.split("\t")[0]: row.split("\t")[1] for row in rows} == {"echo": "2", "priced": "1"}
    assert violations_in_both(screen) == []
    keep_picture(screen, "admin-overview-used", full_page=True)


def test_what_happens_is_seen_without_loading_again(plain, server, busy):
    enter_as(plain, server, "watching@example.com", "owner", room="overview")
    key = server.make_key("--project", "watched bees")
    plain.reload()
    settle(plain)
    choose(plain, "watched bees")
    plain.wait_for_selector("text=No calls yet")
    body = {"model": "echo", "messages": [{"role": "user", "content": "one"}]}
    assert httpx.post(f"{server.url}/v1/chat/completions", json=body, headers={"api-key": key}).status_code == 200
    expect(plain.locator(".totals dd").first).to_contain_text("1", timeout=15_000)


def test_usage_is_told_by_two_dimensions_and_the_address_keeps_the_question(screen, server, busy):
    enter_as(screen, server, "usage@example.com", "owner", room="usage")
    choose(screen, busy)
    screen.get_by_label("By", exact=True).select_option("deployment")
    screen.get_by_label("Then by").select_option("status")
    screen.get_by_label("Drawn").select_option("requests")
    settle(screen)
    expect(screen.locator(".chart figcaption")).to_have_text("Requests by deployment")
    assert screen.locator(".bars dt").all_inner_texts() == ["echo", "priced"]
    assert violations_in_both(screen) == []
    keep_picture(screen, "admin-usage-bars", full_page=True)
    screen.reload()
    settle(screen)
    expect(screen.locator(".bars dt")).to_have_text(["echo", "priced"])
    screen.get_by_label("By", exact=True).select_option("day")
    screen.get_by_label("Then by").select_option("deployment")
    expect(screen.locator(".column-row dt")).to_have_text(["echo", "priced"])
    # End users are summed by project and time alone, so nothing else is offered beside them.
    offered = "options => options.filter((one) => !one.disabled).map((one) => one.value)"
    screen.get_by_label("By", exact=True).select_option("end_user")
    assert screen.get_by_label("Then by").locator("option").evaluate_all(offered) == ["", "day", "hour", "project"]
    expect(screen.locator(".chart figcaption")).to_have_text("Requests by end user")
    assert violations_in_both(screen) == []


def test_a_time_in_which_nothing_was_used_says_so_and_dates_out_of_order_are_told(plain, server, busy):
    enter_as(plain, server, "dates@example.com", "owner", room="usage")
    plain.get_by_label("Time", exact=True).select_option("dates")
    plain.fill("[name=from]", "2001-02-03")
    plain.fill("[name=to]", "2001-01-01")
    plain.keyboard.press("Tab")
    expect(plain.locator(".field-error:visible")).to_have_text("This day is before the first one.")
    plain.fill("[name=to]", "2001-02-04")
    plain.keyboard.press("Tab")
    plain.wait_for_selector("text=Nothing was used in this time")


def test_the_calls_of_a_project_are_saved_as_a_table(plain, server, busy):
    enter_as(plain, server, "saving@example.com", "owner", room="usage")
    choose(plain, busy)
    with plain.expect_download() as saved:
        plain.get_by_role("link", name="CSV").click()
    lines = saved.value.path().read_text().splitlines()
    assert len(lines) == 4 and "cost" in lines[0]


def test_somebody_of_one_project_sees_the_use_of_that_one_alone(plain, server, busy):
    (project,) = server.rows("SELECT id FROM projects WHERE name = 'busy bees'")[0]
    enter_as(plain, server, "beekeeper@example.com", f"project_admin@{project}", room="overview")
    assert totals(plain)["Requests"] == "3"
    assert plain.locator(".table").nth(1).locator("tbody tr").count() == 1
    with signed_in(server, "beekeeper@example.com") as client:
        assert client.get("/organization/audit_logs").status_code == 403
    assert "audit" not in plain.locator(".admin-rooms a").evaluate_all("links => links.map(link => link.dataset.room)")
