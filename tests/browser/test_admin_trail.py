"""The audit trail as an administrator reads it: who changed what, and whether it is whole."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.admin import enter, settle
from tests.browser.looks import keep_picture, violations_in_both
from tests.people import add_person, change, signed_in


@pytest.fixture
def plain(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    yield page
    page.context.close()


def act(house, email, *projects):
    """That person makes projects, and describes each."""
    with signed_in(house, email) as client:
        for name in projects:
            made = client.post("/organization/projects", json={"name": name}).json()
            client.post(f"/organization/projects/{made['id']}", json={"description": f"What {name} is for"})
    return made["id"]


def read(page, house, email, *projects):
    """Enter the trail as somebody who made projects, and look at what they did."""
    add_person(house, email, "owner")
    made = act(house, email, *projects)
    enter(page, house, email, f"audit?who={email}").wait_for_selector(".event")
    return made


def lines(page):
    return page.locator(".event-what").all_inner_texts()


def test_a_change_is_found_with_who_made_it_and_unfolds_into_before_and_after(screen, server):
    email, name = "trail@example.com", "lanterns"
    project = read(screen, server, email, name)
    assert lines(screen) == ["Updated a project", "Created a project", "Signed in"]
    assert email in screen.locator(".event-who").first.inner_text()
    screen.locator("summary").first.focus()
    screen.keyboard.press("Enter")
    inside = screen.locator(".event-inside").first
    expect(inside.locator("tbody td")).to_have_text(["none", f"What {name} is for"])
    assert project in inside.inner_text() and "127.0.0.1" in inside.inner_text()
    assert violations_in_both(screen) == []
    keep_picture(screen, "admin-audit-open", full_page=True)


def test_filters_narrow_and_stay_in_the_address_and_nothing_found_says_how_to_go_on(plain, server):
    project = read(plain, server, "narrow@example.com", "narrow lanterns")
    plain.get_by_label("What", exact=True).select_option("project.created")
    settle(plain)
    assert lines(plain) == ["Created a project"]
    plain.reload()
    settle(plain).wait_for_selector(".event")
    assert (lines(plain), plain.get_by_label("Who").input_value()) == (["Created a project"], "narrow@example.com")
    plain.fill("[name=object]", "proj_of_nobody")
    plain.keyboard.press("Tab")
    plain.wait_for_selector("text=Nothing like that")
    plain.click("text=Show all")
    settle(plain).wait_for_selector(".event")
    plain.fill("[name=object]", project)
    plain.keyboard.press("Tab")
    expect(plain.locator(".event")).to_have_count(2)
    plain.fill("[name=from]", "2001-01-01")
    plain.fill("[name=to]", "2001-01-31")
    plain.keyboard.press("Tab")
    plain.wait_for_selector("text=Nothing like that")


def test_earlier_events_are_shown_when_asked_for(plain, server):
    read(plain, server, "earlier@example.com", *(f"earlier {number}" for number in range(27)))
    # Each makes two events, and signing in some more.
    assert len(lines(plain)) == 50
    plain.click("text=Show earlier ones")
    plain.wait_for_selector(".event >> nth=53")
    assert plain.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert not plain.get_by_role("button", name="Show earlier ones").is_visible()


def test_a_trail_that_was_tampered_with_is_told_and_a_whole_one_too(screen, server):
    email = "proof@example.com"
    project = read(screen, server, email, "proof")
    screen.get_by_role("button", name="Verify").click()
    screen.wait_for_selector(".proof.whole:has-text('The trail is whole')")
    assert violations_in_both(screen) == []
    told = "UPDATE audit SET actor_name = ? WHERE object_id = ?"
    change(server, "tampering", told, "somebody else", project)
    screen.get_by_role("button", name="Verify").click()
    screen.wait_for_selector(".proof.broken:has-text('it was changed')")
    assert violations_in_both(screen) == []
    change(server, "tampering", told, email, project)


def test_the_trail_is_taken_away_as_lines_of_json(plain, server):
    read(plain, server, "lines@example.com", "lines")
    with plain.expect_download() as saved:
        plain.click("text=Export")
    events = [json.loads(line) for line in saved.value.path().read_text().splitlines()]
    assert saved.value.suggested_filename == "audit.jsonl"
    assert [event["number"] for event in events] == list(range(1, len(events) + 1))
