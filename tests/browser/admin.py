"""Steps that the tests of the admin app share."""

import re
from pathlib import Path

import web
from tests.people import add_person, signed_in

ROOMS = re.findall(r'\{ id: "(\w+)"', (Path(web.__file__).parent / "admin" / "rooms.js").read_text())
REMEMBERED = "localStorage.setItem('zaffre.session', 'true')"


def enter(page, house, email, room=""):
    """Open a room of the admin app as that person, who is there already."""
    with signed_in(house, email) as client:
        cookie = {"name": "zaffre_session", "value": client.cookies["zaffre_session"], "url": house.url}
    page.context.add_cookies([cookie])
    page.add_init_script(REMEMBERED)
    page.goto(f"{house.url}/admin#{room}")
    page.wait_for_selector(".room-head, .empty")
    return settle(page)


def enter_as(page, house, email, *roles, room=""):
    """The same as somebody new."""
    add_person(house, email, *roles)
    return enter(page, house, email, room)


def go(page, room):
    """Follow the side navigation, and wait until the room has said something."""
    if page.locator(".admin-menu").is_visible():
        page.locator(".admin-menu").click()
    page.locator(f".admin-rooms a[data-room={room}]").click()
    page.wait_for_selector(f".admin-room[data-room={room}]")
    return settle(page)


def settle(page):
    page.wait_for_load_state("networkidle")
    page.wait_for_selector("[aria-busy=true], .loading:not(:empty)", state="detached")
    return page
