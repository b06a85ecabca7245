"""The admin app as a whole: who sees which rooms, on every screen, by keys alone, light and strict."""

import pytest

from tests.browser.admin import ROOMS, enter_as, go, settle
from tests.browser.looks import wrong_anywhere
from tests.browser.test_every_page import BROKEN, HEAVIEST, PASS, REACHABLE, WEIGHT


@pytest.fixture
def plain(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    yield page
    page.context.close()


def shown(page):
    return page.locator(".admin-rooms a").evaluate_all("links => links.map(link => link.dataset.room)")


def test_every_room_fits_a_phone_and_a_desk_and_is_accessible_in_light_and_dark(screen, server):
    enter_as(screen, server, "rooms@example.com", "owner")
    wrong = {room: wrong_anywhere(go(screen, room), f"admin-{room}") for room in ROOMS}
    assert {room: found for room, found in wrong.items() if found} == {}


def test_no_room_is_heavier_than_a_page_may_be_nor_breaks_the_policy(plain, server):
    plain.add_init_script(BROKEN)
    enter_as(plain, server, "weight@example.com", "owner")
    weights = {}
    for room in ROOMS:
        plain.goto("about:blank")
        plain.goto(f"{server.url}/admin#{room}")
        settle(plain).wait_for_selector(".room-head")
        weights[room] = plain.evaluate(WEIGHT)
        assert plain.evaluate("broken") == []
    assert {room: weight for room, weight in weights.items() if not 20_000 < weight < HEAVIEST} == {}


def test_whoever_owns_the_house_sees_every_room_and_others_what_they_may(plain, server):
    enter_as(plain, server, "owner@example.com", "owner")
    assert shown(plain) == ROOMS
    plain.context.clear_cookies()
    enter_as(plain, server, "auditor@example.com", "auditor")
    assert {"audit", "usage", "policies"} <= set(shown(plain))
    assert plain.get_by_role("button", name="Set a limit").count() == 0


def test_somebody_without_any_room_is_told_whom_to_ask(screen, server):
    enter_as(screen, server, "nobody@example.com", "member")
    screen.wait_for_selector("text=Nothing here is yours to look after")
    assert screen.locator(".admin-nav").count() == 0
    assert wrong_anywhere(screen, "admin-nobody") == {}


def test_nobody_comes_in_without_signing_in(plain, server):
    plain.goto(f"{server.url}/admin#audit")
    link = plain.get_by_role("link", name="Sign in with your account")
    assert "audit" in link.get_attribute("href")


def test_the_menu_of_a_phone_opens_by_key_and_folds_with_the_choice(plain, server):
    plain.set_viewport_size({"width": 320, "height": 640})
    enter_as(plain, server, "phone@example.com", "owner")
    menu = plain.locator(".admin-menu")
    assert (menu.get_attribute("aria-expanded"), plain.locator(".admin-rooms").is_visible()) == ("false", False)
    menu.focus()
    plain.keyboard.press("Enter")
    assert menu.get_attribute("aria-expanded") == "true"
    plain.keyboard.press("Escape")
    assert menu.get_attribute("aria-expanded") == "false"
    go(plain, "audit")
    assert not plain.locator(".admin-rooms").is_visible()
    assert plain.evaluate("document.activeElement.matches('.admin-room')")
    plain.go_back()
    settle(plain)
    assert "Menu: Overview" in menu.inner_text()


@pytest.mark.parametrize("room", ["overview", "usage", "quotas", "audit"])
def test_everything_in_a_room_is_reached_by_tab(plain, server, room):
    enter_as(plain, server, f"tab-{room}@example.com", "owner", room=room)
    plain.locator(".skip-link").focus()
    plain.evaluate(REACHABLE)
    for _ in range(150):
        if plain.evaluate(PASS):
            break
        plain.keyboard.press("Tab")
    left = "[...document.querySelectorAll('[data-reachable]')].map((one) => one.outerHTML.slice(0, 120))"
    assert plain.evaluate(left) == []
