"""OpenAI's client administers Zaffre: people, groups, roles, projects, members, service accounts and keys."""

import itertools
import uuid

import openai
import pytest
import requests

from tests.house import eventually

NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def admin(server):
    """The client with a key that allows everything."""
    key = server.make_admin_key()
    with openai.OpenAI(base_url=f"{server.url}/v1", api_key=server.key, admin_api_key=key, max_retries=0) as client:
        yield client.admin.organization


@pytest.fixture
def project(admin):
    return admin.projects.create(name=f"project {next(NUMBERS)}")


@pytest.fixture
def user(server, admin):
    """Somebody whom an administrator added; OpenAI has no such path, so the client's own door is used."""
    told = {"email": f"someone-{next(NUMBERS)}@example.com", "name": "Someone"}
    return admin._client.post("/organization/users", body=told, cast_to=dict, options=as_admin(admin))


def as_admin(admin):
    return {"headers": {"Authorization": f"Bearer {admin._client.admin_api_key}"}}


def post(admin, path, body):
    return admin._client.post(path, body=body, cast_to=dict, options=as_admin(admin))


def test_projects_are_made_renamed_listed_and_archived(admin):
    made = admin.projects.create(name="Made by the client")
    assert (made.object, made.status) == ("organization.project", "active")
    assert admin.projects.update(made.id, name="Renamed").name == "Renamed"
    assert made.id in {one.id for one in admin.projects.list(limit=2)}
    assert admin.projects.archive(made.id).status == "archived"
    assert made.id not in {one.id for one in admin.projects.list()}
    assert made.id in {one.id for one in admin.projects.list(include_archived=True)}
    with pytest.raises(openai.ConflictError) as refused:
        admin.projects.update(made.id, name="Too late")
    assert refused.value.code == "project_archived"


def test_users_get_a_role_and_are_forgotten(admin, user):
    assert (user["role"], user["state"]) == ("member", "active")
    assert admin.users.update(user["id"], role="auditor").role == "auditor"
    assert admin.users.list(emails=[user["email"]]).data[0].id == user["id"]
    assert admin.users.retrieve(user["id"]).email == user["email"]
    assert admin.users.delete(user["id"]).deleted is True
    with pytest.raises(openai.NotFoundError):
        admin.users.retrieve(user["id"])


def test_lists_go_on_where_they_ended(admin):
    emails = [f"page-{next(NUMBERS)}@example.com" for _ in range(5)]
    for email in emails:
        post(admin, "/organization/users", {"email": email})
    page = admin.users.list(emails=emails, limit=2)
    assert [one.email for one in page.data] == emails[:2]
    assert page.has_more is True
    assert [one.email for one in page] == emails


def test_roles_are_made_given_and_taken(admin, user):
    role = admin.roles.create(role_name="meter-reader", permissions=["usage.read"], description="Reads meters.")
    assert role.predefined_role is False
    assert role.id in {one.id for one in admin.roles.list()}
    given = admin.users.roles.create(user["id"], role_id=role.id)
    assert given.role.name == "meter-reader"
    assert {one.name for one in admin.users.roles.list(user["id"])} == {"member", "meter-reader"}
    with pytest.raises(openai.ConflictError) as refused:
        admin.roles.delete(role.id)
    assert refused.value.code == "role_in_use"
    changed = admin.roles.update(role.id, role_name="meter-person", permissions=["usage.read", "limits.read"])
    assert sorted(changed.permissions) == ["limits.read", "usage.read"]
    assert "meter-person" in {one.name for one in admin.users.roles.list(user["id"])}
    assert admin.users.roles.delete(role.id, user_id=user["id"]).deleted is True
    assert admin.roles.delete(role.id).deleted is True


def test_roles_that_come_along_stay_as_they_are(admin):
    for name in ("owner", "member"):
        with pytest.raises(openai.ConflictError) as refused:
            admin.roles.update(name, permissions=["usage.read"])
        assert refused.value.code == "role_predefined"


def test_groups_have_members_and_roles(admin, user, project):
    group = admin.groups.create(name=f"group {next(NUMBERS)}")
    admin.groups.users.create(group.id, user_id=user["id"])
    assert [one.id for one in admin.groups.users.list(group.id)] == [user["id"]]
    admin.groups.roles.create(group.id, role_id="auditor")
    through = admin.users.roles.retrieve("auditor", user_id=user["id"])
    assert [one.principal_id for one in through.assignment_sources] == [group.id]
    admin.projects.groups.create(project.id, group_id=group.id, role="member")
    assert [one.group_id for one in admin.projects.groups.list(project.id)] == [group.id]
    roles = admin.projects.groups.roles.list(group.id, project_id=project.id)
    assert [one.name for one in roles] == ["developer"]
    assert admin.projects.groups.delete(group.id, project_id=project.id).deleted is True
    assert admin.groups.users.delete(user["id"], group_id=group.id).deleted is True
    assert admin.groups.delete(group.id).deleted is True


