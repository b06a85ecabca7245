"""Policies and deployments as an administrator gives them to projects, and the code that rooms show."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.admin import enter, settle
from tests.browser.looks import keep_picture, violations, violations_in_both
from tests.people import add_person, signed_in


@pytest.fixture
def plain(browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    yield page
    page.context.close()


def project_of(house, email, name):
    """A project that a new owner makes, and a way to see it."""
    add_person(house, email, "owner")
    with signed_in(house, email) as client:
        path = "/organization/projects/" + client.post("/organization/projects", json={"name": name}).json()["id"]

    def look():
        with signed_in(house, email) as client:
            return client.get(path).json()

    return look


def test_a_project_is_given_another_policy_and_the_way_back_works(screen, filtered):
    name = "policed"
    look = project_of(filtered, "policies@example.com", name)
    enter(screen, filtered, "policies@example.com", "policies")
    assert (
        "locklist fruit"
        in screen.locator(".quota-card", has=screen.get_by_role("heading", name="fruitless")).inner_text()
    )
    choice = screen.get_by_label(f"Policy of {name}")
    choice.select_option("private")
    screen.wait_for_selector(f".toast:has-text('{name} works under private')")
    assert look()["policy"] == "private"
    expect(screen.locator(".quota-card", has=screen.get_by_role("heading", name="private"))).to_contain_text(name)
    assert violations_in_both(screen) == []
    keep_picture(screen, "admin-policies", full_page=True)
    screen.locator(".toast").get_by_role("button", name="Undo").click()
    expect(choice).to_have_value("")
    assert look()["policy"] is None


def test_a_deployment_is_closed_to_a_project_and_opened_again(screen, server):
    email, name = "reach@example.com", "reached"
    look = project_of(server, email, name)
    enter(screen, server, email, "deployments")
    for has in (False, True):
        screen.get_by_role("button", name="Change who may call echo").click()
        assert violations_in_both(screen) == []
        screen.get_by_role("dialog").get_by_label(name, exact=True).set_checked(has)
        with screen.expect_response("**/deployments/echo/projects"):
            screen.get_by_role("dialog").get_by_role("button", name="Save").click()
        screen.wait_for_selector(".toast:has-text('1 project changed')")
        settle(screen)
        assert ("echo" in look()["deployments"]) is has and "slow" in look()["deployments"]
        screen.locator(".toast").evaluate("toast => toast.remove()")


def test_prices_are_told_for_each_unit(plain, server):
    project_of(server, "prices@example.com", "prices")
    enter(plain, server, "prices@example.com", "deployments")
    row = plain.locator(".table tr", has=plain.get_by_text("priced", exact=True))
    assert "$1,000.00 a million tokens in, $2,000.00 a million tokens out" in row.inner_text()
    assert "Free" in plain.locator(".table tr", has=plain.get_by_text("slow", exact=True)).inner_text()


@pytest.mark.parametrize("room", ["deployments", "audit"])
def test_the_code_that_is_shown_runs(plain, server, room):
    email = f"code-{room}@example.com"
    project_of(server, email, f"code {room}")
    with signed_in(server, email) as client:
        key = client.post("/organization/admin_api_keys", json={"name": "code"}).json()["value"]
    enter(plain, server, email, room).click("text=Show as code")
    assert violations(plain) == []
    for language, run in {"curl": ["bash", "-c"], "Python": [sys.executable, "-c"]}.items():
        plain.select_option("dialog select", language)
        code, environment = plain.locator("dialog code").text_content(), os.environ | {"ZAFFRE_API_KEY": key}
        done = subprocess.run([*run, code], capture_output=True, text=True, env=environment, timeout=60)
        assert "list" in done.stdout and "error" not in done.stdout, (language, done.stdout, done.stderr)
