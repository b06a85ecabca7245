"""Roles that exist in one project alone: made by whoever may there, of what they may there, and given only there."""

import uuid

import httpx
import openai
import pytest

from tests.house import ECHO, run
from tests.people import add_person, signed_in


@pytest.fixture(scope="module")
def key(server):
    return server.make_admin_key()


@pytest.fixture(scope="module")
def owner(server, key):
    with httpx.Client(base_url=f"{server.url}/v1", headers={"api-key": key}) as client:
        yield client


def make_project(owner):
    return owner.post("/organization/projects", json={"name": f"own roles {uuid.uuid4()}"}).json()["id"]


@pytest.fixture
def project(owner):
    return make_project(owner)


@pytest.fixture
def lead(server, project):
    """A browser of the project's administrator."""
    email = f"{uuid.uuid4().hex}@example.com"
    add_person(server, email, "member", f"project_admin@{project}")
    with signed_in(server, email) as client:
        yield client


def error(answer):
    told = answer.json()["error"]
    return answer.status_code, told["code"]


def reader(client, project, name="gauge-reader", **more):
    body = {"role_name": name, "permissions": ["usage.read", "limits.read"]} | more
    return client.post(f"/projects/{project}/roles", json=body)


def test_a_role_of_a_project_is_given_there_and_allows_what_it_says(server, lead, project):
    role = reader(lead, project).json()
    assert role == role | {"object": "role", "resource_type": "api.project", "predefined_role": False}
    ada = add_person(server, f"{uuid.uuid4().hex}@example.com", "member")
    with signed_in(server, server.rows("SELECT email FROM users WHERE id = ?", ada)[0][0]) as client:
        place = f"/organization/projects/{project}/rate_limits"
        assert client.get(place).status_code == 404
        given = lead.post(f"/projects/{project}/users/{ada}/roles", json={"role_id": role["id"]})
        assert given.json()["role"]["name"] == "gauge-reader"
        told = client.get("/me").json()
        assert told["permissions"]["projects"] == {project: ["limits.read", "usage.read"]}
        assert told["projects"][0]["role"] == "gauge-reader" and told["permissions"]["organization"] == []
        changed = lead.post(f"/projects/{project}/roles/{role['id']}", json={"permissions": [], "role_name": "nothing"})
        assert changed.json()["name"] == "nothing"
        assert client.get("/me").json()["permissions"]["projects"].get(project, []) == []
    place = f"/projects/{project}/roles/{role['id']}"
    assert error(lead.delete(place)) == (409, "role_in_use")
    assert lead.delete(f"/projects/{project}/users/{ada}/roles/{role['id']}").status_code == 200
    assert lead.delete(place).json()["deleted"] is True
    assert error(lead.get(place)) == (404, "role_not_found")


def test_members_and_service_accounts_have_it_by_its_name(server, lead, project):
    reader(lead, project)
    ben = add_person(server, f"{uuid.uuid4().hex}@example.com", "member")
    root = f"/organization/projects/{project}"
    member = lead.post(f"{root}/users", json={"user_id": ben, "role": "gauge-reader"}).json()
    assert member["roles"] == ["gauge-reader"]
    assert lead.post(f"{root}/users/{ben}", json={"role": "developer"}).json()["roles"] == ["developer"]
    robot = lead.post(f"{root}/service_accounts", json={"name": "robot", "role": "gauge-reader"}).json()
    assert robot["role"] == "gauge-reader"


def test_nobody_makes_a_role_of_what_they_may_not_do_there(owner, lead, project):
    for lacking in (["policies.write"], ["usage.read", "people.write"]):
        assert error(reader(lead, project, permissions=lacking)) == (403, "role_too_high")
    mighty = reader(owner, project, "mighty", permissions=["policies.write"]).json()
    place = f"/projects/{project}/roles/{mighty['id']}"
    assert error(lead.post(place, json={"permissions": ["usage.read"]})) == (403, "role_too_high")
    assert error(lead.delete(place)) == (403, "role_too_high")
    assert error(owner.post(place, json={"permissions": ["nonsense"]})) == (400, "invalid_value")


