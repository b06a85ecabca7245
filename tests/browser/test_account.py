"""The account as people use it: coming in, their standing, keys, limits and security."""

import httpx
import pyotp
import pytest
from playwright.sync_api import expect

from tests.browser.account import ROOMS, enter, enter_as, go, project_of, settle, shown_once, sign_in
from tests.browser.looks import violations, wrong_anywhere
from tests.house import eventually
from tests.people import PASSWORD, add_person


@pytest.fixture(scope="module")
def owner(limited):
    add_person(limited, "keeper@example.com", "owner")
    return "keeper@example.com"


@pytest.fixture(scope="module")
def team(limited, owner):
    add_person(limited, "member@example.com")
    return project_of(limited, owner, "harbour", ("member@example.com", "developer"))


def test_every_page_of_the_account_fits_a_phone_and_a_desk_and_is_accessible(screen, limited, team):
    enter(screen, limited, "member@example.com")
    wrong = {room: wrong_anywhere(go(screen, room), f"account-{room}") for room in ROOMS}
    assert {room: found for room, found in wrong.items() if found} == {}


def test_the_door_tells_beside_the_field_and_leads_to_where_one_wanted(plain, limited, team):
    sign_in(plain, limited, "member@example.com", "not the password", "#next=%2Fgallery%23yours")
    expect(plain.locator("[name=password]")).to_have_attribute("aria-invalid", "true")
    expect(plain.locator("[name=password]")).to_be_focused()
    assert violations(plain) == []
    plain.fill("[name=password]", PASSWORD)
    plain.keyboard.press("Enter")
    plain.wait_for_url("**/gallery#yours")
    expect(plain.locator(".identity")).to_contain_text("Member")


def test_a_link_that_leads_to_another_server_leads_to_the_account(plain, limited, team):
    sign_in(plain, limited, "member@example.com", place="#next=https%3A%2F%2Felsewhere.example%2Fimages")
    plain.wait_for_selector("[role=tablist]")
    assert plain.url.startswith(f"{limited.url}/account")


def test_signing_out_ends_the_session_and_forgets_it(plain, limited, team):
    enter(plain, limited, "member@example.com")
    plain.locator(".identity").click()
    with plain.expect_navigation():
        plain.get_by_role("button", name="Sign out", exact=True).click()
    expect(plain.get_by_role("heading", name="Sign in")).to_be_visible()
    assert plain.context.cookies() == []


@pytest.mark.parametrize("path", ["/", "/images", "/gallery", "/safety", "/verify"])
def test_every_app_opens_by_a_session_and_says_who_works_in_which_project(screen, limited, team, path):
    enter(screen, limited, "member@example.com", room="", path=path)
    screen.wait_for_load_state("networkidle")
    expect(screen.locator(".identity")).to_contain_text("harbour")
    screen.locator(".identity").click()
    expect(screen.locator(".identity-card")).to_contain_text("member@example.com")
    assert wrong_anywhere(screen, f"identity-{path.strip('/') or 'playground'}") == {}


def test_a_prompt_is_answered_and_paid_in_the_project_that_the_header_chooses(screen, limited, owner, team):
    second = project_of(limited, owner, "second harbour", ("member@example.com", "developer"))
    enter(screen, limited, "member@example.com", room="", path="/")
    screen.locator(".identity").click()
    with screen.expect_navigation():
        screen.get_by_label("Project", exact=True).select_option(second)
    expect(screen.locator(".identity")).to_contain_text("second")
    screen.fill(".composer textarea", "a session")
    with screen.expect_response("**/v1/chat/completions") as answered:
        screen.keyboard.press("Control+Enter")
    screen.wait_for_selector(".turn:last-child .answer[data-state=done]")
    assert answered.value.request.headers["openai-project"] == second
    assert "authorization" not in answered.value.request.headers


def test_somebody_without_a_project_is_told_what_to_do(screen, limited):
    enter_as(screen, limited, "nowhere@example.com", room="", path="/gallery")
    screen.wait_for_selector("main >> text=No project yet")
    screen.locator("main").get_by_role("link", name="Your account").click()
    expect(screen.get_by_role("button", name="Apply for access")).to_be_visible()


def apply(screen, words):
    screen.get_by_role("button", name="Apply for access").click()
    screen.fill("[name=use_case]", words)


def test_somebody_signs_up_and_applies_and_a_draft_and_a_place_are_kept(screen, limited):
    email = "newcomer@example.com"
    screen.goto(f"{limited.url}/account#sign-up")
    for name, value in {"email": email, "name": "New Comer", "password": PASSWORD}.items():
        screen.fill(f"[name={name}]", value)
    screen.get_by_role("button", name="Make account").click()
    expect(screen.locator(".field-error:visible")).to_contain_text("tick that you agree")
    assert wrong_anywhere(screen, "account-sign-up") == {}
    screen.check("[name=agreed_terms]")
    screen.get_by_role("button", name="Make account").click()
    screen.wait_for_selector("[role=tablist]")
    apply(screen, "Sorting the letters of the harbour office.")
    screen.reload()
    settle(screen).get_by_role("button", name="Apply for access").click()
    expect(screen.locator("[name=use_case]")).to_have_value("Sorting the letters of the harbour office.")
    screen.fill("[name=requests_per_day]", "many")
    screen.check("[name=agreed_terms]")
    screen.get_by_role("button", name="Send application").click()
    expect(screen.locator("[name=requests_per_day]")).to_be_focused()
    assert wrong_anywhere(screen, "account-apply") == {}
    screen.fill("[name=requests_per_day]", "1 000")
    screen.get_by_role("button", name="Send application").click()
    expect(screen.locator(".timeline")).to_contain_text("Applied")
    expect(screen.locator(".quota-card")).to_contain_text("in the waiting list")
    assert wrong_anywhere(screen, "account-applied") == {}


