"""What people see and change of themselves."""

import pyotp
import pytest

from tests.people import PASSWORD, add_person, browser, signed_in

NEW = "umber-Tarn-41-sextant"


def test_people_change_their_name_and_nobody_elses_fields(server):
    add_person(server, "renames@example.com")
    with signed_in(server, "renames@example.com") as client:
        assert client.patch("/me", json={"name": "Quill"}).json()["user"]["name"] == "Quill"
        refused = client.patch("/me", json={"name": "Quill", "state": "active"})
    assert refused.status_code == 400 and refused.json()["error"]["param"] == "state"


def test_a_new_password_ends_every_other_session(server):
    add_person(server, "changes@example.com")
    with signed_in(server, "changes@example.com") as here, signed_in(server, "changes@example.com") as there:
        wrong = here.post("/me/password", json={"current": "not it at all", "new": NEW})
        assert wrong.status_code == 400 and wrong.json()["error"]["param"] == "current"
        assert here.post("/me/password", json={"current": PASSWORD, "new": NEW}).status_code == 200
        assert (here.get("/me").status_code, there.get("/me").status_code) == (200, 401)
    with browser(server) as client:
        tried = {"email": "changes@example.com", "password": PASSWORD}
        assert client.post("/auth/sign-in", json=tried).status_code == 401
    with signed_in(server, "changes@example.com", NEW):
        pass


@pytest.mark.parametrize("weak", ["short", "password1234", "weakling@example.com"])
def test_a_password_that_is_easily_guessed_is_not_taken(server, weak):
    email = "weakling@example.com"
    if not server.rows("SELECT id FROM users WHERE email = ?", email):
        add_person(server, email)
    with signed_in(server, email) as client:
        refused = client.post("/me/password", json={"current": PASSWORD, "new": weak})
    assert refused.status_code == 400 and refused.json()["error"]["param"] == "new"


def test_sessions_are_listed_and_ended_one_by_one_or_all_but_this(server):
    add_person(server, "many@example.com")
    with (
        signed_in(server, "many@example.com") as first,
        signed_in(server, "many@example.com") as second,
        signed_in(server, "many@example.com") as third,
    ):
        told = first.get("/me/sessions").json()["data"]
        assert len(told) == 3 and sum(session["is_current"] for session in told) == 1
        assert told[0]["address"] == "127.0.0.1" and told[0]["way"] == "password"
        mine = second.get("/me").json()["session"]["id"]
        assert first.delete(f"/me/sessions/{mine}").status_code == 200
        assert second.get("/me").status_code == 401
        assert first.delete(f"/me/sessions/{mine}").status_code == 404
        assert first.delete("/me/sessions").json()["ended"] == 1
        assert (third.get("/me").status_code, first.get("/me").status_code) == (401, 200)


def test_nobody_ends_another_persons_session(server):
    add_person(server, "one@example.com"), add_person(server, "other@example.com", "owner")
    with signed_in(server, "one@example.com") as one, signed_in(server, "other@example.com") as other:
        session = one.get("/me").json()["session"]["id"]
        assert other.delete(f"/me/sessions/{session}").status_code == 404
        assert one.get("/me").status_code == 200


def test_an_authenticators_code_counts_once_and_recovery_codes_do_too(server):
    add_person(server, "totp@example.com")
    sign_in = {"email": "totp@example.com", "password": PASSWORD}
    with signed_in(server, "totp@example.com") as client:
        setup = client.post("/me/totp").json()
        assert setup["qr_svg"].startswith("<svg") and setup["uri"].startswith("otpauth://totp/Zaffre:")
        code = pyotp.TOTP(setup["secret"])
        assert client.post("/me/totp/confirm", json={"code": "000000"}).status_code == 400
        now = code.now()
        recovery = client.post("/me/totp/confirm", json={"code": now}).json()["recovery_codes"]
        assert client.get("/me").json()["user"]["has_totp"]
    with browser(server) as client:
        bare = client.post("/auth/sign-in", json=sign_in)
        assert (bare.status_code, bare.json()["error"]["code"]) == (401, "totp_required")
        again = client.post("/auth/sign-in", json=sign_in | {"code": now})
        assert (again.status_code, again.json()["error"]["code"]) == (401, "wrong_code")
        assert client.post("/auth/sign-in", json=sign_in | {"code": recovery[0].lower()}).status_code == 200
        assert client.post("/auth/sign-in", json=sign_in | {"code": recovery[0]}).status_code == 401
        assert client.request("DELETE", "/me/totp", json={"code": "wrong"}).status_code == 400
        assert client.request("DELETE", "/me/totp", json={"code": recovery[1]}).status_code == 200
        assert client.post("/auth/sign-in", json=sign_in).status_code == 200


def test_what_keeps_an_account_safe_is_not_for_keys(server):
    with browser(server, authorization=f"Bearer {server.key}") as client:
        me = client.get("/me").json()
        assert me["user"] is None and me["project"]["name"] == "default"
        for path in ("/me/totp", "/me/password"):
            refused = client.post(path, json={"new": NEW} if "password" in path else {})
            assert (refused.status_code, refused.json()["error"]["code"]) == (403, "session_required")
