"""A house with two projects: one full of everything there is, and one whose people look for it."""

from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests

from tests.house import House, eventually
from tests.people import add_person, signed_in

ROLES = ("owner", "admin", "safety_reviewer", "auditor", "project_admin", "developer", "creator", "member")


class Person:
    """Somebody who is signed in."""

    def __init__(self, house: House, email: str, *roles: str):
        self.id = add_person(house, email, *roles)
        with signed_in(house, email) as client:
            self.cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())

    @property
    def headers(self) -> dict[str, str]:
        return {"x-zaffre-app": "1", "cookie": self.cookie}


class World:
    """`theirs` is full, `ours` is where the lookers work; `ids` has one of each kind of thing of theirs."""

    def __init__(self, house: House):
        self.house = house
        self._session = requests.Session()
        # A cookie that one is sent is not for the next who asks.
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self.owner = {"api-key": house.make_admin_key()}
        self.theirs, self.ours = (self.make_project(name) for name in ("theirs-hidden", "ours-open"))
        self.insider = Person(house, "insider-hidden@example.com", "member", f"project_admin@{self.theirs}")
        self.ids = {"project_id": self.theirs, "user_id": self.insider.id, "model": "echo", "deployment": "echo"}
        self._fill_office()
        self._fill_album()

    def ask(
        self, method: str, path: str, body: object = None, *, headers: dict[str, str] | None = None
    ) -> dict[str, Any]:
        """What the owner, or somebody else, is answered; it must go well."""
        answer = self.try_(method, path, body, headers=headers or self.owner)
        assert answer.ok, f"{method} {path}: {answer.text}"
        return answer.json() if answer.content else {}

    def try_(self, method: str, path: str, body: object = None, *, headers: dict[str, str]) -> requests.Response:
        return self._session.request(method, self.house.url + path, json=body, headers=headers, timeout=30)

    def make_project(self, name: str) -> str:
        return self.ask("POST", "/v1/organization/projects", {"name": name, "keeps_bodies": True})["id"]

    def key(self, project_id: str, **order: object) -> dict[str, Any]:
        return self.ask("POST", f"/v1/organization/projects/{project_id}/api_keys", {"name": "secret key"} | order)

    def _fill_office(self) -> None:
        """Everything of theirs that administration knows."""
        root, ids = f"/v1/organization/projects/{self.theirs}", self.ids
        self.secret = self.key(self.theirs)
        ids["key_id"] = self.secret["id"]
        ids["own_key"] = self.key(self.theirs, user_id=self.insider.id)["id"]
        ids["service_account_id"] = self.ask("POST", f"{root}/service_accounts", {"name": "hidden robot"})["id"]
        ids["group_id"] = self.ask("POST", "/v1/organization/groups", {"name": "hidden group"})["id"]
        self.ask("POST", f"{root}/groups", {"group_id": ids["group_id"], "role": "developer"})
        made = {"role_name": "hidden-role", "permissions": ["usage.read"]}
        ids["role_id"] = self.ask("POST", "/v1/organization/roles", made)["id"]
        ids["admin_key"] = self.ask("POST", "/v1/organization/admin_api_keys", {"name": "hidden admin"})["id"]
        invited = {"email": "awaited-hidden@example.com", "role": "member", "projects": []}
        ids["invitation"] = self.ask("POST", "/v1/organization/invitations", invited)["id"]
        budget = {"subject": "project", "subject_id": self.theirs, "period": "day", "amount": 1000}
        ids["budget"] = self.ask("POST", "/v1/organization/budgets", budget)["id"]
        limit = {"subject": "project", "subject_id": self.theirs, "requests_per_minute": 10_000}
        self.ask("PUT", "/v1/organization/limits", limit)
        self._fill_spending(root)
        wanted = {"kind": "more", "project_id": self.theirs, "use_case": "Something hidden."}
        ids["application"] = self.ask("POST", "/v1/me/applications", wanted, headers=self.insider.headers)["id"]
        self.ask("POST", f"/v1/organization/applications/{ids['application']}/ask", {"note": "Say more."})
        ids["session"] = self.ask("GET", "/v1/me/sessions", headers=self.insider.headers)["data"][0]["id"]

    def _fill_spending(self, root: str) -> None:
        ids, money = self.ids, {"threshold_amount": 1000, "currency": "USD", "interval": "month"}
        channel = {"type": "email", "recipients": ["hidden@example.com"]}
        ids["alert_id"] = self.ask("POST", f"{root}/spend_alerts", money | {"notification_channel": channel})["id"]
        ids["rate_limit_id"] = self.ask("GET", f"{root}/rate_limits")["data"][0]["id"]
        self.ask("POST", f"{root}/spend_limit", money)

    def _fill_album(self) -> None:
        """Everything of theirs that calls leave behind."""
        headers, ids = {"api-key": self.secret["value"]}, self.ids
        self.ask("POST", "/v1/images/generations", {"model": "pictures", "prompt": "a hidden fox"}, headers=headers)
        ids["picture"] = self.ask("GET", "/v1/pictures", headers=headers)["data"][0]["id"]
        ids["collection"] = self.ask("POST", "/v1/collections", {"name": "hidden pile"}, headers=headers)["id"]
        lists, version = "/contentsafety/text/blocklists/hidden", "?api-version=2024-09-01"
        self.ask("PATCH", lists + version, {"description": "hidden words"}, headers=headers)
        items = {"blocklistItems": [{"text": "snorkelwump"}]}
        added = self.ask("POST", f"{lists}:addOrUpdateBlocklistItems{version}", items, headers=headers)
        ids["item"] = added["blocklistItems"][0]["blocklistItemId"]
        version = "?api-version=2023-06-01-preview"
        begun = self.ask(
            "POST", f"/openai/images/generations:submit{version}", {"prompt": "a hidden hen"}, headers=headers
        )
        ids["operation"] = begun["id"]
        chat = {"model": "echo", "messages": [{"role": "user", "content": "a hidden word"}]}
        answer = self.try_("POST", "/v1/chat/completions", chat, headers=headers)
        ids["request_id"] = answer.headers["x-request-id"]
        body = f"/v1/organization/projects/{self.theirs}/bodies/{ids['request_id']}"
        eventually(lambda: self.try_("GET", body, headers=self.owner).ok, 5)

    @property
    def markers(self) -> set[str]:
        """What nobody else may ever be told."""
        told = {"hidden", "snorkelwump", self.secret["value"], self.secret["redacted_value"]}
        shared = ("model", "deployment", "rate_limit_id")
        return told | {id for name, id in self.ids.items() if name not in shared}
