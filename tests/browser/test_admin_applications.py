"""Applications as those decide who may: many at once, the next of the list, by two people, and with a question."""

import pytest
from playwright.sync_api import expect

from tests.browser import account
from tests.browser.admin import enter, settle
from tests.browser.looks import wrong_anywhere
from tests.people import add_person, browser, session_of, signed_in

KEEPER, SECOND = "decides@example.com", "agrees@example.com"


@pytest.fixture(scope="module", autouse=True)
def deciders(limited):
    for email in (KEEPER, SECOND):
        add_person(limited, email, "owner")


def apply(house, name, **asked):
    """Somebody new applies; their address."""
    email = f"{name.lower()}@example.com"
    add_person(house, email)
    body = {"kind": "access", "use_case": f"What {name} wants to do.", "agreed_terms": "2026-11"} | asked
    with browser(house) as client:
        client.cookies["zaffre_session"] = session_of(house, email)
        sent = client.post("/me/applications", json=body)
    assert sent.status_code == 200, sent.text
    return email


def state(house, email):
    with browser(house) as client:
        client.cookies["zaffre_session"] = session_of(house, email)
        return client.get("/me/applications").json()["data"][0]["state"]


def card(page, name):
    return page.locator(".application", has=page.get_by_role("link", name=name, exact=True))


def tick(page, *names):
    for name in names:
        page.get_by_label(f"Tick the application of {name}", exact=True).check()
    return page.get_by_role("group", name="With those that are ticked")


def decide(page, verb):
    """Send what the dialog asks, and wait until it was done."""
    dialog = page.locator("dialog[open]")
    dialog.get_by_role("button", name=verb, exact=True).click()
    dialog.wait_for(state="detached")
    return settle(page)


def shelf(page, name):
    page.get_by_label(name, exact=True).check(force=True)
    return settle(page)


def test_an_approval_offers_the_roles_of_the_project_that_is_chosen(screen, limited):
    project = account.project_of(limited, KEEPER, "lighthouse of roles")
    with signed_in(limited, KEEPER) as client:
        own = {"role_name": "lamplighter", "permissions": ["inference"]}
        assert client.post(f"/projects/{project}/roles", json=own).is_success
    email = apply(limited, "Lamp")
    enter(screen, limited, KEEPER, "applications")
    card(screen, "Lamp").get_by_role("button", name="Approve…").click()
    dialog = screen.locator("dialog[open]")
    role = dialog.get_by_label("Role in the project")
    expect(role).to_have_value("developer")
    expect(role).not_to_contain_text("lamplighter")
    dialog.get_by_label("Project", exact=True).select_option("lighthouse of roles")
    expect(role).to_contain_text("lamplighter")
    expect(role).to_have_value("developer")
    role.select_option("lamplighter")
    decide(screen, "Approve")
    shelf(screen, "Approved")
    expect(card(screen, "Lamp")).to_contain_text("lamplighter")
    with signed_in(limited, email) as client:
        assert client.get("/me").json()["permissions"]["projects"] == {project: ["inference"]}


def test_many_are_decided_at_once(screen, limited):
    names = [f"Many{number}" for number in range(6)]
    emails = [apply(limited, name) for name in names]
    enter(screen, limited, KEEPER, "applications")
    ways = tick(screen, *names[:2])
    expect(ways).to_contain_text("2 applications")
    assert wrong_anywhere(screen, "applications-ticked") == {}
    ways.get_by_role("button", name="Approve…").click()
    dialog = screen.locator("dialog[open]")
    dialog.get_by_label("Project", exact=True).select_option("As the settings say")
    dialog.get_by_label("Requests a minute").fill("7")
    assert wrong_anywhere(screen, "applications-approve-many") == {}
    decide(screen, "Approve")
    expect(screen.locator(".toast")).to_contain_text("2 applications approved.")
    tick(screen, *names[2:4]).get_by_role("button", name="Decline…").click()
    screen.locator("dialog[open]").get_by_label("Why?").fill("The machines are full until spring.")
    decide(screen, "Decline")
    tick(screen, *names[4:]).get_by_role("button", name="Ask…").click()
    screen.locator("dialog[open]").get_by_role("button", name="Ask", exact=True).click()
    expect(screen.locator("dialog .field-error:visible")).to_have_text("Write a question.")
    screen.locator("dialog[open]").get_by_label("What do you want to know?").fill("Whose letters are they?")
    decide(screen, "Ask")
    for name in names:
        expect(card(screen, name)).to_have_count(0)
    told = [state(limited, email) for email in emails]
    assert told == ["approved", "approved", "declined", "declined", "asked_back", "asked_back"]
    shelf(screen, "Approved")
    expect(card(screen, "Many0")).to_contain_text("Requests a minute: 7")
    shelf(screen, "Declined")
    expect(card(screen, "Many2")).to_contain_text("The machines are full until spring.")
    assert wrong_anywhere(screen, "applications-declined") == {}


