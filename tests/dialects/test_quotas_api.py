"""Limits and budgets over the API, asked by OpenAI's own administration client where it has words for them."""

import subprocess
import uuid

import openai
import pytest
import requests

from tests.house import ZAFFRE


def admin_key(house, role):
    command = [*ZAFFRE, "keys", "admin", "create", "--home", str(house.home), "--role", role, "--name", role]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture(scope="module")
def key(server):
    return admin_key(server, "owner")


@pytest.fixture(scope="module")
def owner(server, key):
    with openai.OpenAI(base_url=f"{server.url}/v1", api_key="unused", admin_api_key=key, max_retries=0) as client:
        yield client.admin.organization


class Office:
    """Asks in our own words."""

    def __init__(self, url, key):
        self.url = f"{url}/v1"
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {key}"

    def __call__(self, method, path, **body):
        asked = {"json": body} if body else {}
        return self.session.request(method, self.url + path, timeout=20, **asked)


@pytest.fixture(scope="module")
def office(server, key):
    return Office(server.url, key)


@pytest.fixture
def project(owner):
    return owner.projects.create(name=f"project {uuid.uuid4()}")


@pytest.fixture
def caller(server, office, project):
    """A client of the project."""
    made = office("POST", f"/organization/projects/{project.id}/api_keys", name="test").json()
    with openai.OpenAI(base_url=f"{server.url}/v1", api_key=made["value"], max_retries=0) as client:
        yield client


def ask(client, model="priced", **more):
    return client.chat.completions.with_raw_response.create(
        model=model, messages=[{"role": "user", "content": "two words"}], max_tokens=10, **more
    )


def test_a_limit_holds_once_it_is_put_and_not_once_it_is_removed(office, project, caller):
    body = {"subject": "project", "subject_id": project.id, "requests_per_minute": 1}
    assert office("PUT", "/organization/limits", **body).json()["name"] == project.name
    assert ask(caller).headers["x-ratelimit-remaining-requests"] == "0"
    with pytest.raises(openai.RateLimitError) as refusal:
        ask(caller)
    assert f"Rate limit reached for the project {project.name} on requests per minute" in refusal.value.message
    (told,) = office("GET", f"/organization/limits?subject_id={project.id}").json()["data"]
    assert told["used"] == {"requests_per_minute": 1}
    assert 0 < told["reset"]["requests_per_minute"] <= 61
    removed = office("DELETE", f"/organization/limits?subject=project&subject_id={project.id}")
    assert removed.json()["deleted"] is True
    assert "x-ratelimit-limit-requests" not in ask(caller).headers


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({}, "subject"),
        ({"subject": "nobody"}, "subject"),
        ({"subject": "organization"}, "requests_per_minute"),
        ({"subject": "organization", "slice_seconds": 10, "tokens_per_minute": 1}, "requests_per_minute"),
        ({"subject": "organization", "slice_seconds": 7, "requests_per_minute": 1}, "slice_seconds"),
        ({"subject": "organization", "requests_per_minute": 0}, "requests_per_minute"),
        ({"subject": "organization", "requests_per_minute": "many"}, "requests_per_minute"),
        ({"subject": "organization", "subject_id": "x", "requests_per_minute": 1}, "subject_id"),
        ({"subject": "project", "requests_per_minute": 1}, "subject_id"),
        ({"subject": "project", "subject_id": "proj_x", "requests_per_minute": 1}, "subject_id"),
        ({"subject": "deployment", "subject_id": "*", "requests_per_minute": 1}, "subject_id"),
        ({"subject": "organization", "model": "nothing", "requests_per_minute": 1}, "model"),
        ({"subject": "organization", "requests_per_second": 1}, "requests_per_second"),
    ],
)
def test_a_wrong_or_half_configured_limit_names_its_field(office, body, param):
    answer = office("PUT", "/organization/limits", **body or {"model": None})
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"amount": -1}, "amount"),
        ({"amount": "much"}, "amount"),
        ({"period": "week"}, "period"),
        ({"subject": "deployment"}, "subject"),
        ({"is_hard": False}, "warn_at"),
        ({"warn_at": [50]}, "emails"),
        ({"warn_at": [0], "emails": ["ops@example.com"]}, "warn_at[0]"),
        ({"warn_at": [50], "emails": ["nobody"]}, "emails[0]"),
        ({"emails": ["ops@example.com"]}, "warn_at"),
        ({"warn_at": [50], "webhook": "ftp://example.com"}, "webhook"),
        ({"currency": "EUR"}, "currency"),
    ],
)
def test_a_wrong_or_half_configured_budget_names_its_field(office, project, changes, param):
    body = {"subject": "project", "subject_id": project.id, "period": "day", "amount": 1} | changes
    answer = office("POST", "/organization/budgets", **body)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)


