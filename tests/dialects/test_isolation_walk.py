"""Every route is tried by everybody: without a key, with every role, and with everything of another project.

A route that is new must be one that this walk knows how to fill in, so that nobody can add one that is not walked.
"""

import re

import pytest

from tests.walking import asked, endpoints, filled, rules
from tests.world import ROLES, Person, World
from zaffre.access.roles import built_in
from zaffre.api.open import Open

REFUSED = {401, 403, 404}
OF_ALL = ("/policies/{name}", "/models/", "/deployments/", "/organization/roles/{role_id}")
"""Paths that name what belongs to nobody in particular; their answers must have nothing of theirs in them."""
OPEN = {
    "/v1/images/files/{name}",
    "/v1/auth/sign-in",
    "/v1/auth/passkeys/options",
    "/v1/auth/passkeys/verify",
    "/v1/auth/oidc/{name}/start",
    "/v1/auth/oidc/{name}/callback",
    "/v1/auth/ways",
    "/v1/auth/invitations/look",
    "/v1/auth/invitations/accept",
    "/v1/auth/sign-up",
    "/v1/auth/verify",
    "/v1/auth/forgot",
    "/v1/auth/reset",
}
"""What asks for no key. Each has its own proof, and its own tests."""


@pytest.fixture(scope="module")
def everybody(world):
    """Headers of each kind of credential that has nothing to do with their project, by what it is."""
    people = {role: Person(world.house, f"{role}@example.com", "member", f"{role}@{world.ours}") for role in ROLES}
    outsider = Person(world.house, "outsider@example.com", "member")
    robot = world.ask("POST", f"/v1/organization/projects/{world.ours}/service_accounts", {"name": "robot"})
    return {
        "key": {"api-key": world.key(world.ours)["value"]},
        "their own key": {"api-key": world.key(world.ours, user_id=people["developer"].id)["value"]},
        "service account": {"api-key": robot["api_key"]["value"]},
        "nobody": outsider.headers,
        **{f"{role} of ours": person.headers for role, person in people.items()},
    }


@pytest.fixture(scope="module")
def officials(world):
    """Headers of admin keys and sessions that have a role in the whole organisation, by role."""
    keys = {role: world.ask("POST", "/v1/organization/admin_api_keys", {"name": role, "role": role}) for role in ROLES}
    return {role: {"api-key": made["value"]} for role, made in keys.items()}


def is_theirs(path: str) -> bool:
    """Whether the path names something of theirs."""
    places = {name.partition(":")[0] for name in re.findall(r"\{([^}]+)\}", path)} - {"deployment", "model"}
    return bool(places) and not any(shared in path for shared in OF_ALL)


BODIES = {
    "/pictures/{id}": {"title": "mine now"},
    "/pictures/{id}/report": {"reason": "other"},
    "/gallery/{id}/report": {"reason": "other"},
    "/gallery/{id}/decision": {"decision": "hide"},
    "/collections/{id}": {"name": "mine now"},
    "/organization/budgets/{id}": {"amount": 1},
    "/text/blocklists/{name}": {"description": "mine now"},
    ":addOrUpdateBlocklistItems": {"blocklistItems": [{"text": "mine"}]},
    ":removeBlocklistItems": {"blocklistItemIds": ["00000000-0000-0000-0000-000000000000"]},
}
"""Bodies that would be taken, for paths whose handlers read them before they look who owns the thing."""
MINE_TOO = {("PATCH", "/contentsafety/text/blocklists/{name}"), ("DELETE", "/contentsafety/text/blocklists/{name}")}
"""Where a name that is theirs means something of one's own, which may have that name too."""


def body_of(path: str) -> dict:
    return next((body for tail, body in BODIES.items() if path.endswith(tail)), {})


def test_every_place_in_every_path_is_known(world):
    for path, _ in endpoints():
        filled(path, world.ids)


def test_what_asks_for_no_key_is_listed():
    assert {path for path, endpoint in endpoints() if isinstance(endpoint, Open)} == OPEN


def test_without_a_key_nothing_is_told(world):
    for method, path, operation, _ in rules():
        answer = world.try_(method, asked(path, operation, world.ids), {}, headers={})
        assert answer.status_code == 401, f"{method} {path}: {answer.status_code} {answer.text}"
        assert "hidden" not in answer.text


def test_a_cookie_without_the_apps_header_changes_nothing(world):
    cookie = {"cookie": world.insider.cookie}
    for method, path, operation, _ in rules():
        answer = world.try_(method, asked(path, operation, world.ids), {}, headers=cookie)
        assert answer.status_code == 401, f"{method} {path}: {answer.status_code} {answer.text}"


