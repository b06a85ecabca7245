"""Use and cost over the API: what was called is told by every dimension, by OpenAI's client too, and to nobody else."""

import csv
import io
import json
import time

import openai
import pytest
import requests

from tests.house import eventually

CALLS = 3
COST = 0.006
"""Two words in and two out, for a thousand and two thousand a million."""


@pytest.fixture(scope="module")
def used(server):
    """A key of a project of its own, after some calls are in the ledger; its project's id is in it too."""
    key = server.make_key("--project", "measured")
    with openai.OpenAI(base_url=f"{server.url}/v1", api_key=key, max_retries=0) as client:
        for number in range(CALLS):
            told = [{"role": "user", "content": "two words"}]
            client.chat.completions.create(model="priced", messages=told, user=f"=person-{number % 2}")
        client.embeddings.create(model="echo", input="two words")
    find = "SELECT project_id FROM entries JOIN projects p ON p.id = project_id WHERE p.name = 'measured'"
    return key, eventually(lambda: (rows := server.rows(find))[CALLS:] and rows[0][0], 5)


@pytest.fixture(scope="module")
def admin_key(server):
    return server.make_admin_key()


@pytest.fixture
def ask(server, admin_key, used):
    """Asks about the measured project."""

    def get(path, key=admin_key, **query):
        query = {"project_id": used[1]} | query
        headers = {"Authorization": f"Bearer {key}"}
        return requests.get(f"{server.url}/v1{path}", headers=headers, params=query, timeout=10)

    return get


@pytest.fixture
def organization(server, admin_key):
    with openai.OpenAI(base_url=f"{server.url}/v1", api_key="-", admin_api_key=admin_key, max_retries=0) as client:
        yield client.admin.organization


def test_usage_is_told_by_every_dimension(ask):
    for by in ("day", "hour", "project", "key", "user", "deployment", "model", "operation", "region", "backend"):
        rows = ask("/organization/usage", by=by).json()["data"]
        assert sum(row["requests"] for row in rows) == CALLS + 1, by
        assert sum(row["cost"] for row in rows) == pytest.approx(CALLS * COST), by


def test_a_second_dimension_tells_the_first_apart(ask):
    rows = ask("/organization/usage", by="operation", then="end_user").json()["data"]
    found = {(row["key"], row["then"]["key"]): row["requests"] for row in rows}
    assert found == {("chat", "=person-0"): 2, ("chat", "=person-1"): 1, ("embedding", ""): 1}


def test_projects_are_told_by_name(ask):
    [row] = ask("/organization/usage", by="project").json()["data"]
    assert row["name"] == "measured"


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ({"by": "colour"}, "by"),
        ({"by": "day", "then": "hour"}, "then"),
        ({"by": "key", "then": "key"}, "then"),
        ({"from": "yesterday"}, "from"),
        ({"from": "200", "to": "100"}, "from"),
        ({"limit": "0"}, "limit"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_question_is_told_by_its_parameter(ask, query, param):
    answer = ask("/organization/usage", **query)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)


def test_the_overview_tells_of_the_days_and_the_time_before(ask):
    told = ask("/organization/overview", days=7).json()
    assert (told["totals"]["requests"], told["totals"]["keys"], told["before"]["requests"]) == (CALLS + 1, 1, 0)
    [day] = told["days"]
    assert day["cost"] == pytest.approx(CALLS * COST) and 0 < day["p50_ms"] <= day["p95_ms"]
    assert [row["key"] for row in told["by_deployment"]] == ["priced", "echo"]
    assert told["live"].keys() == {"running", "waiting"}


def test_openais_client_reads_usage_and_costs(organization, used):
    since = int(time.time()) - 86_400
    page = organization.usage.completions(
        start_time=since, project_ids=[used[1]], group_by=["model", "project_id"], bucket_width="1d"
    )
    assert [len(bucket.results) for bucket in page.data] == [0, 1]
    [result] = page.data[1].results
    assert (result.num_model_requests, result.input_tokens, result.output_tokens) == (CALLS, 2 * CALLS, 2 * CALLS)
    assert (result.model, result.project_id, result.user_id) == ("echo", used[1], None)
    [bucket] = organization.usage.embeddings(start_time=since + 86_400, project_ids=[used[1]]).data
    assert bucket.results[0].num_model_requests == 1
    costs = organization.usage.costs(start_time=since, project_ids=[used[1]], group_by=["line_item"])
    [line] = costs.data[1].results
    assert (line.line_item, line.amount.value, line.amount.currency) == ("echo", pytest.approx(CALLS * COST), "usd")


