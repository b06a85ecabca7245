"""People's own keys: what they are narrowed to, and that they go when their owner does."""

import httpx
import pytest

from tests.house import eventually
from tests.people import add_person, change, signed_in

CHAT = {"model": "echo", "messages": [{"role": "user", "content": "Hello"}]}


@pytest.fixture(scope="module")
def project(server):
    """The default project's id, and a person who develops in it."""
    project_id = server.rows("SELECT id FROM projects WHERE name = 'default'")[0][0]
    add_person(server, "maker@example.com", "member", f"developer@{project_id}")
    return project_id


def make(server, project, **scope):
    with signed_in(server, "maker@example.com") as client:
        made = client.post("/me/keys", json={"project_id": project, "name": "mine"} | scope)
    assert made.status_code == 200, made.text
    return made.json()


def call(server, key, path="/chat/completions", body=CHAT):
    return httpx.post(f"{server.url}/v1{path}", json=body, headers={"authorization": f"Bearer {key}"})


def test_a_persons_key_calls_models_and_is_shown_once(server, project):
    made = make(server, project)
    assert call(server, made["value"]).status_code == 200
    with signed_in(server, "maker@example.com") as client:
        told = next(key for key in client.get("/me/keys").json()["data"] if key["id"] == made["id"])
    assert "value" not in told and told["owner"]["user"]["email"] == "maker@example.com"


def test_a_key_for_some_models_reaches_no_other(server, project):
    key = make(server, project, models=["ECHO"])["value"]
    assert call(server, key).status_code == 200
    names = [name for (name,) in [("echo",)]]
    listed = httpx.get(f"{server.url}/v1/models", headers={"api-key": key}).json()["data"]
    assert [model["id"] for model in listed] == names
    other = next(
        model["id"]
        for model in httpx.get(f"{server.url}/v1/models", headers={"api-key": server.key}).json()["data"]
        if model["id"] != "echo"
    )
    refused = call(server, key, body=CHAT | {"model": other})
    assert refused.status_code == 403 and refused.json()["error"]["code"] == "model_not_found"
    assert httpx.get(f"{server.url}/v1/models/{other}", headers={"api-key": key}).status_code == 403


def test_a_key_for_some_routes_reaches_no_other(server, project):
    key = make(server, project, routes=["models"])["value"]
    assert httpx.get(f"{server.url}/v1/models", headers={"api-key": key}).status_code == 200
    refused = call(server, key)
    assert refused.status_code == 403 and refused.json()["error"]["code"] == "key_scope"


def test_a_key_for_some_networks_opens_from_nowhere_else(server, project):
    assert call(server, make(server, project, networks=["127.0.0.0/8"])["value"]).status_code == 200
    refused = call(server, make(server, project, networks=["10.0.0.0/8", "2001:db8::/32"])["value"])
    assert refused.status_code == 403 and refused.json()["error"]["code"] == "ip_not_authorized"


def test_a_key_ends_when_it_was_said_to(server, project):
    made = make(server, project, expires_in_seconds=1)
    eventually(lambda: call(server, made["value"]).status_code == 401, within=3)


def test_while_a_key_is_rotated_both_secrets_open_and_then_the_new_one_alone(server, project):
    made = make(server, project)
    with signed_in(server, "maker@example.com") as client:
        new = client.post(f"/me/keys/{made['id']}/rotate", json={"overlap_seconds": 600}).json()
        assert new["id"] == made["id"]
        assert [call(server, key["value"]).status_code for key in (made, new)] == [200, 200]
        newest = client.post(f"/me/keys/{made['id']}/rotate", json={"overlap_seconds": 0}).json()
    eventually(lambda: call(server, new["value"]).status_code == 401)
    assert call(server, made["value"]).status_code == 401
    assert call(server, newest["value"]).status_code == 200


def test_a_revoked_key_is_refused_within_a_second(server, project):
    made = make(server, project)
    assert call(server, made["value"]).status_code == 200
    with signed_in(server, "maker@example.com") as client:
        assert client.delete(f"/me/keys/{made['id']}").status_code == 200
    eventually(lambda: call(server, made["value"]).status_code == 401)


def test_a_key_can_do_no_more_than_its_owner_can_now(server, project):
    user_id = add_person(server, "falls@example.com", f"developer@{project}")
    with signed_in(server, "falls@example.com") as client:
        key = client.post("/me/keys", json={"project_id": project, "name": "mine"}).json()["value"]
    assert call(server, key).status_code == 200
    change(server, "rights", "UPDATE grants SET role = 'creator' WHERE subject_id = ?", user_id)
    eventually(lambda: call(server, key).status_code == 403)
    change(server, "rights", "UPDATE users SET state = 'suspended' WHERE id = ?", user_id)
    eventually(lambda: call(server, key).status_code == 401)


def test_who_may_not_call_from_programs_makes_no_key(server, project):
    add_person(server, "creates@example.com", f"creator@{project}")
    with signed_in(server, "creates@example.com") as client:
        refused = client.post("/me/keys", json={"project_id": project, "name": "mine"})
        elsewhere = client.post("/me/keys", json={"project_id": "proj_other", "name": "mine"})
    assert (refused.status_code, elsewhere.status_code) == (403, 403)


def test_nobody_sees_or_touches_another_persons_keys(server, project):
    made = make(server, project)
    add_person(server, "curious@example.com", "owner")
    with signed_in(server, "curious@example.com") as client:
        assert client.get("/me/keys").json()["data"] == []
        assert client.delete(f"/me/keys/{made['id']}").status_code == 404
        assert client.post(f"/me/keys/{made['id']}/rotate", json={}).status_code == 404


def test_who_may_call_some_models_only_reaches_no_others(server, project):
    user_id = add_person(server, "narrowed@example.com", "member", f"developer@{project}")
    statement = "INSERT INTO allowances (user_id, project_id, role, models) VALUES (?, ?, 'developer', '[\"nothing\"]')"
    change(server, "rights", statement, user_id, project)
    with signed_in(server, "narrowed@example.com") as client:
        key = client.post("/me/keys", json={"project_id": project, "name": "mine"}).json()["value"]
        refused = client.post("/chat/completions", json=CHAT)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "model_not_found")
    assert call(server, key).status_code == 403