def test_the_next_of_the_list_are_let_in_in_their_order(screen, limited):
    emails = [apply(limited, name) for name in ("Next", "After", "Last")]
    enter(screen, limited, KEEPER, "applications")
    before_last = screen.locator(".application").count() - 1
    screen.get_by_role("button", name="Let in the next…").click()
    dialog = screen.locator("dialog[open]")
    dialog.get_by_label("How many").fill("none")
    dialog.get_by_role("button", name="Let them in").click()
    expect(dialog.get_by_label("How many")).to_be_focused()
    assert wrong_anywhere(screen, "applications-let-in") == {}
    dialog.get_by_label("How many").fill(str(before_last))
    decide(screen, "Let them in")
    expect(screen.locator(".toast")).to_contain_text(" approved.")
    assert [state(limited, email) for email in emails] == ["approved", "approved", "applied"]
    expect(card(screen, "Last")).to_contain_text("Number 1 in the list")


def test_what_is_for_production_needs_a_second_person(screen, limited, browser):
    email = apply(limited, "Careful", is_production=True, capabilities=["faces"])
    enter(screen, limited, KEEPER, "applications")
    card(screen, "Careful").get_by_role("button", name="Approve…").click()
    expect(screen.locator("dialog[open]")).to_contain_text("after you a second person has to agree")
    assert wrong_anywhere(screen, "applications-approve-gated") == {}
    decide(screen, "Approve")
    expect(screen.locator(".toast")).to_contain_text("1 application waits for a second person.")
    assert state(limited, email) == "second_review"
    shelf(screen, "Second review")
    expect(card(screen, "Careful")).to_contain_text("You approved it first: another person has to agree.")
    assert card(screen, "Careful").get_by_role("button", name="Approve as second…").count() == 0
    assert wrong_anywhere(screen, "applications-second-review") == {}

    other = browser.new_context().new_page()
    shelf(enter(other, limited, SECOND, "applications"), "Second review")
    expect(card(other, "Careful")).to_contain_text("faces")
    card(other, "Careful").get_by_role("button", name="Approve as second…").click()
    other.locator("dialog[open]").get_by_label("Note to them").fill("Two of us have read it.")
    decide(other, "Approve")
    assert state(limited, email) == "approved"
    shelf(other, "Approved")
    expect(card(other, "Careful")).to_contain_text("Two of us have read it.")
    other.context.close()


def test_somebody_is_asked_back_and_answers(screen, limited, browser):
    email = apply(limited, "Curious")
    enter(screen, limited, KEEPER, "applications")
    card(screen, "Curious").get_by_role("button", name="Take into review").click()
    expect(card(screen, "Curious")).to_contain_text("In review")
    card(screen, "Curious").get_by_role("button", name="Ask…").click()
    screen.locator("dialog[open]").get_by_label("What do you want to know?").fill("Which harbour is it?")
    decide(screen, "Ask")
    shelf(screen, "Asked back")
    expect(card(screen, "Curious")).to_contain_text("Which harbour is it?")

    applicant = browser.new_context(reduced_motion="reduce").new_page()
    account.enter(applicant, limited, email)
    expect(applicant.locator("main")).to_contain_text("A question waits for your answer.")
    expect(applicant.locator(".timeline")).to_contain_text("Which harbour is it?")
    assert wrong_anywhere(applicant, "account-asked-back") == {}
    applicant.get_by_role("button", name="Send answer").click()
    expect(applicant.locator(".field-error:visible")).to_have_text("Write an answer.")
    applicant.get_by_label("Your answer").fill("The one in the north.")
    applicant.get_by_role("button", name="Send answer").click()
    expect(applicant.locator(".timeline")).to_contain_text("The one in the north.")
    expect(applicant.get_by_label("Your answer")).to_have_count(0)
    applicant.context.close()

    shelf(screen, "Waiting")
    expect(card(screen, "Curious")).to_contain_text("The one in the north.")
    assert wrong_anywhere(screen, "applications-answered") == {}
