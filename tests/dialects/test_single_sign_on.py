"""Signing in by a real identity provider, and its tokens as credentials."""

import base64
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import httpx
import pytest

from tests.house import ECHO, House, eventually
from tests.identity import AUDIENCE, CLIENT, IdentityProvider
from tests.people import add_person, browser, change, signed_in

CONFIG = """
[oidc.test]
issuer = "{issuer}"
client_id = "zaffre"
client_secret_env = "ZAFFRE_TEST_OIDC_SECRET"
title = "The test's own"
allowed_domains = ["example.com"]
audience = "{audience}"
project_claim = "project"
roles = {{ chiefs = "admin" }}
groups = {{ chiefs = "Chiefs" }}
signs_out = true
programs = {{ robot = "svc_acct_robot" }}

"""


@pytest.fixture(scope="module")
def provider() -> Iterator[IdentityProvider]:
    running = IdentityProvider()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def house(provider, tmp_path_factory) -> Iterator[House]:
    """Echo deployments, with the provider in the settings."""
    home = tmp_path_factory.mktemp("oidc")
    config = home / "zaffre.toml"
    config.write_text(CONFIG.format(issuer=provider.issuer, audience=AUDIENCE) + ECHO.read_text())
    with mock.patch.dict(os.environ, {"ZAFFRE_TEST_OIDC_SECRET": CLIENT[1]}):
        running = House(home, config).start()
    yield running
    running.stop()


@contextmanager
def come_back(house, provider, login) -> Iterator[tuple[httpx.Client, httpx.Response]]:
    """A browser that went to the provider and comes back."""
    with browser(house) as client:
        back = provider.walk(client, client.get("/auth/oidc/test/start"), login)
        yield client, client.get(back)


def test_somebody_of_an_allowed_domain_gets_in_and_is_a_member(house, provider):
    with come_back(house, provider, "nina@example.com") as (client, answer):
        assert (answer.status_code, answer.headers["location"]) == (302, "/account")
        me = client.get("/me").json()
    assert me["user"] == me["user"] | {"email": "nina@example.com", "name": "nina@example.com", "has_password": False}
    assert me["roles"] == ["member"] and me["projects"] == []


def test_who_is_known_by_the_address_is_the_same_person(house, provider):
    user_id = add_person(house, "known@elsewhere.example", "auditor")
    with come_back(house, provider, "known@elsewhere.example") as (client, _):
        assert client.get("/me").json()["user"]["id"] == user_id
    with come_back(house, provider, "known@elsewhere.example") as (client, _):
        assert client.get("/me").json()["user"]["id"] == user_id


@pytest.mark.parametrize(
    ("login", "code"),
    [("stranger@elsewhere.example", "oidc_not_known"), ("unproven-eve@example.com", "oidc_unproven_address")],
)
def test_who_is_neither_known_nor_of_an_allowed_domain_stays_outside(house, provider, login, code):
    with come_back(house, provider, login) as (client, answer):
        assert answer.headers["location"] == f"/account#error={code}"
        assert client.get("/me").status_code == 401
    assert house.rows("SELECT id FROM users WHERE email LIKE ?", login.removeprefix("unproven-")) == []


def test_who_signed_up_with_anothers_address_loses_it_to_its_owner(house, provider):
    user_id = add_person(house, "owner@elsewhere.example", state="unverified")
    with come_back(house, provider, "owner@elsewhere.example") as (client, _):
        told = client.get("/me").json()["user"]
    assert told["id"] == user_id and told["state"] == "active" and not told["has_password"]


def test_claims_give_roles_and_groups_and_take_them_again(house, provider):
    change(house, "rights", "INSERT INTO groups (id, name, created_at) VALUES ('group_chiefs', 'Chiefs', 1)")
    with come_back(house, provider, "chief@example.com") as (client, _):
        me = client.get("/me").json()
        assert sorted(me["roles"]) == ["admin", "member"]
    members = "SELECT user_id FROM group_members WHERE user_id = ?"
    assert house.rows(members, me["user"]["id"])
    moved = "UPDATE identities SET subject = 'was-chief@example.com' WHERE user_id = ?"
    change(house, "rights", moved, me["user"]["id"])
    with come_back(house, provider, "was-chief@example.com") as (client, _):
        assert client.get("/me").json()["roles"] == ["member"]
    assert not house.rows(members, me["user"]["id"])


def test_an_answer_that_another_browser_asked_for_signs_nobody_in(house, provider):
    with browser(house) as victim, browser(house) as attacker:
        back = provider.walk(attacker, attacker.get("/auth/oidc/test/start"), "nina@example.com")
        victim.get("/auth/oidc/test/start")
        for client in (victim, httpx.Client(base_url=house.url)):
            answer = client.get(back)
            assert answer.headers["location"] == "/account#error=oidc_lost"
            assert "zaffre_session" not in answer.headers.get("set-cookie", "")