def test_pages_of_buckets_follow_each_other(organization, used):
    since = int(time.time()) // 3600 * 3600 - 2 * 3600
    asked = {"start_time": since, "bucket_width": "1h", "limit": 2, "project_ids": [used[1]]}
    first = organization.usage.completions(**asked)
    second = organization.usage.completions(**asked, page=first.next_page)
    assert (first.has_more, second.has_more) == (True, False)
    assert [bucket.start_time for bucket in (*first.data, *second.data)] == [since, since + 3600, since + 7200]
    assert sum(result.num_model_requests for bucket in second.data for result in bucket.results) == CALLS


def test_a_page_of_minutes_comes_from_the_entries(organization, used):
    page = organization.usage.completions(
        start_time=int(time.time()) - 1800, bucket_width="1m", project_ids=[used[1]], group_by=["api_key_id"]
    )
    assert sum(result.num_model_requests for bucket in page.data for result in bucket.results) == CALLS


def test_entries_come_as_files(ask):
    rows = list(csv.DictReader(io.StringIO(ask("/organization/usage/export").text)))
    assert len(rows) == CALLS + 1
    # A spreadsheet would run what a caller named themselves as a formula.
    assert {row["end_user"] for row in rows} == {"'=person-0", "'=person-1", ""}
    lines = ask("/organization/usage/export", format="jsonl").text.splitlines()
    assert {json.loads(line)["id"] for line in lines} == {row["id"] for row in rows}
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(ask("/organization/usage/export", format="parquet").content))
    assert set(table.column("id").to_pylist()) == {row["id"] for row in rows}


def test_a_file_of_an_unknown_kind_is_refused(ask):
    answer = ask("/organization/usage/export", format="xlsx")
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "format")


def test_a_projects_key_sees_its_own_use_and_no_more(ask, used):
    assert ask("/organization/usage", key=used[0]).status_code == 403
    mine = requests.get(ask("/me/usage").url.partition("?")[0], headers={"api-key": used[0]}, timeout=10).json()
    assert (mine["totals"]["requests"], len(mine["days"])) == (CALLS + 1, 1)
    assert [row["key"] for row in mine["by_deployment"]] == ["priced", "echo"]


def test_refusals_are_counted(server, ask, used):
    body = {"model": "echo", "messages": [{"role": "user", "content": "hi"}]}
    key = server.make_key("--project", "measured", "--rpm", "1")
    headers = {"api-key": key}
    ask_model = lambda: requests.post(f"{server.url}/v1/chat/completions", json=body, headers=headers, timeout=10)  # noqa: E731
    while ask_model().status_code != 429:
        pass
    told = lambda: ask("/organization/overview").json()["totals"]["refusals"]  # noqa: E731
    eventually(lambda: told().get("rate_limit_exceeded"), 10)


def test_a_bill_is_compared_with_the_ledger(server, admin_key, used, ask):
    day = int(time.time()) // 86_400 * 86_400
    bill = f'start_time,amount_value,amount_currency,line_item\n{day},12.5,usd,"echo, input"\n'
    url, headers = f"{server.url}/v1/organization/reconciliation", {"Authorization": f"Bearer {admin_key}"}
    answer = requests.post(f"{url}?backend=quick", data=bill, headers=headers, timeout=10).json()
    rows = {row["model"]: row for row in answer["data"]}
    assert rows["echo"]["billed"] == 12.5 and rows["echo"]["difference"] == pytest.approx(12.5 - rows["echo"]["own"])
    told = ask("/organization/usage/completions", project_id=[], start_time=day).content
    own = requests.post(f"{url}?backend=quick", data=told, headers=headers, timeout=10).json()
    assert {row["measure"] for row in own["data"]} == {"input_tokens", "output_tokens"}
    refused = requests.post(url, data="colour,taste\nred,sweet\n", headers=headers, timeout=10)
    assert (refused.status_code, refused.json()["error"]["param"]) == (400, "invoice")
