"""What nodes share: who they are, whose database it is, and counters for who has no Valkey."""

from sqlalchemy import BigInteger, Column, Float, Index, String, Table

from zaffre.storage.tables.base import metadata

nodes = Table(
    "nodes",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("counters", String, nullable=False),
    Column("started_at", Float, nullable=False),
    Column("seen_at", Float, nullable=False),
)

fingerprints = Table(
    "fingerprints",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

counters = Table(
    "counters",
    metadata,
    Column("name", String, primary_key=True),
    Column("body", String, nullable=False),
    Column("ends_at", Float),
    Index("ix_counters_ends_at", "ends_at"),
)

counter_sessions = Table(
    "counter_sessions",
    metadata,
    Column("id", String, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("seen_at", Float, nullable=False),
)
