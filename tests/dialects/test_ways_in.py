"""The ways in over real sockets: a browser's way from the first link on, and OpenAI's client that invites."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import openai
import pytest

from tests.house import ECHO, ZAFFRE, House, eventually
from tests.people import PASSWORD, add_person, browser, signed_in

LIMITED = ECHO.read_text() + '[access]\nway_in = "limited"\nverify_email = false\norganisation = "The Works"\n'


@pytest.fixture(scope="module")
def works(tmp_path_factory) -> Iterator[House]:
    """A house where access is limited; it has an admin, and a key for administration."""
    home = tmp_path_factory.mktemp("works")
    (home / "zaffre.toml").write_text(LIMITED)
    house = House(home, home / "zaffre.toml")
    house.admin_key = house.make_admin_key()
    house.start()
    add_person(house, "admin@example.com", "admin")
    yield house
    house.stop()


@pytest.fixture
def admin(works) -> Iterator[httpx.Client]:
    with httpx.Client(
        base_url=f"{works.url}/v1/organization", headers={"authorization": f"Bearer {works.admin_key}"}
    ) as client:
        yield client


def good(answer: httpx.Response) -> dict:
    assert answer.status_code == 200, answer.text
    return answer.json()


def refused(answer: httpx.Response, status: int, param: str | None = None) -> dict:
    error = answer.json()["error"]
    assert answer.status_code == status and error["param"] == param, answer.text
    return error


def test_the_first_start_prints_a_link_that_makes_the_owner(tmp_path):
    house = House(tmp_path)
    command = [*ZAFFRE, "serve", "--home", str(house.home), "--config", str(ECHO), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        told = [process.stdout.readline() for _ in range(3)]
        house.url = told[0].split()[-1]
        code = re.search(r"/account#invitation=(\S+)", told[2])[1]
        with browser(house) as client:
            assert good(client.post("/auth/invitations/look", json={"code": code}))["role"] == "owner"
            given = {"code": code, "email": "Ada@example.com", "name": "Ada", "password": PASSWORD}
            answer = client.post("/auth/invitations/accept", json=given)
            assert good(answer)["user"]["email"] == "ada@example.com"
            assert "HttpOnly" in answer.headers["set-cookie"]
            assert "roles.write" in good(client.get("/me"))["permissions"]["organization"]
            refused(client.post("/auth/invitations/accept", json=given), 404, "code")
            (link,) = good(client.get("/organization/invitations"))["data"]
            assert (link["created_by"]["name"], link["state"]) == ("first-start", "used")
        process.terminate()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        told = [process.stdout.readline() for _ in range(4)]
        assert "invitation" not in "".join(told)
        process.terminate()


def test_what_the_door_tells_before_anybody_is_known(works):
    with browser(works) as client:
        ways = good(client.get("/auth/ways"))
    assert (ways["way_in"], ways["organisation"], ways["mail"]) == ("limited", "The Works", False)
    assert "echo" in [one["name"] for one in ways["form"]["models"]]


def test_from_an_account_by_application_to_a_first_call(works, admin):
    with browser(works) as client:
        given = {"email": "new@example.com", "name": "New", "password": PASSWORD}
        assert good(client.post("/auth/sign-up", json=given))["state"] == "active"
    with signed_in(works, "new@example.com") as client:
        call = {"model": "echo", "messages": [{"role": "user", "content": "Hello!"}]}
        assert client.post("/chat/completions", json=call).status_code == 403
        form = {"use_case": "Summaries.", "models": ["echo"], "volume": {"requests_per_day": 9, "tokens_per_day": None}}
        mine = good(client.post("/me/applications", json=form))
        assert (mine["state"], mine["position"]) == ("applied", 1)
        [listed] = good(admin.get("/applications", params={"state": "applied"}))["data"]
        assert listed["id"] == mine["id"] and listed["applicant"]["email"] == "new@example.com"
        good(admin.post(f"/applications/{mine['id']}/review", json={}))
        good(admin.post(f"/applications/{mine['id']}/ask", json={"note": "Of what?"}))
        answered = good(client.post(f"/me/applications/{mine['id']}/answer", json={"note": "Of reports."}))
        assert (answered["state"], answered["position"]) == ("applied", 1)
        conditions = {"role": "developer", "limits": {"requests_per_minute": 2}, "budget": {"amount": 0.5}}
        decided = good(admin.post(f"/applications/{mine['id']}/approve", json={"conditions": conditions}))
        assert decided["state"] == "approved" and decided["conditions"]["budget"]["amount"] == 0.5
        assert [step["state"] for step in good(client.get(f"/me/applications/{mine['id']}"))["events"]] == [
            "applied",
            "in_review",
            "asked_back",
            "applied",
            "approved",
        ]
        eventually(lambda: client.post("/chat/completions", json=call).status_code == 200)


def test_many_are_let_in_by_one_call(works, admin):
    for number in range(3):
        add_person(works, f"queue{number}@example.com", "member")
        with signed_in(works, f"queue{number}@example.com") as client:
            good(client.post("/me/applications", json={"use_case": "x"}))
    results = good(admin.post("/applications/admit", json={"count": 2, "conditions": {"role": "creator"}}))["data"]
    assert [one["application"]["applicant"]["name"] for one in results] == ["Queue0", "Queue1"]
    [left] = good(admin.get("/applications?state=applied"))["data"]
    body = {"ids": [left["id"], "app_none"], "action": "decline", "note": "Full."}
    ok = [one["ok"] for one in good(admin.post("/applications/bulk", json=body))["data"]]
    assert ok == [True, False]


def test_an_invitation_is_made_seen_used_and_revoked(works, admin):
    project = good(admin.post("/projects", json={"name": "invited"}))["id"]
    given = {"projects": [{"id": project, "role": "creator"}], "most_uses": None, "limits": {"images_per_minute": 3}}
    made = good(admin.post("/invitations", json=given))
    assert made["url"].endswith(f"/account#invitation={made['code']}")
    with browser(works) as client:
        shown = good(client.post("/auth/invitations/look", json={"code": made["code"]}))
        assert shown["projects"] == [{"name": "invited", "role": "creator"}]
        accept = {"code": made["code"], "email": "guest@example.com", "name": "Guest"}
        good(client.post("/auth/invitations/accept", json=accept))
    one = good(admin.get(f"/invitations/{made['id']}"))
    assert "code" not in one and [use["user"]["email"] for use in one["uses"]] == ["guest@example.com"]
    with signed_in(works, "admin@example.com") as client:
        assert good(client.post("/auth/invitations/accept", json={"code": made["code"]}))["state"] == "active"
    good(admin.delete(f"/invitations/{made['id']}"))
    with browser(works) as client:
        refused(client.post("/auth/invitations/look", json={"code": made["code"]}), 404, "code")
    assert made["code"] not in admin.get("/audit_logs").text
    for file in works.home.glob("zaffre.db*"):
        assert made["code"].encode() not in file.read_bytes()


def test_what_an_invitation_carries_holds_for_calls(works, admin):
    project = good(admin.post("/projects", json={"name": "bounded"}))["id"]
    given = {
        "projects": [{"id": project, "role": "developer"}],
        "models": ["echo"],
        "limits": {"requests_per_minute": 2},
    }
    code = good(admin.post("/invitations", json=given))["code"]

    def call(model: str) -> httpx.Response:
        return client.post("/chat/completions", json={"model": model, "messages": [{"role": "user", "content": "Hi"}]})

    with browser(works) as client:
        good(client.post("/auth/invitations/accept", json={"code": code, "email": "bound@example.com", "name": "B"}))
        assert call("slow").status_code in (403, 404)
        assert call("echo").status_code == 200
        # Limits are followed twice a second.
        eventually(lambda: call("echo").status_code == 429, within=10)


def test_openais_client_invites_lists_and_takes_back(works):
    with openai.OpenAI(base_url=f"{works.url}/v1", api_key="-", admin_api_key=works.admin_key, max_retries=0) as client:
        invites = client.admin.organization.invites
        made = invites.create(email="colleague@example.com", role="reader")
        assert (made.object, made.status, made.role) == ("organization.invite", "pending", "reader")
        assert "#invitation=zfi-" in made.model_extra["url"], "no mail is set up, so the link is told"
        assert made.id in {one.id for one in invites.list(limit=1)}
        assert invites.delete(made.id).deleted is True
        assert invites.retrieve(made.id).status == "expired"


@pytest.mark.parametrize(
    ("path", "body", "param"),
    [
        ("/invitations", {"most_uses": 0}, "most_uses"),
        ("/invitations", {"limits": {"request_per_minute": 1}}, "limits.request_per_minute"),
        ("/invitations", {"limits": {"tokens_per_day": -1}}, "limits.tokens_per_day"),
        ("/invitations", {"budget": {"amount": "much"}}, "budget.amount"),
        ("/invitations", {"projects": [{"id": "x", "role": "developer", "x": 1}]}, "projects[0].x"),
        ("/invitations", {"email": "nobody"}, "email"),
        ("/invitations", {"expires_in": -5}, "expires_in"),
        ("/invitations", {"grants": ["owner"]}, "grants"),
        ("/invites", {"email": "a@example.com"}, "role"),
        ("/applications/admit", {"count": 0}, "count"),
        ("/applications/admit", {"count": 1, "conditions": {"expires_at": 5}}, "conditions.expires_at"),
        ("/applications/admit", {"count": 1, "conditions": {"rolle": "x"}}, "conditions.rolle"),
        ("/applications/bulk", {"ids": ["x"], "action": "eat"}, "action"),
        ("/applications/app_x/ask", {}, "note"),
    ],
)
def test_what_is_wrong_is_named(admin, path, body, param):
    refused(admin.post(path, json=body), 400, param)


@pytest.mark.parametrize(
    ("path", "body", "param"),
    [
        ("/auth/invitations/look", {}, "code"),
        ("/auth/invitations/accept", {"code": "zfi-x", "email": "a@example.com"}, "name"),
        ("/auth/sign-up", {"email": "a@example.com", "name": "A", "password": "short"}, "password"),
        ("/auth/sign-up", {"email": "a@example.com", "name": "A", "password": PASSWORD, "role": "owner"}, "role"),
        ("/auth/verify", {"token": 5}, "token"),
        ("/auth/forgot", {"email": "x"}, "email"),
        ("/auth/reset", {"token": "x"}, "password"),
    ],
)
def test_strangers_are_told_what_is_wrong_too(works, path, body, param):
    with browser(works) as client:
        refused(client.post(path, json=body), 400, param)


def test_nobody_decides_or_invites_without_the_permission(works):
    add_person(works, "plain@example.com", "member")
    with signed_in(works, "plain@example.com") as client:
        for method, path in [
            ("GET", "/invitations"),
            ("POST", "/invitations"),
            ("POST", "/invites"),
            ("GET", "/applications"),
            ("POST", "/applications/admit"),
            ("POST", "/applications/app_x/approve"),
        ]:
            answer = client.request(method, f"/organization{path}", json={} if method == "POST" else None)
            assert answer.status_code == 403, path
    assert httpx.get(f"{works.url}/v1/organization/invitations").status_code == 401


def test_commands_do_the_same(works, tmp_path: Path):
    def zaffre(*words: str) -> str:
        command = [*ZAFFRE, *words, "--home", str(works.home), "--config", str(works.home / "zaffre.toml")]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    code = zaffre("invitations", "create", "--uses", "0", "--days", "1").strip().partition("#invitation=")[2]
    with browser(works) as client:
        good(client.post("/auth/invitations/look", json={"code": code}))
    assert code[:8] in zaffre("invitations", "list")
    add_person(works, "cli@example.com", "member")
    with signed_in(works, "cli@example.com") as client:
        mine = good(client.post("/me/applications", json={"use_case": "By command"}))
        assert mine["id"] in zaffre("applications", "list", "--state", "applied")
        zaffre("applications", "ask", mine["id"], "--note", "Why?")
        assert good(client.get(f"/me/applications/{mine['id']}"))["state"] == "asked_back"
        good(client.post(f"/me/applications/{mine['id']}/answer", json={"note": "So."}))
        zaffre("applications", "admit", "5", "--conditions", '{"role": "creator"}')
        assert good(client.get(f"/me/applications/{mine['id']}"))["state"] == "approved"
