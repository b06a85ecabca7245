"""Passkeys by a real browser, with a virtual authenticator in it."""

import pytest

from tests.people import PASSWORD, add_person

ASK = """async ([method, path, body]) => {
    const headers = {'x-zaffre-app': '1', 'content-type': 'application/json'};
    const sent = {method, headers, body: body === null ? undefined : JSON.stringify(body)};
    const answer = await fetch('/v1' + path, sent);
    return {status: answer.status, body: await answer.json()};
}"""
MAKE = """async options => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return (await navigator.credentials.create({publicKey})).toJSON();
}"""
SHOW = """async options => {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
    return (await navigator.credentials.get({publicKey})).toJSON();
}"""


@pytest.fixture
def site(browser, server):
    """A page of ours on a host that passkeys may belong to, which an address can't be."""
    context = browser.new_context()
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    able = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": able})
    page.goto(server.url.replace("127.0.0.1", "localhost") + "/styleguide")
    yield page
    context.close()


def ask(page, method, path, body=None):
    return page.evaluate(ASK, [method, path, body])


def sign_in(page, email):
    assert ask(page, "POST", "/auth/sign-in", {"email": email, "password": PASSWORD})["status"] == 200


def make(page, name="Laptop"):
    options = ask(page, "POST", "/me/passkeys/options")["body"]
    return ask(page, "POST", "/me/passkeys", {"credential": page.evaluate(MAKE, options), "name": name})


def test_somebody_makes_a_passkey_and_signs_in_by_it_alone(site, server):
    user_id = add_person(server, "passkey@example.com", "owner")
    sign_in(site, "passkey@example.com")
    made = make(site)
    assert made["status"] == 200 and made["body"]["name"] == "Laptop"
    assert ask(site, "POST", "/auth/sign-out")["status"] == 200
    assert ask(site, "GET", "/me")["status"] == 401

    shown = site.evaluate(SHOW, ask(site, "POST", "/auth/passkeys/options")["body"])
    entered = ask(site, "POST", "/auth/passkeys/verify", {"credential": shown})
    assert entered["status"] == 200 and entered["body"]["user"]["id"] == user_id
    assert ask(site, "GET", "/me")["body"]["user"]["email"] == "passkey@example.com"
    assert ask(site, "GET", "/me/passkeys")["body"]["data"][0]["last_used_at"] is not None

    again = ask(site, "POST", "/auth/passkeys/verify", {"credential": shown})
    assert (again["status"], again["body"]["error"]["code"]) == (401, "invalid_passkey")


def test_a_passkey_that_is_removed_opens_nothing(site, server):
    add_person(server, "removes@example.com")
    sign_in(site, "removes@example.com")
    passkey = make(site)["body"]["id"]
    assert ask(site, "DELETE", f"/me/passkeys/{passkey}")["status"] == 200
    assert ask(site, "DELETE", f"/me/passkeys/{passkey}")["status"] == 404
    shown = site.evaluate(SHOW, ask(site, "POST", "/auth/passkeys/options")["body"])
    assert ask(site, "POST", "/auth/passkeys/verify", {"credential": shown})["status"] == 401


def test_an_answer_to_another_persons_options_makes_no_passkey(site, server):
    add_person(server, "first@example.com"), add_person(server, "second@example.com")
    sign_in(site, "first@example.com")
    made = site.evaluate(MAKE, ask(site, "POST", "/me/passkeys/options")["body"])
    sign_in(site, "second@example.com")
    refused = ask(site, "POST", "/me/passkeys", {"credential": made})
    assert (refused["status"], refused["body"]["error"]["param"]) == (400, "credential")
