"""Totals of the ledger's entries, by hours and days: derived, so they can be made anew at any time.

Rows lie in the order of their keys, a stretch of time after the other, so that a range is read in one go. `start` is
the first second of a stretch, in seconds since 1970. What an entry doesn't name is `""` here.
"""

from collections.abc import Iterator

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table

from zaffre.storage.tables.base import metadata


def _names(*names: str) -> Iterator[Column]:
    return (Column(name, String, primary_key=True) for name in names)


def _measures() -> Iterator[Column]:
    names = ("requests", "prompt_tokens", "completion_tokens", "cached_tokens", "images", "audio_ms", "compute_ms")
    names += ("cost", "blocked", "failed", "cancelled")
    return (Column(name, BigInteger, nullable=False) for name in names)


def _whole(name: str) -> Column:
    return Column(name, Integer, primary_key=True, autoincrement=False)


totals = Table(
    "totals",
    metadata,
    _whole("seconds"),
    _whole("start"),
    *_names("project_id", "deployment", "model", "backend", "region", "operation", "status"),
    *_measures(),
    sqlite_with_rowid=False,
)
"""By hours (`seconds` 3600) and by days (86400)."""

key_totals = Table(
    "key_totals",
    metadata,
    _whole("start"),
    *_names("project_id", "key_id", "user_id"),
    *_measures(),
    Index("ix_key_totals_key_id_start", "key_id", "start"),
    Index("ix_key_totals_user_id_start", "user_id", "start"),
    sqlite_with_rowid=False,
)
"""By days."""

detailed_totals = Table(
    "detailed_totals",
    metadata,
    _whole("start"),
    *_names("project_id", "key_id", "user_id", "deployment", "model", "backend", "region", "operation", "status"),
    *_measures(),
    Index("ix_detailed_totals_key_id_start", "key_id", "start"),
    Index("ix_detailed_totals_user_id_start", "user_id", "start"),
    sqlite_with_rowid=False,
)
"""By days, for questions that the smaller ones can't answer."""

end_user_totals = Table(
    "end_user_totals",
    metadata,
    _whole("start"),
    *_names("project_id", "end_user"),
    *_measures(),
    Index("ix_end_user_totals_end_user_start", "end_user", "start"),
    sqlite_with_rowid=False,
)
"""By days."""

latency_totals = Table(
    "latency_totals",
    metadata,
    _whole("start"),
    *_names("project_id"),
    _whole("bucket"),
    Column("requests", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""By days: how many completed calls took how long; `bucket` counts the bounds that were reached."""

verdict_totals = Table(
    "verdict_totals",
    metadata,
    _whole("start"),
    *_names("project_id", "operation", "blocked", "findings"),
    Column("requests", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""By hours: of how many calls the same was said."""

refusals = Table(
    "refusals",
    metadata,
    _whole("start"),
    *_names("project_id", "key_id", "user_id", "operation", "code"),
    Column("requests", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""By hours: requests that were refused before a model heard of them, and so have no entry."""
