"""Who may call a deployment is changed for many projects in one request: for all of them, or for none."""

import itertools

import httpx
import pytest

from tests.house import eventually

NUMBERS = itertools.count()
ROOT = "/v1/organization"


@pytest.fixture(scope="module")
def admin(server):
    with httpx.Client(base_url=server.url, headers={"api-key": server.make_admin_key()}) as client:
        yield client


@pytest.fixture
def three(admin):
    """Ids of projects: two that may call all, and one that may call one deployment alone."""
    bound = ({}, {}, {"deployments": ["slow"]})
    names = [{"name": f"reach {next(NUMBERS)}"} | one for one in bound]
    return [admin.post(f"{ROOT}/projects", json=name).json()["id"] for name in names]


def change(admin, deployment="echo", **body):
    return admin.post(f"{ROOT}/deployments/{deployment}/projects", json=body)


def may_call(admin, project):
    return admin.get(f"{ROOT}/projects/{project}").json()["deployments"]


def test_some_are_allowed_and_some_denied_in_one_act(admin, server, three):
    first, other, narrow = three
    changed = change(admin, "ECHO", allow=[narrow, other], deny=[first])
    assert changed.status_code == 200, changed.text
    assert {one["id"] for one in changed.json()["data"]} == {narrow, first}
    assert may_call(admin, narrow) == ["slow", "echo"] and may_call(admin, other) is None
    assert "echo" not in may_call(admin, first) and "slow" in may_call(admin, first)
    told = server.rows("SELECT action, project_id FROM audit ORDER BY number DESC LIMIT 2")
    assert set(told) == {("project.updated", narrow), ("project.updated", first)}


def test_it_holds_for_the_next_call(admin, three):
    key = admin.post(f"{ROOT}/projects/{three[0]}/api_keys", json={"name": "calls"}).json()["value"]
    body = {"model": "echo", "messages": [{"role": "user", "content": "hello"}]}

    def status():
        return admin.post("/v1/chat/completions", json=body, headers={"api-key": key}).status_code

    eventually(lambda: status() == 200)
    change(admin, deny=[three[0]])
    assert status() == 403
    change(admin, allow=[three[0]])
    assert status() == 200


@pytest.mark.parametrize(
    ("name", "status", "param", "code"),
    [
        ("nowhere", 404, "allow[1]", "project_not_found"),
        ("archived", 409, "allow[1]", "project_archived"),
        ("first", 400, "allow", "invalid_value"),
        ("denied", 400, "deny", "invalid_value"),
    ],
)
def test_where_one_cannot_be_changed_none_is(admin, three, name, status, param, code):
    narrow, archived = three[2], admin.post(f"{ROOT}/projects", json={"name": f"reach {next(NUMBERS)}"}).json()["id"]
    admin.post(f"{ROOT}/projects/{archived}/archive")
    second = {"nowhere": "proj_of_nobody", "archived": archived, "first": narrow, "denied": three[0]}[name]
    refused = change(admin, allow=[narrow, second], deny=[three[0]])
    assert refused.status_code == status, refused.text
    assert (refused.json()["error"]["param"], refused.json()["error"]["code"]) == (param, code)
    assert may_call(admin, narrow) == ["slow"] and may_call(admin, three[0]) is None


def test_a_deployment_that_is_not_there_and_a_body_that_names_nobody_are_refused(admin, three):
    assert change(admin, "nothing", deny=three).json()["error"]["code"] == "model_not_found"
    assert change(admin).json()["error"]["param"] == "allow"
    assert change(admin, allow="all").json()["error"]["param"] == "allow"


def test_whoever_lacks_the_permission_changes_nothing(server, three):
    with httpx.Client(base_url=server.url, headers={"api-key": server.make_admin_key("--role", "auditor")}) as auditor:
        assert change(auditor, deny=three).json()["error"]["code"] == "permission_denied"
        assert may_call(auditor, three[0]) is None