def test_members_of_a_project_come_and_go(admin, user, project):
    added = admin.projects.users.create(project.id, user_id=user["id"], role="member")
    assert (added.object, added.role) == ("organization.project.user", "developer")
    assert admin.projects.users.update(user["id"], project_id=project.id, role="owner").role == "project_admin"
    assert [one.id for one in admin.projects.users.list(project.id)] == [user["id"]]
    admin.projects.users.roles.create(user["id"], project_id=project.id, role_id="creator")
    names = {one.name for one in admin.projects.users.roles.list(user["id"], project_id=project.id)}
    assert names == {"project_admin", "creator"}
    assert admin.projects.users.delete(user["id"], project_id=project.id).deleted is True
    assert list(admin.projects.users.list(project.id)) == []


def test_a_member_is_added_by_address(admin, user, project):
    added = admin.projects.users.create(project.id, email=user["email"].upper(), role="creator")
    assert added.id == user["id"]


def test_a_service_account_comes_with_a_key_that_works(server, admin, project):
    made = admin.projects.service_accounts.create(project.id, name="nightly")
    assert made.api_key.value.startswith("zf-")
    assert answers(server, made.api_key.value)
    more = admin.projects.service_accounts.api_keys.create(made.id, project_id=project.id, name="second")
    assert answers(server, more.value)
    assert admin.projects.service_accounts.delete(made.id, project_id=project.id).deleted is True
    eventually(lambda: not answers(server, made.api_key.value) and not answers(server, more.value), 2)


def test_a_service_account_can_go_without_a_key(admin, project):
    made = admin.projects.service_accounts.create(project.id, name="bare", create_service_account_only=True)
    assert made.api_key is None
    assert [one.id for one in admin.projects.service_accounts.list(project.id)] == [made.id]


def test_keys_of_a_project_are_listed_and_revoked(server, admin, project):
    path = f"/organization/projects/{project.id}/api_keys"
    made = post(admin, path, {"name": "mine", "routes": ["chat"], "models": ["ECHO"]})
    assert made["scope"] == {"models": ["echo"], "routes": ["chat"], "networks": None}
    [listed] = admin.projects.api_keys.list(project.id)
    assert (listed.id, listed.redacted_value) == (made["id"], made["redacted_value"])
    assert made["value"] not in listed.model_dump_json()
    assert answers(server, made["value"])
    assert admin.projects.api_keys.delete(made["id"], project_id=project.id).deleted is True
    eventually(lambda: not answers(server, made["value"]), 1)


def test_a_key_that_is_rotated_works_beside_its_old_secret_and_keeps_its_id(server, admin, project):
    path = f"/organization/projects/{project.id}/api_keys"
    old = post(admin, path, {"name": "rotated"})
    new = post(admin, f"{path}/{old['id']}/rotate", {})
    assert new["id"] == old["id"]
    assert new["old_secret_until"] > new["created_at"]
    assert answers(server, new["value"])
    assert answers(server, old["value"])
    last = post(admin, f"{path}/{old['id']}/rotate", {"overlap_seconds": 0})
    assert answers(server, last["value"])
    eventually(lambda: not answers(server, new["value"]) and not answers(server, old["value"]), 1)
    admin.projects.api_keys.delete(old["id"], project_id=project.id)
    eventually(lambda: not answers(server, last["value"]), 1)


def test_one_of_azures_two_keys_is_made_anew_while_the_other_works(server, admin, project):
    path = f"/organization/projects/{project.id}/primary_keys"
    first, second = (post(admin, f"{path}/{slot}/regenerate", {}) for slot in ("primary", "secondary"))
    fresh = post(admin, f"{path}/primary/regenerate", {})
    assert answers(server, fresh["value"])
    assert answers(server, second["value"])
    eventually(lambda: not answers(server, first["value"]), 1)
    told = admin._client.get(path, cast_to=dict, options=as_admin(admin))
    assert [(one["slot"], one["key"]["slot"]) for one in told["data"]] == [
        ("primary", "primary"),
        ("secondary", "secondary"),
    ]


def test_a_project_may_come_with_its_two_keys_shown_once(server, admin):
    made = admin.projects.create(name=f"resource {uuid.uuid4()}", extra_body={"primary_keys": True})
    assert [key["slot"] for key in made.primary_keys] == ["primary", "secondary"]
    assert all(answers(server, key["value"]) for key in made.primary_keys)
    assert not hasattr(admin.projects.retrieve(made.id), "primary_keys")


