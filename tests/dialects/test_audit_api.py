"""The trail and logged bodies over the API, asked by OpenAI's own administration client."""

import json
import subprocess
import uuid

import openai
import pytest
import requests

from tests.house import ZAFFRE, eventually


def admin_key(house, role):
    command = [*ZAFFRE, "keys", "admin", "create", "--home", str(house.home), "--role", role, "--name", role]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture(scope="module")
def owner(server):
    key = admin_key(server, "owner")
    with openai.OpenAI(base_url=f"{server.url}/v1", api_key="unused", admin_api_key=key, max_retries=0) as client:
        yield client.admin.organization


@pytest.fixture(scope="module")
def auditor(server):
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {admin_key(server, 'auditor')}"
        yield session


@pytest.fixture
def project(owner):
    return owner.projects.create(name=f"project {uuid.uuid4()}")


def test_who_changed_what_is_found_by_project_kind_and_time(owner, project):
    owner.projects.update(project.id, name=f"renamed {project.id}")
    changed, made = owner.audit_logs.list(project_ids=[project.id])
    assert (made.type, changed.type) == ("project.created", "project.updated")
    assert changed.actor.api_key.user.email == "owner"
    assert changed.object == {"type": "project", "id": project.id, "name": f"renamed {project.id}"}
    assert (changed.before["name"], changed.after["name"]) == (project.name, f"renamed {project.id}")
    assert [
        event.id for event in owner.audit_logs.list(resource_ids=[project.id], event_types=["project.created"])
    ] == [made.id]
    later = {"gt": int(changed.effective_at)}
    assert not list(owner.audit_logs.list(project_ids=[project.id], effective_at=later))


def test_pages_join_without_a_gap(owner, project):
    for number in range(4):
        owner.projects.update(project.id, name=f"{project.id} {number}")
    numbers = [event.number for event in owner.audit_logs.list(project_ids=[project.id], limit=2)]
    assert numbers == sorted(numbers, reverse=True) and len(numbers) == 5


@pytest.mark.parametrize("query", ["limit=0", "limit=many", "effective_at[gt]=yesterday", "effective_at[lte]=-1"])
def test_a_bad_query_names_its_field(server, auditor, query):
    answer = auditor.get(f"{server.url}/v1/organization/audit_logs?{query}")
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, query.partition("=")[0])


def test_the_chain_is_whole_and_the_export_has_all_of_it(server, auditor, project):
    check = auditor.get(f"{server.url}/v1/organization/audit_logs/verify").json()
    lines = auditor.get(f"{server.url}/v1/organization/audit_logs/export").text.splitlines()
    events = [json.loads(line) for line in lines]
    assert check["ok"] and check["checked"] <= len(events)
    assert events[check["checked"] - 1]["hash"] == check["head"]["hash"]
    assert project.id in {event["object_id"] for event in events}


def test_who_may_not_read_the_trail_is_told_which_permission_it_needs(server):
    for key in (server.key, admin_key(server, "project_admin")):
        answer = requests.get(f"{server.url}/v1/organization/audit_logs", headers={"api-key": key})
        assert answer.status_code == 403 and "audit.read" in answer.json()["error"]["message"]


def test_a_secret_that_was_made_is_nowhere_in_the_trail(server, auditor):
    key = server.make_key("--name", "told to nobody")
    assert key not in auditor.get(f"{server.url}/v1/organization/audit_logs/export").text


def test_a_project_that_opts_in_has_its_calls_logged_and_can_make_them_unreadable(server, owner, auditor):
    key = server.make_key("--project", "archivists")
    archive = next(one for one in owner.projects.list() if one.name == "archivists")
    owner.projects.update(archive.id, extra_body={"keeps_bodies": True})
    root = f"{server.url}/v1/organization/projects/{archive.id}/bodies"
    headers = {"Authorization": f"Bearer {admin_key(server, 'owner')}"}

    with openai.OpenAI(base_url=f"{server.url}/v1", api_key=key, max_retries=0) as client:

        def logged():
            client.chat.completions.create(model="echo", messages=[{"role": "user", "content": "keep this"}])
            return requests.get(root, headers=headers).json()["data"]

        found = eventually(logged, within=5)
    body = requests.get(f"{root}/{found[0]['request_id']}", headers=headers).json()
    assert body["request"]["messages"][0]["content"] == "keep this" and "keep this" in body["answers"][0]
    assert auditor.get(f"{root}/{found[0]['request_id']}").status_code == 403
    assert requests.delete(f"{root}/key", headers=headers).json()["destroyed"]
    assert found[0]["request_id"] not in requests.get(root, headers=headers).text
