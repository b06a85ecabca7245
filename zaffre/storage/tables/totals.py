"""Totals of the ledger's entries: derived, so they can be made anew at any time.

Rows lie in the order of their keys, a stretch of time after the other, so that a range is read in one go. `start` is
the first second of a stretch, in seconds since 1970, and `seconds` how long it is; which there are, `rolls` says. What
an entry doesn't name is `""` here.
"""

from collections.abc import Iterator

from sqlalchemy import BigInteger, Column, Index, String, Table

from zaffre.storage.tables.base import metadata

_PLACE = ("deployment", "model", "backend", "region", "operation")
_HOLDER = ("project_id", "key_id", "user_id")


def _names(*names: str) -> Iterator[Column]:
    return (Column(name, String, primary_key=True) for name in names)


def _measures() -> Iterator[Column]:
    names = ("requests", "prompt_tokens", "completion_tokens", "cached_tokens", "images", "audio_ms", "compute_ms")
    names += ("cost", "blocked", "failed", "cancelled")
    return (Column(name, BigInteger, nullable=False) for name in names)


def _whole(*names: str) -> Iterator[Column]:
    return (Column(name, BigInteger, primary_key=True, autoincrement=False) for name in names)


def _of(name: str, *names: str, indexed: tuple[str, ...] = ()) -> Table:
    """A table of all measures, of stretches of several lengths."""
    times = ("seconds", "start")
    indexes = [Index(f"ix_{name}_{column}_start", column, *times) for column in indexed]
    columns = (*_whole(*times), *_names(*names), *_measures())
    return Table(name, metadata, *columns, *indexes, sqlite_with_rowid=False)


totals = _of("totals", *_PLACE, "status")
"""Of the whole installation."""
project_totals = _of("project_totals", "project_id", *_PLACE, "status")
key_totals = _of("key_totals", *_HOLDER, indexed=("key_id", "user_id"))
outcome_totals = _of("outcome_totals", *_HOLDER, "status", indexed=("key_id", "user_id"))
end_user_totals = _of("end_user_totals", "project_id", "end_user", indexed=("end_user",))
detailed_totals = _of("detailed_totals", *_HOLDER, *_PLACE, indexed=("key_id", "user_id"))
"""For questions that the smaller ones can't answer."""


def _counts(name: str, *columns: Column) -> Table:
    requests = Column("requests", BigInteger, nullable=False)
    return Table(name, metadata, *columns, requests, sqlite_with_rowid=False)


latency_totals = _counts("latency_totals", *_whole("start", "bucket"))
"""By days: how many completed calls took how long; `bucket` counts the bounds that were reached."""
project_latency_totals = _counts("project_latency_totals", *_names("project_id"), *_whole("start", "bucket"))
verdict_totals = _counts("verdict_totals", *_whole("start"), *_names("project_id", "operation", "blocked", "findings"))
"""By hours: of how many calls the same was said."""
refusals = _counts("refusals", *_whole("start"), *_names(*_HOLDER, "operation", "code"))
"""By hours: requests that were refused before a model heard of them, and so have no entry."""
