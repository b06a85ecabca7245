"""A project's administrator sets limits and budgets of the project, within what the organisation set, and no others."""

import uuid

import httpx
import pytest

from tests.people import add_person, signed_in

MONTH = {"currency": "USD", "interval": "month"}


@pytest.fixture(scope="module")
def owner(server):
    headers = {"api-key": server.make_admin_key()}
    with httpx.Client(base_url=f"{server.url}/v1", headers=headers) as client:
        yield client


@pytest.fixture
def project(owner):
    return owner.post("/organization/projects", json={"name": f"own rules {uuid.uuid4()}"}).json()["id"]


@pytest.fixture
def key(owner, project):
    return owner.post(f"/organization/projects/{project}/api_keys", json={"name": "k"}).json()


@pytest.fixture
def lead(server, project):
    """A browser of the project's administrator."""
    email = f"{uuid.uuid4().hex}@example.com"
    add_person(server, email, "member", f"project_admin@{project}")
    with signed_in(server, email) as client:
        yield client


def ask(server, key):
    body = {"model": "priced", "messages": [{"role": "user", "content": "two words"}], "max_tokens": 10}
    return httpx.post(f"{server.url}/v1/chat/completions", json=body, headers={"api-key": key["value"]})


def error(answer):
    told = answer.json()["error"]
    return answer.status_code, told["code"], told["param"]


def limit_of(project, **meters):
    return {"subject": "project", "subject_id": project} | meters


def test_an_administrator_bounds_the_project_and_its_keys(server, lead, project, key):
    made = lead.put("/organization/limits", json=limit_of(project, requests_per_minute=2)).json()
    assert (made["set_by"], made["requests_per_minute"]) == ("project", 2)
    body = {"subject": "key", "subject_id": key["id"], "requests_per_minute": 1}
    assert lead.put("/organization/limits", json=body).json()["set_by"] == "project"
    assert [ask(server, key).status_code for _ in range(2)] == [200, 429]
    assert lead.delete(f"/organization/limits?subject=key&subject_id={key['id']}").status_code == 200
    assert [ask(server, key).status_code for _ in range(2)] == [200, 429]


def test_what_the_organisation_set_is_neither_loosened_nor_taken_away(server, owner, lead, project, key):
    owner.put("/organization/limits", json=limit_of(project, requests_per_minute=1, tokens_per_minute=1000))
    wider = lead.put("/organization/limits", json=limit_of(project, requests_per_minute=2))
    assert error(wider) == (400, "above_organization", "requests_per_minute")
    assert lead.put("/organization/limits", json=limit_of(project, tokens_per_day=900)).json()["set_by"] == "project"
    place = f"/organization/limits?subject=project&subject_id={project}"
    assert lead.delete(f"{place}&set_by=organization").status_code == 403
    assert lead.delete(place).status_code == 200
    assert error(lead.delete(place))[:2] == (404, "limit_not_found")
    assert [ask(server, key).status_code for _ in range(2)] == [200, 429]


def test_a_default_for_each_project_is_not_displaced(server, owner, lead, project, key):
    owner.put("/organization/limits", json={"subject": "project", "subject_id": "*", "images_per_minute": 7})
    try:
        wider = lead.put("/organization/limits", json=limit_of(project, images_per_minute=8))
        assert error(wider) == (400, "above_organization", "images_per_minute")
        lead.put("/organization/limits", json=limit_of(project, images_per_minute=3))
        mine = httpx.get(f"{server.url}/v1/me/limits", headers={"api-key": key["value"]}).json()["limits"]
        told = {(one["set_by"], one["images_per_minute"]) for one in mine if one["subject_id"] == project}
        assert told == {("organization", 7), ("project", 3)}
    finally:
        owner.delete("/organization/limits?subject=project&subject_id=*")


@pytest.mark.parametrize(
    "subject",
    [
        {"subject": "organization"},
        {"subject": "project", "subject_id": "*"},
        {"subject": "key", "subject_id": "*"},
        {"subject": "deployment", "subject_id": "echo"},
        {"subject": "end_user", "subject_id": "somebody"},
        {"subject": "user", "subject_id": "user_1"},
    ],
)
def test_what_reaches_beyond_the_project_is_the_organisations(owner, lead, subject):
    limit, budget = subject | {"requests_per_minute": 1}, subject | {"period": "day", "amount": 1}
    assert error(lead.put("/organization/limits", json=limit))[:2] == (403, "permission_denied")
    if subject["subject"] not in ("deployment", "end_user"):
        assert error(lead.post("/organization/budgets", json=budget))[:2] == (403, "permission_denied")
    said = owner.put("/organization/limits", json=limit | {"set_by": "project"})
    assert error(said) == (400, "invalid_value", "set_by")


