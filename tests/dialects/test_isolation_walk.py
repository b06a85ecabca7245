"""Every route is tried by everybody: without a key, with every role, and with everything of another project.

A route that is new must be one that this walk knows how to fill in, so that nobody can add one that is not walked.
"""

import re
from collections.abc import Iterator

import pytest

from tests.house import House
from tests.world import ROLES, Person, World
from zaffre.access.roles import built_in
from zaffre.api.endpoint import Desk, Endpoint, Rule
from zaffre.api.metrics import Metrics
from zaffre.api.open import Open
from zaffre.api.routes import routes
from zaffre.settings.safety import Safety

REFUSED = {401, 403, 404}
VERSIONS = {
    "image_submit": "2023-06-01-preview",
    "image_generate": "2023-04-15-preview",
    "image_operation": "2023-06-01-preview",
    "dalle": "2022-08-03-preview",
    "dalle_operation": "2022-08-03-preview",
    "contentsafety": "2024-09-01",
    "responses": "2025-03-01-preview",
}
"""The `api-version` of operations that have one of their own."""
OF_IDS = {
    r"^/(openai/)?v1/pictures/\{id\}|^/openai/v1/pictures/\{id\}": "picture",
    r"/collections/\{id\}": "collection",
    r"/gallery/\{id\}": "picture",
    r"/me/sessions/\{id\}": "session",
    r"/me/keys/\{id\}": "own_key",
    r"/me/passkeys/\{id\}": "session",
    r"/me/applications/\{id\}": "application",
    r"/organization/(invitations|invites)/\{id\}": "invitation",
    r"/organization/applications/\{id\}": "application",
    r"/organization/budgets/\{id\}": "budget",
    r"/admin_api_keys/\{key_id\}": "admin_key",
}
"""Which thing of theirs an id means, by the path that it stands in."""
NAMES = {"slot": "primary"}
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


def endpoints() -> Iterator[tuple[str, Endpoint]]:
    for route in routes(Desk(None, Metrics(), 1, Safety()), list):
        if isinstance(getattr(route, "endpoint", None), Endpoint):
            yield route.path, route.endpoint


def rules() -> list[tuple[str, str, str, Rule]]:
    """Method, path, operation and rule of everything that asks who comes."""
    return [
        (method, path, endpoint.operation, rule)
        for path, endpoint in endpoints()
        for method, rule in endpoint.rules.items()
    ]


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    house = House(tmp_path_factory.mktemp("world")).start()
    yield World(house)
    house.stop()


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


def filled(path: str, world: World) -> str:
    """The path with what is theirs in each of its places."""

    def fill(place: re.Match) -> str:
        name = place[1].partition(":")[0]
        by_path = [kind for where, kind in OF_IDS.items() if re.search(where, path) and name in where]
        if by_path:
            return world.ids.get(by_path[0], "app_000000000000000000000000")
        if name == "name":
            return "default" if "/policies/" in path else "hidden"
        value = world.ids.get(name) or NAMES.get(name)
        assert value, f"the walk does not know what {place[0]} is in {path}: name it in this file"
        return value

    return re.sub(r"\{([^}]+)\}", fill, path)


def asked(path: str, operation: str, world: World) -> str:
    version = VERSIONS.get(operation, "2024-10-21")
    is_versioned = path.startswith(("/openai/", "/dalle/", "/contentsafety/")) and not path.startswith("/openai/v1")
    return filled(path, world) + (f"?api-version={version}" if is_versioned else "")


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
        filled(path, world)


def test_what_asks_for_no_key_is_listed():
    assert {path for path, endpoint in endpoints() if isinstance(endpoint, Open)} == OPEN


def test_without_a_key_nothing_is_told(world):
    for method, path, operation, _ in rules():
        answer = world.try_(method, asked(path, operation, world), {}, headers={})
        assert answer.status_code == 401, f"{method} {path}: {answer.status_code} {answer.text}"
        assert "hidden" not in answer.text


def test_a_cookie_without_the_apps_header_changes_nothing(world):
    cookie = {"cookie": world.insider.cookie}
    for method, path, operation, _ in rules():
        answer = world.try_(method, asked(path, operation, world), {}, headers=cookie)
        assert answer.status_code == 401, f"{method} {path}: {answer.status_code} {answer.text}"


def test_nobody_reaches_what_is_theirs(world, everybody):
    before = snapshot(world)
    for who, headers in everybody.items():
        for method, path, operation, _ in rules():
            if not is_theirs(path) or (method, path) in MINE_TOO:
                continue
            answer = world.try_(method, asked(path, operation, world), body_of(path), headers=headers)
            assert answer.status_code in REFUSED, f"{who}: {method} {path}: {answer.status_code} {answer.text}"
            assert_tells_nothing(answer.text, world, asked(path, operation, world), f"{who}: {method} {path}")
    assert snapshot(world) == before


def test_no_list_of_others_has_anything_of_theirs(world, everybody):
    for who, headers in everybody.items():
        for method, path, operation, _ in rules():
            if method != "GET" or is_theirs(path):
                continue
            answer = world.try_(method, asked(path, operation, world), headers=headers)
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
            answer = world.try_(method, asked(path, operation, world), headers=headers)
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
    return timeless([office, album, lists, user, world.ask("GET", "/v1/organization/budgets")])


def timeless(told: object) -> object:
    if isinstance(told, dict):
        changing = ("last_used_at", "seen_at", "url", "thumbnail_url", "spent", "reserved")
        return {name: timeless(value) for name, value in told.items() if name not in changing}
    return [timeless(one) for one in told] if isinstance(told, list) else told


def assert_tells_nothing(text: str, world: World, said: str, where: str) -> None:
    """Refusals may repeat what they were asked for, and nothing else."""
    for marker in world.markers:
        assert marker in said or marker not in text, f"{where}: {text}"
