"""Steps that the tests of the admin app share."""

import re
from pathlib import Path

import web
from tests.people import add_person, session_of

ROOMS = re.findall(r'\{ id: "(\w+)"', (Path(web.__file__).parent / "admin" / "rooms.js").read_text())
REMEMBERED = "localStorage.setItem('zaffre.session', 'true')"


def remember(page, house, email):
    """The browser has a session of that person."""
    cookie = {"name": "zaffre_session", "value": session_of(house, email), "url": house.url}
    page.context.add_cookies([cookie])
    page.add_init_script(REMEMBERED)


def enter(page, house, email, room=""):
    """Open a room of the admin app as that person, who is there already."""
    remember(page, house, email)
    page.goto(f"{house.url}/admin#{room}")
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
    """Wait until the room that is open has said something. It is marked once it has begun to ask."""
    page.wait_for_selector(".admin-room[data-room], .admin-room .empty")
    page.wait_for_selector("[aria-busy=true], .loading:not(:empty)", state="detached")
    return page