def test_a_budget_is_watched_being_spent_raised_and_taken_away(office, project, caller):
    body = {"subject": "project", "subject_id": project.id, "period": "month", "amount": 0.1}
    with pytest.raises(openai.RateLimitError):
        made = office("POST", "/organization/budgets", **body).json()
        ask(caller)
    place = f"/organization/budgets/{made['id']}"
    assert (made["spent"], made["reserved"], made["is_hard"]) == (0, 0, True)
    again = office("POST", "/organization/budgets", **body)
    assert (again.status_code, again.json()["error"]["param"]) == (409, "period")
    assert office("PATCH", place, amount=5).json()["amount"] == 5
    ask(caller)
    told = office("GET", place).json()
    assert (told["spent"], told["reserved"]) == (0.006, 0)
    assert office("DELETE", place).json()["deleted"] is True
    assert office("GET", place).status_code == 404


def test_a_budget_that_comes_late_knows_what_was_spent(office, project, caller):
    ask(caller)
    made = office(
        "POST", "/organization/budgets", subject="project", subject_id=project.id, period="total", amount=0.007
    ).json()
    assert made["spent"] == 0.006
    with pytest.raises(openai.RateLimitError) as refusal:
        ask(caller)
    assert refusal.value.code == "insufficient_quota"
    assert refusal.value.response.headers["x-should-retry"] == "false"


def test_azures_clients_are_told_in_azures_words(server, office, project):
    made = office("POST", f"/organization/projects/{project.id}/api_keys", name="test").json()
    office("PUT", "/organization/limits", subject="project", subject_id=project.id, tokens_per_minute=15)
    with openai.AzureOpenAI(
        azure_endpoint=server.url, api_key=made["value"], api_version="2024-10-21", max_retries=0
    ) as client:
        ask(client)
        with pytest.raises(openai.RateLimitError) as refusal:
            ask(client)
        with pytest.raises(openai.RateLimitError) as hopeless:
            client.chat.completions.create(model="priced", messages=[{"role": "user", "content": "a" * 99}])
    error, headers = refusal.value.body, refusal.value.response.headers
    assert error["code"] == "429"
    assert error["message"].startswith(
        "Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2024-10-21 have exceeded "
        "token rate limit of your current OpenAI S0 pricing tier. Please retry after "
    )
    assert f"the project {project.name}" in error["details"]
    assert headers["policy-id"] == "DeploymentRatelimit-Token"
    assert int(headers["retry-after-ms"]) <= 1000 * int(headers["retry-after"])
    assert hopeless.value.response.headers["x-should-retry"] == "false"
    assert "retry-after" not in hopeless.value.response.headers


def test_openais_client_sets_rate_limits_by_model(owner, project, caller):
    limits = owner.projects.rate_limits.list_rate_limits(project.id)
    assert {"rl_echo", "rl_priced"} <= {one.id for one in limits}
    changed = owner.projects.rate_limits.update_rate_limit(
        "rl_priced", project_id=project.id, max_requests_per_1_minute=1
    )
    assert (changed.model, changed.max_requests_per_1_minute) == ("priced", 1)
    ask(caller)
    with pytest.raises(openai.RateLimitError):
        ask(caller)
    ask(caller, "echo")
    owner.projects.rate_limits.update_rate_limit(
        "rl_priced", project_id=project.id, max_requests_per_1_minute=2**31 - 1
    )
    ask(caller)


