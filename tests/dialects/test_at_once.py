"""What an administrator changed holds on this node before the answer says so, for every call after it."""

import httpx
import pytest

from tests.people import add_person, browser, signed_in

ORGANISATION = "/v1/organization"


@pytest.fixture(scope="module")
def owner(server):
    """Who asks as an owner, with an admin key."""
    with httpx.Client(base_url=server.url, headers={"api-key": server.make_admin_key()}, timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def project(owner):
    return done(owner.post(f"{ORGANISATION}/projects", json={"name": "at once"}))["id"]


def done(answer):
    assert answer.status_code == 200, answer.text
    return answer.json()


def make_key(owner, project, **order):
    return done(owner.post(f"{ORGANISATION}/projects/{project}/api_keys", json={"name": "at once"} | order))


def call(server, key):
    body = {"model": "echo", "messages": [{"role": "user", "content": "hello"}], "max_tokens": 5}
    return httpx.post(f"{server.url}/v1/chat/completions", headers={"api-key": key}, json=body).status_code


def test_a_key_that_is_revoked_is_refused(server, owner, project):
    for _ in range(5):
        key = make_key(owner, project)
        assert call(server, key["value"]) == 200
        done(owner.delete(f"{ORGANISATION}/projects/{project}/api_keys/{key['id']}"))
        assert call(server, key["value"]) == 401


def test_a_limit_is_kept_and_then_gone(server, owner, project):
    key = make_key(owner, project)
    assert call(server, key["value"]) == 200
    limit = {"subject": "key", "subject_id": key["id"]}
    done(owner.put(f"{ORGANISATION}/limits", json=limit | {"requests_per_minute": 1}))
    assert [call(server, key["value"]) for _ in range(2)] == [200, 429]
    done(owner.request("DELETE", f"{ORGANISATION}/limits", params=limit))
    assert call(server, key["value"]) == 200


def test_deployments_that_are_taken_from_a_project_are_closed(server, owner, project):
    key = make_key(owner, project)
    assert call(server, key["value"]) == 200
    done(owner.post(f"{ORGANISATION}/projects/{project}", json={"deployments": ["priced"]}))
    refused = call(server, key["value"])
    done(owner.post(f"{ORGANISATION}/projects/{project}", json={"deployments": None}))
    assert (refused, call(server, key["value"])) == (403, 200)


def test_who_is_suspended_is_out_with_their_keys(server, owner, project):
    user_id = add_person(server, "at-once@example.com", f"developer@{project}")
    with signed_in(server, "at-once@example.com") as client:
        key = done(client.post("/me/keys", json={"project_id": project, "name": "mine"}))["value"]
        assert call(server, key) == 200
        done(owner.post(f"{ORGANISATION}/users/{user_id}", json={"state": "suspended"}))
        assert client.get("/me").status_code == 401
    assert call(server, key) == 401


def test_who_loses_a_role_may_do_it_no_more(server, owner, project):
    user_id = add_person(server, "demoted@example.com", "auditor")
    with signed_in(server, "demoted@example.com") as client:
        assert client.get("/organization/audit_logs").status_code == 200
        (role,) = done(owner.get(f"{ORGANISATION}/users/{user_id}/roles"))["data"]
        done(owner.delete(f"{ORGANISATION}/users/{user_id}/roles/{role['id']}"))
        assert client.get("/organization/audit_logs").status_code == 403


def test_a_session_that_is_ended_elsewhere_is_over(server):
    add_person(server, "two-browsers@example.com")
    with signed_in(server, "two-browsers@example.com") as here, signed_in(server, "two-browsers@example.com") as there:
        assert there.get("/me").status_code == 200
        done(here.delete("/me/sessions"))
        assert there.get("/me").status_code == 401
        assert here.get("/me").status_code == 200


def test_a_password_that_is_changed_ends_other_sessions(server):
    add_person(server, "new-password@example.com")
    with signed_in(server, "new-password@example.com") as here, browser(server) as there:
        there.cookies = signed_in_cookies(server)
        assert there.get("/me").status_code == 200
        told = {"current": "cobalt-Lantern-88-quince", "new": "umber-Gondola-41-thistle"}
        done(here.post("/me/password", json=told))
        assert there.get("/me").status_code == 401


def signed_in_cookies(server):
    with signed_in(server, "new-password@example.com") as client:
        return client.cookies
