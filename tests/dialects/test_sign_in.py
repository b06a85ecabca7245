"""Signing in by password, and what a session may do."""

import httpx
import pytest

from tests.house import ECHO, House, eventually
from tests.people import PASSWORD, add_person, browser, change, signed_in


@pytest.fixture(scope="module")
def trusting(tmp_path_factory):
    """A house that takes this machine for its proxy."""
    home = tmp_path_factory.mktemp("trusting")
    config = home / "config.toml"
    config.write_text('[server]\ntrusted_proxies = ["127.0.0.0/8"]\n' + ECHO.read_text())
    house = House(home, config).start()
    yield house
    house.stop()


def test_who_signs_in_learns_who_they_are_and_what_they_may(server):
    add_person(server, "ada@example.com", "owner")
    with signed_in(server, "Ada@Example.com ") as client:
        me = client.get("/me").json()
    assert me["user"]["email"] == "ada@example.com" and me["user"]["has_password"]
    assert me["roles"] == ["owner"] and "people.write" in me["permissions"]["organization"]
    assert me["project"]["name"] == "default" and me["projects"][0]["region"] == "local"


def test_a_session_calls_models_in_the_project_it_names(server):
    add_person(server, "calls@example.com", "owner")
    with signed_in(server, "calls@example.com") as client:
        body = {"model": "echo", "messages": [{"role": "user", "content": "Hello"}]}
        assert client.post("/chat/completions", json=body, headers={"openai-project": "default"}).status_code == 200
        refused = client.post("/chat/completions", json=body, headers={"openai-project": "nowhere"})
    assert refused.status_code == 403 and refused.json()["error"]["code"] == "project_not_found"


def test_who_is_in_no_project_is_told_so_and_calls_nothing(server):
    add_person(server, "alone@example.com", "member")
    with signed_in(server, "alone@example.com") as client:
        assert client.get("/me").json()["project"] is None
        refused = client.post("/chat/completions", json={"model": "echo", "messages": []})
    assert refused.status_code == 403 and refused.json()["error"]["code"] == "permission_denied"


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(server):
    add_person(server, "known@example.com")
    with browser(server) as client:
        tried = [
            client.post("/auth/sign-in", json={"email": email, "password": "wrong-wrong-wrong"})
            for email in ("known@example.com", "nobody@example.com")
        ]
    assert [answer.status_code for answer in tried] == [401, 401]
    assert tried[0].json() == tried[1].json()
    assert tried[0].json()["error"]["code"] == "invalid_credentials"


def test_the_suspended_and_the_unverified_are_told_why_once_they_are_proven(server):
    for state, code in (("suspended", "account_suspended"), ("unverified", "email_unverified")):
        add_person(server, f"{state}@example.com", state=state)
        with browser(server) as client:
            wrong = client.post("/auth/sign-in", json={"email": f"{state}@example.com", "password": "wrong-wrong"})
            right = client.post("/auth/sign-in", json={"email": f"{state}@example.com", "password": PASSWORD})
        assert wrong.json()["error"]["code"] == "invalid_credentials"
        assert (right.status_code, right.json()["error"]["code"]) == (403, code)


def test_signing_out_ends_the_session_at_once(server):
    add_person(server, "leaves@example.com", "owner")
    with signed_in(server, "leaves@example.com") as client:
        cookie = client.cookies["zaffre_session"]
        assert client.post("/auth/sign-out").status_code == 200
        again = client.get("/me", headers={"cookie": f"zaffre_session={cookie}"})
    assert again.status_code == 401 and again.json()["error"]["code"] == "session_ended"


def test_a_cookie_counts_only_where_a_page_of_ours_sends_it(server):
    add_person(server, "page@example.com", "owner")
    with signed_in(server, "page@example.com") as client:
        cookie = {"cookie": f"zaffre_session={client.cookies['zaffre_session']}"}
    tried = {
        "no header": httpx.get(f"{server.url}/v1/me", headers=cookie),
        "same origin": httpx.get(f"{server.url}/v1/me", headers=cookie | {"sec-fetch-site": "same-origin"}),
        "cross site": httpx.get(f"{server.url}/v1/me", headers=cookie | {"sec-fetch-site": "cross-site"}),
        "writing": httpx.post(f"{server.url}/v1/auth/sign-out", headers=cookie | {"sec-fetch-site": "same-origin"}),
    }
    assert {name: answer.status_code for name, answer in tried.items()} == {
        "no header": 401,
        "same origin": 200,
        "cross site": 401,
        "writing": 401,
    }


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(server):
    add_person(server, "cookie@example.com")
    with browser(server) as client:
        answer = client.post("/auth/sign-in", json={"email": "cookie@example.com", "password": PASSWORD})
    told = answer.headers["set-cookie"]
    assert "HttpOnly" in told and "SameSite=Strict" in told and "Secure" not in told


@pytest.mark.parametrize("whose", ["server", "trusting"])
def test_under_https_that_a_proxy_here_tells_of_the_cookie_never_travels_without(request, whose):
    house = request.getfixturevalue(whose)
    add_person(house, "proxied@example.com")
    with browser(house) as client:
        proof = {"email": "proxied@example.com", "password": PASSWORD}
        plain = client.post("/auth/sign-in", json=proof)
        proxied = client.post("/auth/sign-in", json=proof, headers={"x-forwarded-proto": "https"})
    assert "Secure" not in plain.headers["set-cookie"] and "Secure" in proxied.headers["set-cookie"]


def test_who_is_suspended_is_out_within_a_second(server):
    user_id = add_person(server, "goes@example.com", "owner")
    with signed_in(server, "goes@example.com") as client:
        assert client.get("/me").status_code == 200
        change(server, "rights", "UPDATE users SET state = 'suspended' WHERE id = ?", user_id)
        eventually(lambda: client.get("/me").status_code == 401)


def test_a_session_that_a_suspension_ended_stays_ended(server):
    user_id = add_person(server, "returns@example.com")
    with browser(server) as owner, signed_in(server, "returns@example.com") as theirs:
        owner.headers["api-key"] = server.make_admin_key()
        for state in ("suspended", "active"):
            assert owner.post(f"/organization/users/{user_id}", json={"state": state}).status_code == 200
            assert theirs.get("/me").status_code == 401
    with signed_in(server, "returns@example.com") as again:
        assert again.get("/me").status_code == 200


def test_who_keeps_guessing_must_wait_and_an_address_they_know_is_not_shut(server):
    add_person(server, "guessed@example.com")
    with browser(server) as client:
        told = [
            client.post("/auth/sign-in", json={"email": "guessed@example.com", "password": f"guess-number-{number}"})
            for number in range(7)
        ]
    assert [answer.status_code for answer in told[:5]] == [401] * 5
    assert told[-1].status_code == 429 and int(told[-1].headers["retry-after"]) >= 1
    assert told[-1].json()["error"]["code"] == "too_many_attempts"