def test_keys_of_an_archived_project_die(server, admin, project):
    made = post(admin, f"/organization/projects/{project.id}/api_keys", {"name": "short"})
    assert answers(server, made["value"])
    admin.projects.archive(project.id)
    eventually(lambda: not answers(server, made["value"]), 1)


def test_keys_of_a_suspended_user_die_until_they_are_back(server, admin, user, project):
    admin.projects.users.create(project.id, user_id=user["id"], role="member")
    path = f"/organization/projects/{project.id}/api_keys"
    made = post(admin, path, {"name": "theirs", "user_id": user["id"]})
    assert made["owner"]["user"]["email"] == user["email"]
    assert answers(server, made["value"])
    post(admin, f"/organization/users/{user['id']}", {"state": "suspended"})
    eventually(lambda: not answers(server, made["value"]), 1)
    post(admin, f"/organization/users/{user['id']}", {"state": "active"})
    eventually(lambda: answers(server, made["value"]), 1)


def test_keys_of_somebody_who_left_the_project_are_revoked(server, admin, user, project):
    admin.projects.users.create(project.id, user_id=user["id"], role="member")
    path = f"/organization/projects/{project.id}/api_keys"
    made = post(admin, path, {"name": "theirs", "user_id": user["id"]})
    admin.projects.users.delete(user["id"], project_id=project.id)
    eventually(lambda: not answers(server, made["value"]), 1)
    assert list(admin.projects.api_keys.list(project.id)) == []


def test_admin_keys_are_made_with_a_role_and_revoked(server, admin):
    made = admin.admin_api_keys.create(name="reader", extra_body={"role": "auditor"})
    assert made.value.startswith("zf-admin-")
    with openai.OpenAI(base_url=f"{server.url}/v1", api_key="-", admin_api_key=made.value, max_retries=0) as client:
        reader = client.admin.organization
        assert list(reader.projects.list())
        with pytest.raises(openai.PermissionDeniedError):
            reader.projects.create(name="not for readers")
        assert made.id in {one.id for one in admin.admin_api_keys.list()}
        assert admin.admin_api_keys.retrieve(made.id).redacted_value == made.redacted_value
        assert admin.admin_api_keys.delete(made.id).deleted is True
        eventually(lambda: refused(reader), 1)


def test_what_a_project_may_call_holds_for_its_next_call(server, admin, project):
    path = f"/organization/projects/{project.id}"
    made = post(admin, f"{path}/api_keys", {"name": "narrow"})
    assert answers(server, made["value"])
    post(admin, path, {"deployments": ["slow"]})
    eventually(lambda: not answers(server, made["value"]), 1)
    post(admin, path, {"deployments": None})
    eventually(lambda: answers(server, made["value"]), 1)


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"deployments": ["none such"]}, "deployments[0]"),
        ({"policy": "none such"}, "policy"),
        ({"weight": 0}, "weight"),
        ({"name": " "}, "name"),
        ({"region": "elsewhere"}, "region"),
        ({"id": "proj_mine"}, "id"),
    ],
)
def test_a_change_of_a_project_that_cannot_be_names_its_field(admin, project, body, param):
    with pytest.raises(openai.BadRequestError) as refused:
        post(admin, f"/organization/projects/{project.id}", body)
    assert refused.value.param == param


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({}, "name"),
        ({"name": "k", "routes": ["flying"]}, "routes[0]"),
        ({"name": "k", "networks": ["10.0.0.1/8"]}, "networks[0]"),
        ({"name": "k", "models": []}, "models"),
        ({"name": "k", "expires_at": 1}, "expires_at"),
        ({"name": "k", "user_id": "user_none"}, "user_id"),
        ({"name": "k", "service_account_id": "svc_acct_none"}, "service_account_id"),
        ({"name": "k", "rights": ["people.write"]}, "rights"),
        ({"name": "k", "slot": "primary"}, "slot"),
    ],
)
def test_a_key_that_cannot_be_names_its_field(admin, project, body, param):
    with pytest.raises(openai.BadRequestError) as refused:
        post(admin, f"/organization/projects/{project.id}/api_keys", body)
    assert refused.value.param == param


def answers(server, key: str) -> bool:
    """Whether a call with the key is answered."""
    body = {"model": "echo", "messages": [{"role": "user", "content": "Hello"}], "max_tokens": 2}
    answer = requests.post(f"{server.url}/v1/chat/completions", json=body, headers={"api-key": key}, timeout=10)
    assert answer.status_code in (200, 401, 403, 404), answer.text
    return answer.ok


def refused(organization) -> bool:
    try:
        organization.projects.list()
    except openai.AuthenticationError:
        return True
    return False