def test_what_the_browser_takes_along_is_no_words_of_the_errand(house, provider):
    with browser(house) as client:
        answer = client.get("/auth/oidc/test/start")
    asked = httpx.URL(answer.headers["location"]).params
    kept = base64.urlsafe_b64decode(client.cookies["zaffre_errand"])
    assert (
        asked["code_challenge_method"] == "S256" and asked["nonce"] and "SameSite=Lax" in answer.headers["set-cookie"]
    )
    assert asked["state"].encode() not in kept and b"verifier" not in kept


def test_who_signs_out_is_signed_out_of_the_provider_too_and_comes_back(house, provider):
    with come_back(house, provider, "leaves@example.com") as (client, _):
        onward = client.post("/auth/sign-out").json()["end_session_url"]
        assert onward.startswith(f"{provider.issuer}/session/end?client_id=zaffre&")
        assert client.get("/me").status_code == 401
        # The provider still knows who it is, and asks for consent alone; afterwards it doesn't.
        assert asks_for(client) == "consent"
        assert provider.confirm(client, client.get(onward)) == f"{house.url}/account"
        assert asks_for(client) == "login"


def asks_for(client):
    """What the provider wants of a browser that is sent to it."""
    page = client.get("/auth/oidc/test/start", follow_redirects=True).text
    return re.search(r'name="prompt" value="(\w+)"', page)[1]


def test_who_came_by_password_is_sent_nowhere(house):
    add_person(house, "by-password@example.com")
    with signed_in(house, "by-password@example.com") as client:
        assert client.post("/auth/sign-out").json()["end_session_url"] is None


def test_a_provider_that_nobody_declared_is_not_found(house):
    assert httpx.get(f"{house.url}/v1/auth/oidc/none/start").status_code == 404


def make_robot(house):
    """The service account that the settings name for the provider's program."""
    project = house.rows("SELECT id FROM projects WHERE name = 'default'")[0][0]
    account = "INSERT OR REPLACE INTO service_accounts (id, project_id, name, created_at) VALUES "
    change(house, "rights", account + "('svc_acct_robot', ?, 'Robot', 1)", project)
    grant = "INSERT OR REPLACE INTO grants (id, subject, subject_id, role, project_id, created_at) VALUES "
    change(house, "rights", grant + "('g', 'service_account', 'svc_acct_robot', 'developer', ?, 1)", project)


def models(house, token, **headers):
    return httpx.get(f"{house.url}/v1/models", headers={"authorization": f"Bearer {token}"} | headers)


def test_a_persons_token_calls_models_and_administers_nothing(house, provider):
    project = house.rows("SELECT id FROM projects WHERE name = 'default'")[0][0]
    add_person(house, "coder@example.com", "owner", f"developer@{project}")
    with come_back(house, provider, "coder@example.com"):
        pass
    token = provider.persons_token("coder@example.com")
    assert models(house, token).status_code == 200
    users = httpx.get(f"{house.url}/v1/organization/users", headers={"authorization": f"Bearer {token}"})
    assert users.status_code == 403
    change(house, "rights", "UPDATE users SET state = 'suspended' WHERE email = 'coder@example.com'")
    eventually(lambda: models(house, token).status_code == 401)


def test_a_programs_token_works_for_its_service_account(house, provider):
    token = provider.robots_token()
    make_robot(house)
    eventually(lambda: models(house, token).status_code == 200)
    change(house, "rights", "UPDATE service_accounts SET deleted_at = 2")
    eventually(lambda: models(house, token).status_code == 401)


def test_a_token_that_was_changed_or_is_for_another_opens_nothing(house, provider):
    token = provider.robots_token()
    head, body, seal = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))

    def part(told):
        return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")

    forged = [
        f"{head}.{part(claims | {'sub': 'nina@example.com'})}.{seal}",
        f"{part({'alg': 'none'})}.{body}.",
        f"{part({'alg': 'HS256', 'kid': 'key-1'})}.{body}.{seal}",
        f"{head}.{body}.{seal[:-4]}AAAA",
        f"{head}.{part(claims | {'iss': 'https://elsewhere.example'})}.{seal}",
        "eyJ..",
        "eyJ." + "a" * 20_000 + ".b",
    ]
    assert {models(house, one).status_code for one in forged} == {401}


def test_when_the_provider_changes_its_keys_new_tokens_hold_soon(house, provider):
    provider.rotate()
    make_robot(house)
    token = provider.robots_token()
    eventually(lambda: models(house, token).status_code == 200, within=15)


def test_no_secret_of_the_way_is_in_the_log(house, provider):
    log = (house.home / "stderr.txt").read_text()
    assert CLIENT[1] not in log and "eyJ" not in log and "code=" not in log
