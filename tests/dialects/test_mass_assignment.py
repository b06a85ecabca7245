"""Nobody widens their own rights by any field of any body, and no field that a route doesn't know is taken."""

import pytest

from tests.walking import asked, rules
from tests.world import ROLES, Person

TEMPTING = {
    "role": "owner",
    "roles": ["owner"],
    "role_id": "owner",
    "permissions": ["people.write", "roles.write"],
    "state": "active",
    "projects": [{"id": "THEIRS", "role": "project_admin"}, {"id": "OURS", "role": "owner"}],
    "project_id": "THEIRS",
    "deployments": None,
    "policy": "unfiltered",
    "conditions": {"role": "owner", "project": "THEIRS"},
    "capabilities": ["anything"],
    "scope": {"models": None},
    "rights": {"everywhere": ["roles.write"]},
    "set_by": "organization",
}
"""What somebody might slip into a body."""
MONEY = {"threshold_amount": 1000, "currency": "USD", "interval": "month"}
ALERT = MONEY | {"notification_channel": {"type": "email", "recipients": ["a@example.com"]}}
WRITES = ("POST", "PUT", "PATCH")
REFUSED = {(403, "projects[0].role"), (400, "projects[0].role")}
BARE = {
    "/archive",
    "/regenerate",
    "/password_link",
    "/review",
    "/options",
    "/totp",
    "/sign-out",
    "/reconciliation",
}
"""Ends of paths whose requests have no body, or one whose fields are a provider's own."""
BODIES = {
    "/me": {"name": "Me"},
    "/me/password": {"current": "-", "new": "another long passphrase"},
    "/me/keys": {"project_id": "OURS", "name": "k"},
    "/me/passkeys": {"credential": {}, "name": "k"},
    "/me/totp/confirm": {"code": "000000"},
    "/me/applications": {"use_case": "Summaries of reports."},
    "/me/applications/{id}/answer": {"note": "Here it is."},
    "/organization/users": {"email": "new@example.com"},
    "/organization/users/{user_id}": {"name": "New"},
    "/organization/users/{user_id}/roles": {"role_id": "member"},
    "/organization/groups": {"name": "g"},
    "/organization/groups/{group_id}": {"name": "g"},
    "/organization/groups/{group_id}/users": {"user_id": "user_1"},
    "/organization/groups/{group_id}/roles": {"role_id": "member"},
    "/organization/roles": {"role_name": "r", "permissions": []},
    "/organization/roles/{role_id}": {"description": "d"},
    "/organization/admin_api_keys": {"name": "k"},
    "/organization/invitations": {"role": "member"},
    "/organization/invites": {"email": "new@example.com", "role": "reader"},
    "/organization/applications/admit": {"count": 1},
    "/organization/applications/bulk": {"ids": ["app_1"], "action": "review"},
    "/organization/applications/{id}/ask": {"note": "Say more."},
    "/organization/applications/{id}/decline": {},
    "/organization/applications/{id}/approve": {},
    "/organization/deployments/{deployment}/projects": {"allow": ["OURS"]},
    "/organization/projects": {"name": "p"},
    "/organization/projects/{project_id}": {"description": "d"},
    "/organization/projects/{project_id}/api_keys": {"name": "k"},
    "/organization/projects/{project_id}/api_keys/{key_id}/rotate": {},
    "/organization/projects/{project_id}/users": {"user_id": "user_1", "role": "creator"},
    "/organization/projects/{project_id}/users/{user_id}": {"role": "creator"},
    "/organization/projects/{project_id}/groups": {"group_id": "group_1", "role": "creator"},
    "/organization/projects/{project_id}/service_accounts": {"name": "s"},
    "/organization/projects/{project_id}/service_accounts/{service_account_id}": {"name": "s"},
    "/organization/projects/{project_id}/service_accounts/{service_account_id}/api_keys": {"name": "k"},
    "/organization/limits": {"subject": "project", "subject_id": "OURS", "requests_per_minute": 5},
    "/organization/budgets": {"subject": "project", "subject_id": "OURS", "period": "day", "amount": 1},
    "/organization/budgets/{id}": {"amount": 1},
    "/organization/spend_limit": MONEY,
    "/organization/spend_alerts": ALERT,
    "/organization/spend_alerts/{alert_id}": ALERT,
    "/organization/projects/{project_id}/spend_limit": MONEY,
    "/organization/projects/{project_id}/spend_alerts": ALERT,
    "/organization/projects/{project_id}/spend_alerts/{alert_id}": ALERT,
    "/organization/projects/{project_id}/rate_limits/{rate_limit_id}": {"max_requests_per_1_minute": 5},
    "/me/keys/{id}/rotate": {},
    "/projects/{project_id}/roles": {"role_name": "r", "permissions": []},
    "/projects/{project_id}/roles/{role_id}": {"description": "d"},
    "/projects/{project_id}/users/{user_id}/roles": {"role_id": "creator"},
    "/projects/{project_id}/groups/{group_id}/roles": {"role_id": "creator"},
}
"""A body that each route takes, by what stands after `/v1`."""


