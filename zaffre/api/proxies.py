"""Who really asks, and how, where proxies stand before us: only those that the settings trust are believed."""

from collections.abc import Sequence

from starlette.types import Scope

from zaffre.access.networks import Network, is_within, seen_through


def seen_behind(scope: Scope, trusted: Sequence[Network]) -> Scope:
    """The scope with the client's address and scheme instead of the proxy's."""
    client = scope.get("client")
    if client is None or not is_within(client[0], trusted):
        return scope
    seen = seen_through(client[0], _told(scope, b"x-forwarded-for"), trusted)
    # What stands last was added by the proxy that we trust; what stands before it, anybody may have sent.
    scheme = _told(scope, b"x-forwarded-proto").rpartition(",")[2].strip().lower()
    known = {"scheme": scheme} if scheme in ("http", "https") else {}
    return scope | known | ({} if seen == client[0] else {"client": (seen, 0)})


def _told(scope: Scope, header: bytes) -> str:
    return b",".join(value for name, value in scope["headers"] if name == header).decode("latin-1")
