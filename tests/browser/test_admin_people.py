"""People, groups and programs as an administrator looks after them."""

import httpx
import pytest
from playwright.sync_api import expect

from tests import people
from tests.browser import account
from tests.browser.account import project_of, shown_once
from tests.browser.admin import enter, settle
from tests.browser.looks import wrong_anywhere
from tests.house import eventually

KEEPER = "housekeeper@example.com"


@pytest.fixture(scope="module", autouse=True)
def keeper(server):
    people.add_person(server, KEEPER, "owner")


def dialog(page):
    return page.locator("dialog[open]")


def send(page, verb):
    dialog(page).get_by_role("button", name=verb, exact=True).click()
    dialog(page).wait_for(state="detached")
    return settle(page)


def part(page, name):
    return page.locator("section.room-part", has=page.get_by_role("heading", name=name, exact=True))


def me(house, email):
    """What the server says of somebody's new session."""
    with people.browser(house) as client:
        client.cookies["zaffre_session"] = people.session_of(house, email)
        return client.get("/me")


def test_a_group_is_made_filled_given_a_role_and_put_into_a_project(screen, server):
    people.add_person(server, "grouped@example.com")
    project = project_of(server, KEEPER, "grouped lanterns")
    enter(screen, server, KEEPER, "people/groups").get_by_role("button", name="Make a group").first.click()
    dialog(screen).get_by_role("button", name="Make group").click()
    expect(dialog(screen).locator(".field-error:visible")).to_have_text("Give the group a name.")
    dialog(screen).get_by_label("Name").fill("Keepers")
    send(screen, "Make group")
    screen.get_by_role("button", name="Add somebody to Keepers").click()
    dialog(screen).get_by_label("Who").select_option(label="Grouped, grouped@example.com")
    send(screen, "Add")
    screen.get_by_role("button", name="Give a role to Keepers").click()
    dialog(screen).get_by_label("Role").select_option("auditor")
    assert wrong_anywhere(screen, "people-group-role") == {}
    send(screen, "Give role")
    card = screen.locator(".quota-card", has=screen.get_by_role("heading", name="Keepers"))
    expect(card).to_contain_text("Gives the role auditor")
    assert wrong_anywhere(screen, "people-groups") == {}
    assert "audit.read" in me(server, "grouped@example.com").json()["permissions"]["organization"]

    screen.goto(f"{server.url}/admin#projects/{project}")
    screen.get_by_role("button", name="Add a group").click()
    dialog(screen).get_by_label("Which").select_option(label="Keepers")
    send(screen, "Add")
    expect(part(screen, "Groups")).to_contain_text("Keepers")
    assert wrong_anywhere(screen, "projects-one") == {}
    assert "grouped lanterns" in [one["name"] for one in me(server, "grouped@example.com").json()["projects"]]
    screen.get_by_role("button", name="Take Keepers out").click()
    expect(part(screen, "Groups")).to_contain_text("No group works in it yet")

    screen.goto(f"{server.url}/admin#people/groups")
    screen.get_by_role("button", name="Take the role auditor back from Keepers").click()
    expect(card).to_contain_text("It gives no role in the organisation.")
    screen.get_by_role("button", name="Take Grouped out of Keepers").click()
    expect(card).to_contain_text("Nobody is in it yet.")
    assert me(server, "grouped@example.com").json()["permissions"]["organization"] == []


@pytest.mark.parametrize(("part", "verb"), [("groups", "Add a group"), ("users", "Add a member")])
def test_whoever_is_quick_adds_before_the_list_of_those_there_has_come(screen, server, part, verb):
    project, unanswered = project_of(server, KEEPER, f"quick {part}"), []
    enter(screen, server, KEEPER, "people")
    place = f"**/organization/projects/{project}/{part}**"
    screen.route(place, lambda route: route.continue_() if unanswered else unanswered.append(route))
    screen.goto(f"{server.url}/admin#projects/{project}")
    screen.get_by_role("button", name=verb).click()
    expect(dialog(screen)).to_contain_text(f"{verb} to quick {part}")
    screen.unroute_all(behavior="ignoreErrors")


def test_somebody_is_suspended_and_let_in_again(screen, server, browser):
    people.add_person(server, "absent@example.com", "member")
    theirs = browser.new_context().new_page()
    account.enter(theirs, server, "absent@example.com")
    enter(screen, server, KEEPER, "people")
    screen.get_by_label("Find").fill("absent")
    screen.get_by_role("link", name="Absent").click()
    screen.get_by_role("button", name="Suspend").click()
    expect(dialog(screen)).to_contain_text("Their sessions end")
    dialog(screen).get_by_role("button", name="Suspend").click()
    screen.get_by_role("button", name="Let in again").wait_for()
    assert wrong_anywhere(screen, "people-suspended") == {}
    theirs.reload()
    expect(theirs.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(theirs.get_by_role("status")).to_contain_text("Your session has ended. Sign in again.")
    screen.get_by_role("button", name="Let in again").click()
    screen.get_by_role("button", name="Suspend").wait_for()
    account.sign_in(theirs, server, "absent@example.com")
    theirs.wait_for_selector(".identity")
    theirs.context.close()


def test_a_program_has_a_service_account_and_a_key_of_its_own(screen, server):
    project = project_of(server, KEEPER, "night lanterns")
    enter(screen, server, KEEPER, f"projects/{project}")
    screen.get_by_role("button", name="Make a service account").click()
    dialog(screen).get_by_role("button", name="Make", exact=True).click()
    expect(dialog(screen).locator(".field-error:visible")).to_have_text("Give it a name.")
    dialog(screen).get_by_label("Name").fill("night report")
    assert wrong_anywhere(screen, "projects-service-account") == {}
    dialog(screen).get_by_role("button", name="Make", exact=True).click()
    first = shown_once(screen)
    settle(screen).get_by_role("button", name="Make a key for night report").click()
    second = shown_once(screen)
    assert [call(server, key) for key in (first, second)] == [200, 200]
    expect(part(screen, "Keys")).to_contain_text("night report")
    assert wrong_anywhere(screen, "projects-with-program") == {}
    screen.get_by_role("button", name="Delete night report").click()
    dialog(screen).get_by_role("button", name="Delete").click()
    expect(part(screen, "Service accounts")).to_contain_text("None yet.")
    eventually(lambda: [call(server, key) for key in (first, second)] == [401, 401], within=2)


def test_a_project_that_may_call_nothing_still_may_not_after_its_name_is_changed(screen, server):
    project = project_of(server, KEEPER, "dark lanterns")
    enter(screen, server, KEEPER, f"projects/{project}").get_by_role("button", name="Change", exact=True).click()
    dialog(screen).get_by_label("Deployments that it may call").select_option("Only those that are ticked")
    for box in dialog(screen).get_by_role("group", name="Which ones").get_by_role("checkbox").all():
        box.uncheck()
    assert wrong_anywhere(screen, "projects-change") == {}
    send(screen, "Save")
    settle(screen).get_by_role("button", name="Change", exact=True).click()
    dialog(screen).get_by_label("Name").fill("darker lanterns")
    send(screen, "Save")
    expect(screen.get_by_role("heading", name="darker lanterns")).to_be_visible()
    assert server.rows("SELECT deployments FROM projects WHERE id = ?", project) == [("[]",)]


def call(house, key):
    body = {"model": "echo", "messages": [{"role": "user", "content": "hello"}]}
    sent = httpx.post(f"{house.url}/v1/chat/completions", headers={"api-key": key}, json=body, verify=False)
    return sent.status_code