def writes() -> list[tuple[str, str, str]]:
    """Method, path and operation of everything that changes people, projects and quotas, and has a body."""
    roots = ("/v1/organization", "/v1/projects", "/v1/me")
    return [
        (method, path, operation)
        for method, path, operation, _ in rules()
        if method in WRITES and path.startswith(roots) and not any(path.endswith(tail) for tail in BARE)
    ]


@pytest.fixture(scope="module")
def people(world):
    """Some who may do a little, and one who may do much."""
    return {
        "admin": Person(world.house, "mass-admin@example.com", "admin"),
        "project admin": Person(world.house, "mass-pa@example.com", "member", f"project_admin@{world.ours}"),
        "developer": Person(world.house, "mass-dev@example.com", "member", f"developer@{world.ours}"),
        "nobody": Person(world.house, "mass-nobody@example.com", "member"),
    }


def test_a_body_is_known_for_every_write():
    unknown = {path.removeprefix("/v1") for _, path, _ in writes()} - set(BODIES)
    assert not unknown, f"say in this file what these are sent: {sorted(unknown)}"


@pytest.mark.parametrize(("method", "path", "operation"), writes())
def test_a_field_that_is_not_known_is_refused_by_its_name(world, method, path, operation):
    body = BODIES[path.removeprefix("/v1")] | {"is_owner": True}
    answer = world.try_(method, asked(path, operation, world.ids), body, headers=credential(world, path))
    assert answer.status_code == 400, answer.text
    error = answer.json()["error"]
    assert (error["code"], error["param"]) == ("unknown_parameter", "is_owner"), error


def test_whatever_is_slipped_into_a_body_gives_nobody_more(world, people):
    before = {who: standing(world, person) for who, person in people.items()}
    for who, person in people.items():
        ids = world.ids | {"project_id": world.ours, "user_id": person.id}
        for method, path, operation in writes():
            base = BODIES[path.removeprefix("/v1")]
            for name, value in TEMPTING.items():
                body = placed(world, base | {name: value})
                answer = world.try_(method, asked(path, operation, ids), body, headers=person.headers)
                assert answer.status_code < 500, f"{who}: {method} {path} {body}: {answer.text}"
        for one, each in people.items():
            assert standing(world, each) <= before[one], f"{one}, after {who}"


def test_whoever_invites_gives_no_more_than_they_hold_in_any_project_by_any_role(world):
    may = ["invitations.write", "projects.read", "inference"]
    world.ask("POST", "/v1/organization/roles", {"role_name": "inviter", "permissions": may})
    for place in (world.ours, world.theirs):
        for name, more in (("weak", []), ("strong", ["keys.write"]), (f"only-{place[-4:].lower()}", [])):
            role = {"role_name": name, "permissions": ["inference", *more]}
            world.ask("POST", f"/v1/projects/{place}/roles", role)
    inviter = Person(world.house, "mass-inviter@example.com", "inviter")
    before, given = standing(world, inviter), set()
    for place in (world.ours, world.theirs):
        others = world.theirs if place == world.ours else world.ours
        for role in (*ROLES, "weak", "strong", f"strong@{others}", f"only-{others[-4:].lower()}"):
            body = {"projects": [{"id": place, "role": role}]}
            answer = world.try_("POST", "/v1/organization/invitations", body, headers=inviter.headers)
            if answer.ok:
                given.add(role)
                code = {"code": answer.json()["code"]}
                world.ask("POST", "/v1/auth/invitations/accept", code, headers=inviter.headers)
            else:
                assert (answer.status_code, answer.json()["error"]["param"]) in REFUSED, answer.text
    assert given == {"weak", "member"}
    assert standing(world, inviter) == before


def standing(world, person: Person) -> set[tuple[str, str]]:
    """What they may do and where, as the server says; what holds everywhere holds in each project."""
    told = world.ask("GET", "/v1/me", headers=person.headers)["permissions"]
    places = ("", world.ours, world.theirs)
    return {(place, one) for place in places for one in (*told["organization"], *told["projects"].get(place, ()))}


def credential(world, path: str) -> dict[str, str]:
    return world.insider.headers if path.startswith("/v1/me") else world.owner


def placed(world, told: object) -> object:
    """The body with the ids of projects in the places of their names."""
    if isinstance(told, dict):
        return {name: placed(world, value) for name, value in told.items()}
    if isinstance(told, list):
        return [placed(world, one) for one in told]
    return {"THEIRS": world.theirs, "OURS": world.ours}.get(told, told) if isinstance(told, str) else told
