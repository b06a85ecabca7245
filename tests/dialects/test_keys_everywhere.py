"""One list has the keys of all projects, as far as whoever asks may read them."""

import itertools

import pytest

from tests.people import add_person, browser, signed_in

NUMBERS = itertools.count()
PATH = "/organization/api_keys"


@pytest.fixture(scope="module")
def owner(server):
    with browser(server, authorization=f"Bearer {server.make_admin_key()}") as client:
        yield client


@pytest.fixture
def projects(owner):
    """Two projects, each with a key."""
    made = [post(owner, "/organization/projects", name=f"keys everywhere {next(NUMBERS)}") for _ in range(2)]
    for project in made:
        post(owner, f"/organization/projects/{project['id']}/api_keys", name=f"of {project['name']}")
    return made


def post(client, path, **body):
    answer = client.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_keys_of_all_projects_come_page_by_page(owner, projects):
    page = owner.get(PATH, params={"limit": 1, "order": "desc"}).json()
    following = owner.get(PATH, params={"limit": 1, "order": "desc", "after": page["next"]}).json()
    keys = page["data"] + following["data"]
    assert [key["project"]["id"] for key in keys] == [project["id"] for project in reversed(projects)]
    assert page["has_more"] and "value" not in keys[0]


def test_whoever_administers_one_project_is_told_of_its_keys_alone(server, owner, projects):
    email = f"keys-{next(NUMBERS)}@example.com"
    add_person(server, email, f"project_admin@{projects[0]['id']}")
    with signed_in(server, email) as client:
        told = client.get(PATH).json()
    assert [key["name"] for key in told["data"]] == [f"of {projects[0]['name']}"] and not told["has_more"]


def test_revoked_keys_are_not_in_the_list(owner, projects):
    (key,) = owner.get(f"/organization/projects/{projects[1]['id']}/api_keys").json()["data"]
    assert owner.delete(f"/organization/projects/{projects[1]['id']}/api_keys/{key['id']}").status_code == 200
    newest = owner.get(PATH, params={"limit": 1, "order": "desc"}).json()["data"]
    assert [one["project"]["id"] for one in newest] == [projects[0]["id"]]


def test_whoever_may_read_no_keys_is_refused(server):
    email = f"keys-{next(NUMBERS)}@example.com"
    add_person(server, email, "member")
    with signed_in(server, email) as client:
        refused = client.get(PATH)
    assert refused.status_code == 403 and "keys.read" in refused.json()["error"]["message"]


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"limit": "many"}, {"order": "up"}])
def test_a_wrong_page_is_refused_with_its_field(owner, wrong):
    refused = owner.get(PATH, params=wrong)
    assert refused.status_code == 400 and refused.json()["error"]["param"] in wrong
