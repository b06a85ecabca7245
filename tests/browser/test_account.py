"""The account as people use it: coming in, their standing, keys, limits and security."""

import httpx
import pyotp
import pytest
from playwright.sync_api import expect

from tests.browser.account import ROOMS, enter, enter_as, project_of, settle, shown_once, sign_in
from tests.browser.conftest import SCREENSHOTS
from tests.browser.looks import is_within, violations
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


@pytest.mark.parametrize("room", ROOMS)
def test_a_page_of_the_account_fits_and_is_accessible(page, limited, team, room):
    page.set_viewport_size({"width": 320, "height": 700})
    enter(page, limited, "member@example.com", room)
    assert is_within(page, 320)
    assert violations(page) == []
    page.screenshot(path=SCREENSHOTS / f"account-{room}-320-{page.scheme}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 800})
    assert violations(page) == []
    page.screenshot(path=SCREENSHOTS / f"account-{room}-{page.scheme}.png", full_page=True)


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
def test_every_app_opens_by_a_session_and_says_who_works_in_which_project(page, limited, team, path):
    enter(page, limited, "member@example.com", room="", path=path)
    expect(page.locator(".identity")).to_contain_text("harbour")
    page.locator(".identity").click()
    expect(page.locator(".identity-card")).to_contain_text("member@example.com")
    assert violations(page) == []
    page.screenshot(path=SCREENSHOTS / f"identity-{path.strip('/') or 'playground'}-{page.scheme}.png")


def test_a_prompt_is_answered_and_paid_in_the_project_that_the_header_chooses(page, limited, owner, team):
    second = project_of(limited, owner, f"second {page.scheme}", ("member@example.com", "developer"))
    enter(page, limited, "member@example.com", room="", path="/")
    page.locator(".identity").click()
    with page.expect_navigation():
        page.get_by_label("Project", exact=True).select_option(second)
    expect(page.locator(".identity")).to_contain_text("second")
    page.fill(".composer textarea", f"a session of {page.scheme}")
    with page.expect_response("**/v1/chat/completions") as answered:
        page.keyboard.press("Control+Enter")
    page.wait_for_selector(".turn:last-child .answer[data-state=done]")
    assert answered.value.request.headers["openai-project"] == second
    assert "authorization" not in answered.value.request.headers


def test_somebody_without_a_project_is_told_what_to_do(page, limited):
    enter_as(page, limited, f"nowhere-{page.scheme}@example.com", room="", path="/gallery")
    page.wait_for_selector("main >> text=No project yet")
    page.locator("main").get_by_role("link", name="Your account").click()
    expect(page.get_by_role("button", name="Apply for access")).to_be_visible()


def apply(page, words):
    page.get_by_role("button", name="Apply for access").click()
    page.fill("[name=use_case]", words)


def test_somebody_signs_up_and_applies_and_a_draft_and_a_place_are_kept(page, limited):
    email = f"newcomer-{page.scheme}@example.com"
    page.goto(f"{limited.url}/account#sign-up")
    for name, value in {"email": email, "name": "New Comer", "password": PASSWORD}.items():
        page.fill(f"[name={name}]", value)
    page.get_by_role("button", name="Make account").click()
    expect(page.locator(".field-error:visible")).to_contain_text("tick that you agree")
    assert violations(page) == []
    page.screenshot(path=SCREENSHOTS / f"account-sign-up-{page.scheme}.png")
    page.check("[name=agreed_terms]")
    page.get_by_role("button", name="Make account").click()
    page.wait_for_selector("[role=tablist]")
    apply(page, "Sorting the letters of the harbour office.")
    page.reload()
    settle(page).get_by_role("button", name="Apply for access").click()
    expect(page.locator("[name=use_case]")).to_have_value("Sorting the letters of the harbour office.")
    page.fill("[name=requests_per_day]", "many")
    page.check("[name=agreed_terms]")
    page.get_by_role("button", name="Send application").click()
    expect(page.locator("[name=requests_per_day]")).to_be_focused()
    assert violations(page) == []
    page.screenshot(path=SCREENSHOTS / f"account-apply-{page.scheme}.png", full_page=True)
    page.fill("[name=requests_per_day]", "1 000")
    page.get_by_role("button", name="Send application").click()
    expect(page.locator(".timeline")).to_contain_text("Applied")
    expect(page.locator(".quota-card")).to_contain_text("in the waiting list")
    assert violations(page) == []
    page.screenshot(path=SCREENSHOTS / f"account-applied-{page.scheme}.png", full_page=True)


def test_a_key_is_made_narrow_shown_once_rotated_and_revoked(page, limited, team):
    enter(page, limited, "member@example.com", "keys")
    page.get_by_role("button", name="Make a key").first.click()
    page.get_by_role("button", name="Make key").click()
    expect(page.locator("dialog .field-error:visible")).to_have_text("Give the key a name.")
    page.fill("dialog [name=name]", f"program {page.scheme}")
    page.locator("dialog").get_by_label("echo", exact=True).check()
    page.screenshot(path=SCREENSHOTS / f"account-key-form-{page.scheme}.png")
    assert violations(page) == []
    page.get_by_role("button", name="Make key").click()
    page.wait_for_selector("dialog .secret")
    assert violations(page) == []
    page.screenshot(path=SCREENSHOTS / f"account-key-shown-{page.scheme}.png")
    key = shown_once(page)
    assert can_call(limited, key)
    page.get_by_role("button", name=f"Rotate program {page.scheme}").click()
    page.locator("dialog select").select_option("0")
    page.get_by_role("button", name="Rotate key").click()
    page.wait_for_selector("dialog .secret")
    new = shown_once(page)
    assert new != key and can_call(limited, new)
    page.get_by_role("button", name=f"Revoke program {page.scheme}").click()
    page.get_by_role("button", name="Revoke key").click()
    expect(page.locator("tr", has_text=f"program {page.scheme}")).to_have_count(0)
    eventually(lambda: not can_call(limited, new), within=2)


def can_call(house, key):
    body = {"model": "echo", "messages": [{"role": "user", "content": "hello"}]}
    sent = httpx.post(f"{house.url}/v1/chat/completions", headers={"authorization": f"Bearer {key}"}, json=body)
    return sent.status_code == 200


def test_an_authenticator_is_set_up_by_its_picture_and_leaves_recovery_codes(page, limited):
    email = f"careful-{page.scheme}@example.com"
    enter_as(page, limited, email, room="security")
    page.get_by_role("button", name="Set up an authenticator").click()
    page.locator(".qr").evaluate("one => one.decode()")
    page.screenshot(path=SCREENSHOTS / f"account-totp-{page.scheme}.png", full_page=True)
    assert violations(page) == []
    secret = pyotp.TOTP(page.get_by_label("The secret", exact=True).inner_text())
    page.fill("[name=code]", secret.now())
    page.get_by_role("button", name="Switch on").click()
    page.wait_for_selector("dialog .secret")
    recovery = shown_once(page).split()
    assert len(recovery) > 3
    page.get_by_role("button", name="Switch off").wait_for()


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


def test_sessions_are_listed_and_the_others_ended(page, limited):
    email = f"many-{page.scheme}@example.com"
    enter_as(page, limited, email, room="security")
    enter(page, limited, email, "security")
    page.reload()
    settle(page)
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_role("button", name="End all others").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody")).to_contain_text("This one")
