"""Every shared component, looked at once in light and dark."""

import pytest

from tests.browser.looks import DESK, PHONE, TABLET, is_within, keep_picture, violations_in_both
from tests.house import eventually


@pytest.fixture
def guide(screen, server):
    screen.goto(f"{server.url}/styleguide")
    screen.wait_for_selector(".specimen:last-child")
    return screen


def test_every_component_can_be_read_by_all(guide):
    keep_picture(guide, "styleguide", full_page=True)
    assert violations_in_both(guide) == []


@pytest.mark.parametrize("width", [PHONE, TABLET])
def test_no_component_is_wider_than_the_screen(guide, width):
    guide.set_viewport_size({"width": width, "height": 800})
    keep_picture(guide, f"styleguide-{width}", full_page=True)
    assert is_within(guide, width)


def test_a_table_is_sorted_by_the_head_that_is_pressed_and_turned_by_a_second_press(guide):
    head = guide.locator("th:has-text('Requests')").first
    names = guide.locator(".table").first.locator("tbody td:first-child")
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert names.all_inner_texts() == ["images", "embeddings", "chat"]
    head.locator("button").click()
    assert names.all_inner_texts() == ["chat", "embeddings", "images"]


def test_a_question_can_be_declined_by_the_keyboard(guide):
    guide.click("text=Ask first")
    guide.wait_for_selector("dialog[open]")
    assert violations_in_both(guide) == []
    guide.keyboard.press("Escape")
    guide.wait_for_selector("dialog", state="detached")


def test_a_toast_offers_the_way_back(guide):
    guide.click("text=Show a toast")
    assert guide.locator(".toast button").inner_text() == "Restore"
    assert violations_in_both(guide) == []


def test_any_number_of_many_is_chosen_by_the_keyboard(guide):
    boxes = guide.get_by_role("group", name="Only these deployments").get_by_role("checkbox")
    boxes.nth(0).press("Space")
    boxes.nth(2).press("Space")
    assert [box.is_checked() for box in boxes.all()] == [False, False, True]


def test_a_timeline_marks_where_it_stands(guide):
    steps = guide.locator(".timeline > li")
    assert steps.count() == 3
    assert guide.locator(".timeline > [aria-current=step]").inner_text().startswith("Approved")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_what_is_shown_once_can_be_copied_and_is_gone_when_it_was_kept(guide, width):
    guide.set_viewport_size({"width": width, "height": 800})
    guide.click("text=Show a secret")
    dialog = guide.locator("dialog[open]")
    assert dialog.get_by_role("button", name="Copy").is_visible()
    assert violations_in_both(guide) == []
    keep_picture(guide, f"styleguide-secret-{width}")
    dialog.get_by_role("button", name="I have kept it").click()
    dialog.wait_for(state="detached")
    # A dialog is closed first, and leaves the page with the event that tells of it.
    eventually(lambda: "zf-0000example" not in guide.content(), within=5)