@pytest.mark.parametrize("where", ["/organization", "/organization/projects/{}"])
def test_spend_limits_and_alerts_are_budgets_of_the_month(office, project, where):
    place = where.format(project.id)
    kind = "project" if "projects" in place else "organization"
    month = {"currency": "USD", "interval": "month"}
    assert office("GET", f"{place}/spend_limit").status_code == 404
    made = office("POST", f"{place}/spend_limit", threshold_amount=100_000, **month).json()
    told = {"object": f"{kind}.spend_limit", "threshold_amount": 100_000, "enforcement": {"status": "inactive"}}
    assert made == told | month
    assert office("POST", f"{place}/spend_limit", threshold_amount=90_000, **month).json()["threshold_amount"] == 90_000
    channel = {"type": "email", "recipients": ["ops@example.com"], "subject_prefix": "Money"}
    alerts = [
        office("POST", f"{place}/spend_alerts", threshold_amount=cents, notification_channel=channel, **month).json()
        for cents in (1000, 2000)
    ]
    assert alerts[0]["notification_channel"] == channel
    listed = office("GET", f"{place}/spend_alerts?limit=1").json()
    assert (listed["data"], listed["has_more"]) == ([alerts[0]], True)
    assert office("GET", f"{place}/spend_alerts?after={alerts[0]['id']}").json()["data"] == [alerts[1]]
    one = f"{place}/spend_alerts/{alerts[0]['id']}"
    assert (
        office("POST", one, threshold_amount=1500, notification_channel=channel, **month).json()["id"]
        == alerts[0]["id"]
    )
    for alert in alerts:
        deleted = office("DELETE", f"{place}/spend_alerts/{alert['id']}").json()
        assert deleted == {"id": alert["id"], "object": f"{kind}.spend_alert.deleted", "deleted": True}
    assert office("DELETE", f"{place}/spend_limit").json() == {"object": f"{kind}.spend_limit.deleted", "deleted": True}
    assert (
        office("POST", f"{place}/spend_limit", threshold_amount=1, currency="EUR", interval="month").status_code == 400
    )


def test_a_limit_for_many_shows_who_has_used_most_of_it(office, caller):
    name = f"eve {uuid.uuid4()}"
    for subject_id in (name, "*"):
        office("PUT", "/organization/limits", subject="end_user", subject_id=subject_id, requests_per_minute=50)
    for user in (name, name, "adam"):
        ask(caller, user=user)
    told = {one["subject_id"]: one for one in office("GET", "/organization/limits?subject=end_user").json()["data"]}
    assert (told[name]["used"], told[name]["among"]) == ({"requests_per_minute": 2}, 1)
    assert 1 <= told["*"]["used"]["requests_per_minute"] <= 50
    assert told["*"]["among"] >= 1
    for subject_id in (name, "*"):
        office("DELETE", f"/organization/limits?subject=end_user&subject_id={subject_id}")


def test_everyone_sees_what_counts_for_them(server, office, project, caller):
    office("PUT", "/organization/limits", subject="project", subject_id=project.id, tokens_per_day=1000)
    office("POST", "/organization/budgets", subject="project", subject_id=project.id, period="day", amount=2)
    ask(caller)
    mine = Office(server.url, caller.api_key)("GET", "/me/limits").json()
    (limit,) = [one for one in mine["limits"] if one["subject_id"] == project.id]
    assert limit["used"]["tokens_per_day"] == 4
    (budget,) = [one for one in mine["budgets"] if one["subject_id"] == project.id]
    assert budget["spent"] == 0.006


def test_an_auditor_reads_and_changes_nothing(server, project):
    auditor = Office(server.url, admin_key(server, "auditor"))
    assert auditor("GET", "/organization/limits").status_code == 200
    assert auditor("GET", "/organization/budgets").status_code == 200
    body = {"subject": "project", "subject_id": project.id}
    assert auditor("PUT", "/organization/limits", **body, requests_per_minute=1).status_code == 403
    assert auditor("POST", "/organization/budgets", **body, period="day", amount=1).status_code == 403


def test_a_projects_key_sees_no_limits_of_others(server, caller):
    assert Office(server.url, caller.api_key)("GET", "/organization/limits").status_code == 403