def test_nobody_reaches_what_is_theirs(world, everybody):
    before = snapshot(world)
    for who, headers in everybody.items():
        for method, path, operation, _ in rules():
            if not is_theirs(path) or (method, path) in MINE_TOO:
                continue
            answer = world.try_(method, asked(path, operation, world.ids), body_of(path), headers=headers)
            assert answer.status_code in REFUSED, f"{who}: {method} {path}: {answer.status_code} {answer.text}"
            assert_tells_nothing(answer.text, world, asked(path, operation, world.ids), f"{who}: {method} {path}")
    assert snapshot(world) == before


def test_nobody_sets_rules_about_what_is_theirs(world, everybody):
    before = snapshot(world)
    for who, headers in everybody.items():
        for subject, named in (("project", world.theirs), ("key", world.secret["id"]), ("user", world.insider.id)):
            whom, of = {"subject": subject, "subject_id": named}, f"subject={subject}&subject_id={named}"
            tried = [
                ("PUT", "/v1/organization/limits", whom | {"requests_per_minute": 1}),
                ("PUT", "/v1/organization/limits", whom | {"requests_per_minute": 1, "set_by": "project"}),
                ("POST", "/v1/organization/budgets", whom | {"period": "total", "amount": 0, "set_by": "project"}),
                ("DELETE", f"/v1/organization/limits?{of}", None),
                ("DELETE", f"/v1/organization/limits?{of}&set_by=project", None),
            ]
            for method, path, body in tried:
                answer = world.try_(method, path, body, headers=headers)
                assert answer.status_code in REFUSED | {400}, f"{who}: {method} {path}: {answer.text}"
                assert_tells_nothing(answer.text, world, named, f"{who}: {method} {path}")
    assert snapshot(world) == before


def test_no_list_of_others_has_anything_of_theirs(world, everybody):
    for who, headers in everybody.items():
        for method, path, operation, _ in rules():
            if method != "GET" or is_theirs(path):
                continue
            answer = world.try_(method, asked(path, operation, world.ids), headers=headers)
            assert answer.status_code < 500, f"{who}: {path}: {answer.text}"
            if "/roles" in path or "/policies" in path:
                continue
            for marker in world.markers:
                assert marker not in answer.text, f"{who}: {path} tells {marker}: {answer.text[:500]}"


def test_a_role_opens_what_it_allows_and_nothing_else(world, officials):
    """For officials, who see every project: a permission that their role lacks is refused on every route."""
    known = built_in()
    for role, headers in officials.items():
        for method, path, operation, rule in rules():
            allowed = rule.where == "self" or rule.permission in known[role].permissions
            if allowed and method != "GET":
                continue
            answer = world.try_(method, asked(path, operation, world.ids), headers=headers)
            told = f"{role}: {method} {path}: {answer.status_code} {answer.text[:300]}"
            if not allowed:
                assert answer.status_code in REFUSED, told
            else:
                assert answer.status_code < 500, told


def snapshot(world: World) -> list:
    """Everything of theirs, as the owner sees it, but for when it was used."""
    root, key = f"/v1/organization/projects/{world.theirs}", {"api-key": world.secret["value"]}
    tails = ("", "/users", "/groups", "/service_accounts", "/api_keys", "/primary_keys")
    office = [world.ask("GET", root + tail) for tail in tails]
    album = [world.ask("GET", path, headers=key) for path in ("/v1/collections", "/v1/pictures")]
    lists = world.ask("GET", "/contentsafety/text/blocklists/hidden?api-version=2024-09-01", headers=key)
    user = world.ask("GET", f"/v1/organization/users/{world.insider.id}")
    quotas = [world.ask("GET", f"/v1/organization/{noun}") for noun in ("budgets", "limits")]
    return timeless([office, album, lists, user, quotas])


def timeless(told: object) -> object:
    if isinstance(told, dict):
        changing = ("last_used_at", "seen_at", "url", "thumbnail_url", "spent", "reserved", "used", "reset", "among")
        return {name: timeless(value) for name, value in told.items() if name not in changing}
    return [timeless(one) for one in told] if isinstance(told, list) else told


def assert_tells_nothing(text: str, world: World, said: str, where: str) -> None:
    """Refusals may repeat what they were asked for, and nothing else."""
    for marker in world.markers:
        assert marker in said or marker not in text, f"{where}: {text}"