def test_a_key_is_made_narrow_shown_once_rotated_and_revoked(screen, limited, team):
    enter(screen, limited, "member@example.com", "keys")
    screen.get_by_role("button", name="Make a key").first.click()
    screen.get_by_role("button", name="Make key").click()
    expect(screen.locator("dialog .field-error:visible")).to_have_text("Give the key a name.")
    screen.fill("dialog [name=name]", "my program")
    screen.locator("dialog").get_by_label("echo", exact=True).check()
    assert wrong_anywhere(screen, "account-key-form") == {}
    screen.get_by_role("button", name="Make key").click()
    screen.wait_for_selector("dialog .secret")
    assert wrong_anywhere(screen, "account-key-shown") == {}
    key = shown_once(screen)
    assert can_call(limited, key)
    screen.get_by_role("button", name="Rotate my program").click()
    screen.locator("dialog select").select_option("0")
    screen.get_by_role("button", name="Rotate key").click()
    screen.wait_for_selector("dialog .secret")
    new = shown_once(screen)
    assert new != key and can_call(limited, new)
    screen.get_by_role("button", name="Revoke my program").click()
    screen.get_by_role("button", name="Revoke key").click()
    expect(screen.locator("tr", has_text="my program")).to_have_count(0)
    eventually(lambda: not can_call(limited, new), within=2)


def can_call(house, key):
    body = {"model": "echo", "messages": [{"role": "user", "content": "hello"}]}
    sent = httpx.post(f"{house.url}/v1/chat/completions", headers={"authorization": f"Bearer {key}"}, json=body)
    return sent.status_code == 200


def test_an_authenticator_is_set_up_by_its_picture_and_leaves_recovery_codes(screen, limited):
    email = "careful-one@example.com"
    enter_as(screen, limited, email, room="security")
    screen.get_by_role("button", name="Set up an authenticator").click()
    screen.locator(".qr").evaluate("one => one.decode()")
    assert wrong_anywhere(screen, "account-totp") == {}
    secret = pyotp.TOTP(screen.get_by_label("The secret", exact=True).inner_text())
    screen.fill("[name=code]", secret.now())
    screen.get_by_role("button", name="Switch on").click()
    screen.wait_for_selector("dialog .secret")
    recovery = shown_once(screen).split()
    assert len(recovery) > 3
    screen.get_by_role("button", name="Switch off").wait_for()


def test_a_code_is_asked_for_only_after_the_password(plain, limited):
    enter_as(plain, limited, "coded@example.com", room="security")
    plain.get_by_role("button", name="Set up an authenticator").click()
    secret = plain.get_by_label("The secret", exact=True).inner_text()
    plain.fill("[name=code]", pyotp.TOTP(secret).now())
    plain.get_by_role("button", name="Switch on").click()
    plain.wait_for_selector("dialog .secret")
    codes = shown_once(plain).split()
    plain.context.clear_cookies()
    plain.evaluate("localStorage.clear()")
    sign_in(plain, limited, "coded@example.com")
    expect(plain.locator("[name=code]")).to_be_focused()
    plain.fill("[name=code]", codes[0])
    plain.keyboard.press("Enter")
    plain.wait_for_selector("[role=tablist]")


def test_sessions_are_listed_and_one_of_them_is_ended_or_all_others(screen, limited, browser):
    enter_as(screen, limited, "many@example.com", room="security")
    elsewhere, there = (browser.new_context().new_page() for _ in range(2))
    for page in (elsewhere, there):
        enter(page, limited, "many@example.com")
    screen.reload()
    rows = settle(screen).locator("tbody tr")
    expect(rows).to_have_count(3)
    assert wrong_anywhere(screen, "account-sessions") == {}
    rows.get_by_role("button", name="End the session").first.click()
    expect(rows).to_have_count(2)
    expect(screen.locator(".toast")).to_have_text("The session is ended.")
    assert sorted(is_in(page) for page in (elsewhere, there)) == [False, True]
    screen.get_by_role("button", name="End all others").click()
    expect(rows).to_have_count(1)
    expect(screen.locator("tbody")).to_contain_text("This one")
    assert not any(is_in(page) for page in (elsewhere, there))
    for page in (elsewhere, there):
        page.context.close()


def is_in(page):
    """Whether the page is signed in once it is loaded again; else it is at the door."""
    page.reload()
    page.wait_for_selector(".identity, [name=password]")
    return page.locator(".identity").count() == 1