def test_a_project_changes_none_of_the_organisations_roles(owner, lead, project):
    name = f"r{uuid.uuid4().hex[:8]}"
    wide = owner.post("/organization/roles", json={"role_name": name, "permissions": ["usage.read"]}).json()
    for role, code in ((wide["id"], "role_of_organization"), ("developer", "role_predefined")):
        place = f"/projects/{project}/roles/{role}"
        assert error(lead.post(place, json={"permissions": []})) == (409, code)
        assert error(lead.delete(place)) == (409, code)
    assert error(reader(lead, project, name)) == (409, "role_exists")
    assert error(lead.post("/organization/roles", json={"role_name": "x", "permissions": []}))[0] == 403


def test_other_projects_and_the_organisation_know_nothing_of_it(server, owner, lead, project):
    role, other = reader(lead, project, "secret-role").json(), make_project(owner)
    ada = add_person(server, f"{uuid.uuid4().hex}@example.com", "member")
    for given in (role["id"], "secret-role", f"secret-role@{project}"):
        for place in (f"/projects/{other}/users/{ada}/roles", f"/organization/users/{ada}/roles"):
            assert error(owner.post(place, json={"role_id": given})) == (400, "invalid_value")
        assert owner.post("/organization/invitations", json={"role": given}).status_code == 400
        seat = {"projects": [{"id": other, "role": given}]}
        assert error(owner.post("/organization/invitations", json=seat)) == (400, "invalid_value")
    for place in (f"/projects/{other}/roles", "/organization/roles"):
        assert "secret-role" not in owner.get(place).text
    assert "secret-role" in lead.get(f"/projects/{project}/roles").text
    assert reader(owner, other, "secret-role").status_code == 200


def test_invitations_carry_it_by_its_name_over_the_api_and_by_command(server, owner, lead, project):
    role, name = reader(lead, project).json(), owner.get(f"/organization/projects/{project}").json()["name"]

    def zaffre(*words):
        return run(*words, "--home", str(server.home), "--config", str(ECHO))

    assert "gauge-reader" in zaffre("people", "roles", "--project", name)
    link = zaffre("invitations", "create", "--project", f"{name}:gauge-reader", "--uses", "0")
    body = {"projects": [{"id": project, "role": role["id"]}, {"id": project, "role": "creator"}], "most_uses": None}
    made = owner.post("/organization/invitations", json=body).json()
    assert [seat["role"] for seat in made["projects"]] == ["gauge-reader", "creator"]
    assert f"{name}:gauge-reader, {name}:creator" in zaffre("invitations", "list", "--json")
    for code in (made["code"], link.partition("#invitation=")[2]):
        shown = owner.post("/auth/invitations/look", json={"code": code}).json()
        assert shown["projects"][0] == {"name": name, "role": "gauge-reader"}
    email = f"{uuid.uuid4().hex}@example.com"
    ada = add_person(server, email, "member")
    with signed_in(server, email) as client:
        assert client.post("/auth/invitations/accept", json={"code": link.partition("#invitation=")[2]}).is_success
        assert client.get("/me").json()["permissions"]["projects"] == {project: ["limits.read", "usage.read"]}
    assert f"gauge-reader in {name}" in zaffre("people", "list", "--json")
    assert owner.get(f"/organization/projects/{project}/users/{ada}").json()["roles"] == ["gauge-reader"]


def test_openais_client_makes_changes_and_deletes_them(server, key, project):
    with openai.OpenAI(base_url=f"{server.url}/v1", api_key="-", admin_api_key=key, max_retries=0) as client:
        roles = client.admin.organization.projects.roles
        made = roles.create(project, role_name="gauge-reader", permissions=["usage.read"])
        changed = roles.update(made.id, project_id=project, description="Reads meters")
        assert (changed.id, changed.description, changed.resource_type) == (made.id, "Reads meters", "api.project")
        assert made.id in {role.id for role in roles.list(project)}
        assert roles.delete(made.id, project_id=project).deleted
