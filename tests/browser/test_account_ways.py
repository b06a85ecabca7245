"""The ways in that end in a session: a link in a mail, another provider, a passkey."""

import os
import re
from collections.abc import Iterator
from unittest import mock

import pytest
from playwright.sync_api import expect

from tests.browser.account import settle, sign_in
from tests.browser.looks import wrong_anywhere
from tests.house import ECHO, House, eventually
from tests.identity import CLIENT, IdentityProvider
from tests.mailbox import Mailbox, a_mailbox_beside
from tests.people import PASSWORD, add_person

CONFIG = """
[access]
way_in = "limited"
organisation = "Lighthouse Works"

[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "zaffre@example.com"
url = "https://zaffre.example.com"

[oidc.test]
issuer = "{issuer}"
client_id = "zaffre"
client_secret_env = "ZAFFRE_TEST_OIDC_SECRET"
title = "Lighthouse ID"
allowed_domains = ["example.com"]

"""
NEW = "umber-Tarn-41-sextant"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def box() -> Iterator[Mailbox]:
    with a_mailbox_beside() as box:
        yield box


@pytest.fixture(scope="module")
def house(box, tmp_path_factory) -> Iterator[House]:
    """A house that sends mail, and whose people may also come by a provider of their own."""
    home, provider = tmp_path_factory.mktemp("ways"), IdentityProvider()
    config = home / "zaffre.toml"
    config.write_text(CONFIG.format(port=box.port, issuer=provider.issuer) + ECHO.read_text())
    with mock.patch.dict(os.environ, {"ZAFFRE_TEST_OIDC_SECRET": CLIENT[1]}):
        running = House(home, config).start()
    yield running
    running.stop()
    provider.stop()


def letter(box, house, to):
    """The link in the one letter to that address, as it leads to this house."""
    found = eventually(lambda: [mail for mail in box.mails if mail["to"] == to], within=10)
    text = found.pop().get_payload(decode=True).decode()
    box.mails.clear()
    return house.url + re.search(r"https://zaffre\.example\.com(/account#\S+)", text)[1]


def open_in_a_new_tab(page, link):
    """A link that differs in what stands after # alone would not load the page anew."""
    page.goto("about:blank")
    page.goto(link)


def test_an_address_is_verified_by_the_link_in_a_mail(screen, house, box):
    screen.goto(f"{house.url}/account#sign-up")
    for name, value in {"email": "ada@example.com", "name": "Ada", "password": PASSWORD}.items():
        screen.fill(f"[name={name}]", value)
    screen.get_by_role("button", name="Make account").click()
    expect(screen.get_by_role("heading", name="Look into your mail")).to_be_focused()
    assert wrong_anywhere(screen, "account-look-into-mail") == {}
    open_in_a_new_tab(screen, letter(box, house, "ada@example.com"))
    expect(screen.get_by_role("heading", name="Your address is verified")).to_be_visible()
    assert wrong_anywhere(screen, "account-verified") == {}
    screen.get_by_role("link", name="Sign in").click()
    screen.reload()
    screen.fill("[name=email]", "ada@example.com")
    screen.fill("[name=password]", PASSWORD)
    screen.keyboard.press("Enter")
    expect(settle(screen).get_by_role("heading", name="Hello, Ada")).to_be_visible()


def test_a_link_that_was_opened_before_says_what_to_do(plain, house):
    plain.goto(f"{house.url}/account#verify=not-a-token")
    expect(plain.get_by_role("heading", name="This link can’t be used")).to_be_visible()
    expect(plain.get_by_role("link", name="Make an account")).to_be_visible()
    assert wrong_anywhere(plain, "account-link-spent") == {}


def test_a_forgotten_password_is_replaced_by_the_link_in_a_mail(screen, house, box):
    add_person(house, "forgets@example.com")
    screen.goto(f"{house.url}/account")
    screen.get_by_role("link", name="Forgotten password").click()
    screen.get_by_role("button", name="Send a link").click()
    expect(screen.locator(".field-error:visible")).to_have_text("Give the address that you sign in with.")
    screen.fill("[name=email]", "forgets@example.com")
    screen.get_by_role("button", name="Send a link").click()
    expect(screen.get_by_role("heading", name="Look into your mail")).to_be_focused()
    open_in_a_new_tab(screen, letter(box, house, "forgets@example.com"))
    screen.fill("[name=password]", NEW)
    assert wrong_anywhere(screen, "account-new-password") == {}
    screen.get_by_role("button", name="Change password").click()
    expect(screen.get_by_role("heading", name="Your password is changed")).to_be_focused()
    sign_in(screen, house, "forgets@example.com", NEW)
    settle(screen)


def test_another_provider_is_offered_by_its_name_and_lets_people_in(plain, house):
    plain.goto(f"{house.url}/account")
    button = plain.get_by_role("button", name="Sign in with Lighthouse ID")
    expect(button).to_be_visible()
    assert wrong_anywhere(plain, "account-door") == {}
    button.click()
    plain.fill("[name=login]", "nina@example.com")
    plain.fill("[name=password]", "any")
    plain.locator("[type=submit]").click()
    plain.get_by_role("button", name="Continue").click()
    plain.wait_for_url(f"{house.url}/account**")
    expect(settle(plain).get_by_role("heading", name="Hello, nina@example.com")).to_be_visible()


def test_whom_another_provider_may_not_let_in_is_told_why_at_the_door(plain, house):
    plain.goto(f"{house.url}/account")
    plain.get_by_role("button", name="Sign in with Lighthouse ID").click()
    plain.fill("[name=login]", "stranger@elsewhere.example")
    plain.fill("[name=password]", "any")
    plain.locator("[type=submit]").click()
    plain.get_by_role("button", name="Continue").click()
    plain.wait_for_url(f"{house.url}/**")
    expect(plain.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(plain.get_by_role("status")).to_contain_text("Nobody with your e-mail address is known here.")
    assert wrong_anywhere(plain, "account-stranger") == {}


def test_a_passkey_is_made_and_opens_the_door_alone(screen, house):
    add_person(house, "keyless@example.com")
    devtools = screen.context.new_cdp_session(screen)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    # A passkey belongs to a name, which an address is not.
    screen.goto(house.url.replace("127.0.0.1", "localhost") + "/account#next=%2Faccount%23security")
    screen.fill("[name=email]", "keyless@example.com")
    screen.fill("[name=password]", PASSWORD)
    screen.get_by_role("button", name="Sign in", exact=True).click()
    screen.get_by_role("button", name="Make a passkey").click()
    expect(screen.locator(".field-error:visible")).to_have_text("Give it a name, so that you know it again.")
    screen.fill("[name=passkey]", "My laptop")
    screen.get_by_role("button", name="Make a passkey").click()
    expect(screen.locator(".thing", has_text="My laptop")).to_be_visible()
    assert wrong_anywhere(screen, "account-passkey") == {}
    screen.locator(".identity").click()
    with screen.expect_navigation():
        screen.get_by_role("button", name="Sign out", exact=True).click()
    screen.get_by_role("button", name="Sign in with a passkey").click()
    expect(settle(screen).get_by_role("heading", name="Hello, Keyless")).to_be_visible()
