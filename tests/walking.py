"""Every route there is, with something in each place of its path."""

import re
from collections.abc import Iterator, Mapping

from zaffre.api.endpoint import Desk, Endpoint, Rule
from zaffre.api.metrics import Metrics
from zaffre.api.routes import routes
from zaffre.settings.safety import Safety

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
"""Which kind of thing an id means, by the path that it stands in."""
NAMES = {"slot": "primary"}


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


def filled(path: str, ids: Mapping[str, str]) -> str:
    """The path with one of each kind of thing in each of its places."""

    def fill(place: re.Match) -> str:
        name = place[1].partition(":")[0]
        by_path = [kind for where, kind in OF_IDS.items() if re.search(where, path) and name in where]
        if by_path:
            return ids.get(by_path[0], "app_000000000000000000000000")
        if name == "name":
            return "default" if "/policies/" in path else "hidden"
        value = ids.get(name) or NAMES.get(name)
        assert value, f"the walk does not know what {place[0]} is in {path}: name it in tests/walking.py"
        return value

    return re.sub(r"\{([^}]+)\}", fill, path)


def asked(path: str, operation: str, ids: Mapping[str, str]) -> str:
    version = VERSIONS.get(operation, "2024-10-21")
    is_versioned = path.startswith(("/openai/", "/dalle/", "/contentsafety/")) and not path.startswith("/openai/v1")
    return filled(path, ids) + (f"?api-version={version}" if is_versioned else "")
