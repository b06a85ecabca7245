"""Keys for administration as credentials: what they open, and when they stop."""

import asyncio

import httpx

from tests.house import eventually
from tests.people import add_person, browser, change, signed_in


def ask(server, key, path="/organization/users"):
    return httpx.get(f"{server.url}/v1{path}", headers={"authorization": f"Bearer {key}"})


def test_an_admin_key_does_no_more_than_its_maker_may_now(server):
    user_id = add_person(server, "administers@example.com", "admin")
    with signed_in(server, "administers@example.com") as client:
        made = client.post("/organization/admin_api_keys", json={"name": "robot", "role": "admin"})
    assert made.status_code == 200, made.text
    key = made.json()["value"]
    assert key.startswith("zf-admin-") and ask(server, key).status_code == 200
    change(server, "rights", "UPDATE grants SET role = 'member' WHERE subject_id = ?", user_id)
    eventually(lambda: ask(server, key).status_code == 403)
    change(server, "rights", "UPDATE users SET state = 'suspended' WHERE id = ?", user_id)
    eventually(lambda: ask(server, key).status_code == 401)


def test_an_admin_key_is_in_no_project_and_calls_no_model(server):
    add_person(server, "owns@example.com", "auditor", "admin")
    with signed_in(server, "owns@example.com") as client:
        key = client.post("/organization/admin_api_keys", json={"name": "reader", "role": "auditor"}).json()["value"]
    me = ask(server, key, "/me").json()
    assert me["key"]["name"] == "reader" and me["project"] is None and me["session"] is None


def test_a_key_that_nobody_has_is_no_admin_key(server):
    for key in ("zf-admin-", "zf-admin-" + "x" * 43, "zf-admin-" + "x" * 5000):
        refused = ask(server, key)
        assert (refused.status_code, refused.json()["error"]["code"]) == (401, "invalid_api_key")


def test_when_keys_were_used_last_is_known_once_the_server_has_stopped(own_server):
    with browser(own_server, authorization=f"Bearer {own_server.key}") as client:
        assert client.get("/models").status_code == 200
    assert own_server.rows("SELECT used_at FROM keys") == [(None,)]
    own_server.stop()
    assert own_server.rows("SELECT used_at FROM keys")[0][0] is not None


def test_many_guesses_at_once_are_not_all_looked_at(server):
    add_person(server, "burst@example.com")

    async def burst():
        async with httpx.AsyncClient(base_url=f"{server.url}/v1", timeout=60) as client:
            told = [{"email": "burst@example.com", "password": f"guess-number-{number}"} for number in range(20)]
            return await asyncio.gather(*(client.post("/auth/sign-in", json=one) for one in told))

    codes = [answer.status_code for answer in asyncio.run(burst())]
    assert codes.count(401) <= 8 and codes.count(401) + codes.count(429) == 20
