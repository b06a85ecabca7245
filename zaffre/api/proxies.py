"""Who really asks, where proxies stand before us: only those that the settings trust are believed."""

from collections.abc import Sequence

from starlette.types import Scope

from zaffre.access.networks import Network, seen_through


def with_client(scope: Scope, trusted: Sequence[Network]) -> Scope:
    """The scope with the address of the client instead of the proxy's."""
    client = scope.get("client")
    told = b",".join(value for name, value in scope["headers"] if name == b"x-forwarded-for").decode("latin-1")
    if not told or client is None:
        return scope
    seen = seen_through(client[0], told, trusted)
    return scope if seen == client[0] else scope | {"client": (seen, 0)}
