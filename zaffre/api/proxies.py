"""Who really asks, and how, where proxies stand before us.

Those that the settings trust are believed. One on this machine is believed as to https without being named: who else
could speak from here gains nothing by it, and a cookie is `Secure` though somebody forgot the setting.
"""

from collections.abc import Sequence

from starlette.types import Scope

from zaffre.access.networks import Network, is_within, parsed, seen_through


def seen_behind(scope: Scope, trusted: Sequence[Network]) -> Scope:
    """The scope with the client's address and scheme instead of the proxy's."""
    client = scope.get("client")
    is_told = any(name.startswith(b"x-forwarded-") for name, _ in scope["headers"])
    peer = parsed(client[0]) if client and is_told else None
    if peer is None:
        return scope
    if not is_within(client[0], trusted):
        return scope | _scheme(scope) if peer.is_loopback else scope
    seen = seen_through(client[0], _told(scope, b"x-forwarded-for"), trusted)
    return scope | _scheme(scope) | ({} if seen == client[0] else {"client": (seen, 0)})


def _scheme(scope: Scope) -> dict[str, str]:
    # What stands last was added by the proxy that we trust; what stands before it, anybody may have sent.
    scheme = _told(scope, b"x-forwarded-proto").rpartition(",")[2].strip().lower()
    return {"scheme": scheme} if scheme in ("http", "https") else {}


def _told(scope: Scope, header: bytes) -> str:
    return b",".join(value for name, value in scope["headers"] if name == header).decode("latin-1")
