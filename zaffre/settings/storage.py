"""Settings of the database, and of the counters that hold what is used of limits and budgets."""

from collections.abc import Iterator, Mapping
from typing import Literal
from urllib.parse import urlsplit

from zaffre.settings.section import Section

DATABASE, COUNTERS = "ZAFFRE_DATABASE_URL", "ZAFFRE_COUNTERS_URL"


class Storage(Section):
    """Where rows are kept."""

    url: str | None = None
    """`postgresql://USER:PASSWORD@HOST:PORT/NAME` for one machine or many, which needs `zaffre[postgres]`; the file
    `zaffre.db` in the home where not given. The environment variable ZAFFRE_DATABASE_URL goes first."""

    def __repr__(self) -> str:
        return f"Storage(url={shown(self.url)!r})"


class Counters(Section):
    """Where use is counted against limits and budgets."""

    store: Literal["memory", "valkey", "postgres"] = "memory"
    """`memory` for one node; where several share a database, `valkey` (or Redis; needs `zaffre[valkey]`) or
    `postgres`."""
    url: str | None = None
    """valkey: `valkey://USER:PASSWORD@HOST:PORT/NUMBER`, or `valkeys://` with TLS. postgres: another database than
    that of `storage`. The environment variable ZAFFRE_COUNTERS_URL goes first, and says which `store` it is where that
    is not given."""
    timeout: float = 0.25
    """valkey, postgres: seconds after which an answer counts as late."""
    retry_seconds: float = 2.0
    """valkey, postgres: after three late answers, or none, seconds in which only the local share of each limit is
    given, before the store is tried again."""

    def __repr__(self) -> str:
        return f"Counters(store={self.store!r}, url={shown(self.url)!r})"


def shown(url: str | None) -> str | None:
    """The address without what is secret in it."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        place = parts.hostname or ""
        return f"{parts.scheme}://{place}{f':{parts.port}' if parts.port else ''}{parts.path}"
    except ValueError:
        return "…"


def told(counters: Counters) -> str:
    """Where use is counted, for people and for comparison with other nodes."""
    return f"{counters.store} {shown(counters.url) or ''}".strip()


def contradictions(storage: Storage, counters: Counters) -> Iterator[str]:
    """A sentence for each pair of settings that cannot both hold; no address is repeated, as it may hold a password."""
    if storage.url is not None and _scheme(storage.url) not in ("postgresql", "postgres"):
        yield "`storage.url` must have the form postgresql://USER:PASSWORD@HOST:PORT/NAME"
    if counters.store == "memory" and counters.url is not None:
        yield f"`counters.url` (or {COUNTERS}) means nothing while `counters.store` is memory"
    if counters.store == "valkey":
        if counters.url is None:
            yield f"`counters.url` or {COUNTERS} must be given where `counters.store` is valkey"
        elif _scheme(counters.url) not in ("valkey", "valkeys", "redis", "rediss", "unix"):
            yield "`counters.url` must begin with valkey://, valkeys://, redis://, rediss:// or unix://"
    if counters.store == "postgres":
        address = counters.url or storage.url
        if address is None:
            yield "`storage.url` or `counters.url` must be given where `counters.store` is postgres"
        elif _scheme(address) not in ("postgresql", "postgres"):
            yield "`counters.url` must begin with postgresql:// where `counters.store` is postgres"
    for name in ("timeout", "retry_seconds"):
        if not 0 < getattr(counters, name) <= 60:
            yield f"`counters.{name}` must be more than 0 seconds, and at most 60"


def from_environment(raw: dict, environ: Mapping[str, str]) -> None:
    """Put the addresses of the environment into the settings as they were read."""
    for section, name in (("storage", DATABASE), ("counters", COUNTERS)):
        url = environ.get(name)
        if url and isinstance(raw.setdefault(section, {}), dict):
            raw[section]["url"] = url
    if environ.get(COUNTERS) and isinstance(raw["counters"], dict):
        is_postgres = _scheme(environ[COUNTERS]) in ("postgresql", "postgres")
        raw["counters"].setdefault("store", "postgres" if is_postgres else "valkey")


def _scheme(url: str) -> str:
    return url.partition("://")[0]
