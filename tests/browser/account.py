"""Steps that the tests of the account, and of the story that goes through all pages, share."""

from tests.browser.admin import remember
from tests.people import PASSWORD, add_person, signed_in

ROOMS = ("standing", "keys", "usage", "limits", "security")


def enter(page, house, email, room="standing", path="/account"):
    """Open a page as that person, who is there already, with a session of their own."""
    remember(page, house, email)
    page.goto(f"{house.url}{path}#{room}")
    return settle(page)


def enter_as(page, house, email, *roles, **where):
    """The same as somebody new."""
    add_person(house, email, *roles)
    return enter(page, house, email, **where)


def go(page, room):
    """Open a room by its tab."""
    page.locator(f"#tab-{room}").click()
    return settle(page)


def settle(page):
    """Wait until the room that is open has said something; the others have not been asked yet."""
    page.wait_for_selector(".identity")
    page.wait_for_selector("[aria-busy=true]:visible, .loading:not(:empty):visible", state="detached")
    return page


def sign_in(page, house, email, password=PASSWORD, place=""):
    """Sign in at the door, as people do."""
    page.goto(f"{house.url}/account{place}")
    page.fill("[name=email]", email)
    page.fill("[name=password]", password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def shown_once(page):
    """The secret in the dialog, which is then put away."""
    dialog = page.locator("dialog[open]")
    secret = dialog.locator("pre").first.inner_text()
    dialog.get_by_role("button", name="I have kept it").click()
    dialog.wait_for(state="detached")
    return secret


def project_of(house, owner, name, *members):
    """The id of a new project; `members` are pairs of an address and a role."""
    with signed_in(house, owner) as client:
        made = client.post("/organization/projects", json={"name": name})
        assert made.status_code == 200, made.text
        for email, role in members:
            added = client.post(
                f"/organization/projects/{made.json()['id']}/users", json={"email": email, "role": role}
            )
            assert added.status_code == 200, added.text
    return made.json()["id"]