def test_what_another_project_has_is_told_as_if_it_were_not_there(owner, lead, key):
    other = owner.post("/organization/projects", json={"name": f"other {uuid.uuid4()}"}).json()["id"]
    foreign = owner.post(f"/organization/projects/{other}/api_keys", json={"name": "k"}).json()["id"]
    for subject, theirs, nothing in (("project", other, "proj_nothing"), ("key", foreign, "key_nothing")):
        for body in ({"requests_per_minute": 1}, {"requests_per_minute": 1, "set_by": "project"}):
            told = [
                lead.put("/organization/limits", json={"subject": subject, "subject_id": one} | body).text
                for one in (theirs, nothing)
            ]
            assert told[0].replace(theirs, nothing) == told[1] and "there is no" in told[1]
    body = {"subject": "project", "subject_id": other, "period": "day", "amount": 1}
    assert error(lead.post("/organization/budgets", json=body))[0] == 400
    budget = owner.post("/organization/budgets", json=body).json()["id"]
    for answer in (
        lead.get(f"/organization/budgets/{budget}"),
        lead.patch(f"/organization/budgets/{budget}", json={"amount": 2}),
        lead.delete(f"/organization/budgets/{budget}"),
    ):
        assert error(answer)[:2] == (404, "budget_not_found")


def test_a_projects_own_budget_is_its_administrators_and_the_organisations_is_not(server, owner, lead, project, key):
    body = {"subject": "project", "subject_id": project, "period": "month", "amount": 1}
    high = owner.post("/organization/budgets", json=body).json()
    assert error(lead.post("/organization/budgets", json=body | {"amount": 2}))[1:] == ("above_organization", "amount")
    own = lead.post("/organization/budgets", json=body | {"amount": 0.001}).json()
    assert (own["set_by"], high["set_by"]) == ("project", "organization")
    assert ask(server, key).status_code == 429
    for place, status in ((high["id"], 403), (own["id"], 200)):
        assert lead.patch(f"/organization/budgets/{place}", json={"amount": 0.5}).status_code == status
    raised = lead.patch(f"/organization/budgets/{own['id']}", json={"amount": 1.5})
    assert error(raised) == (400, "above_organization", "amount")
    assert ask(server, key).status_code == 200
    assert lead.delete(f"/organization/budgets/{high['id']}").status_code == 403
    assert owner.delete(f"/organization/budgets/{own['id']}").status_code == 200


def test_openais_spend_limit_and_rate_limits_are_the_tighter_of_both(server, owner, lead, project, key):
    place = f"/organization/projects/{project}"
    owner.post(f"{place}/spend_limit", json=MONTH | {"threshold_amount": 500})
    assert lead.post(f"{place}/spend_limit", json=MONTH | {"threshold_amount": 600}).status_code == 400
    lead.post(f"{place}/spend_limit", json=MONTH | {"threshold_amount": 200})
    assert owner.get(f"{place}/spend_limit").json()["threshold_amount"] == 200
    assert lead.delete(f"{place}/spend_limit").status_code == 200
    assert error(lead.delete(f"{place}/spend_limit"))[1] == "spend_limit_not_found"
    assert lead.get(f"{place}/spend_limit").json()["threshold_amount"] == 500
    rate = f"{place}/rate_limits/rl_priced"
    owner.post(rate, json={"max_requests_per_1_minute": 2})
    assert error(lead.post(rate, json={"max_requests_per_1_minute": 3}))[1] == "above_organization"
    assert lead.post(rate, json={"max_requests_per_1_minute": 1}).json()["max_requests_per_1_minute"] == 1
    assert [ask(server, key).status_code for _ in range(2)] == [200, 429]
    free = lead.post(rate, json={"max_requests_per_1_minute": 2**31 - 1}).json()
    assert free["max_requests_per_1_minute"] == 2


def test_the_trail_says_that_a_project_set_it(owner, lead, project):
    lead.put("/organization/limits", json=limit_of(project, requests_per_minute=2))
    (told,) = owner.get(f"/organization/audit_logs?project_ids[]={project}&event_types[]=rate_limit.updated").json()[
        "data"
    ]
    assert told["after"] == {"requests_per_minute": 2, "set_by": "project"}
