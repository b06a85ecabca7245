"""Calls: entries of the ledger, the policies that held, asynchronous operations, and numbers that tell of changes."""

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, String, Table

from zaffre.storage.tables.base import metadata

entries = Table(
    "entries",
    metadata,
    Column("id", String, primary_key=True),
    Column("time", Float, nullable=False),
    Column("project_id", String, nullable=False),
    Column("key_id", String, nullable=False),
    Column("operation", String, nullable=False),
    Column("dialect", String, nullable=False),
    Column("deployment", String, nullable=False),
    Column("model", String, nullable=False),
    Column("backend", String, nullable=False),
    Column("region", String, nullable=False),
    Column("end_user", String),
    Column("is_stream", Boolean, nullable=False),
    Column("status", String, nullable=False),
    Column("error", String),
    Column("prompt_tokens", Integer, nullable=False),
    Column("completion_tokens", Integer, nullable=False),
    Column("cached_tokens", Integer, nullable=False),
    Column("usage_source", String, nullable=False),
    Column("cost", BigInteger, nullable=False),
    Column("currency", String, nullable=False),
    Column("duration_ms", Float, nullable=False),
    Column("time_to_first_ms", Float),
    Column("policy", String),
    Column("blocked", String),
    Column("findings", String),
    Column("images", Integer, nullable=False, server_default="0"),
    Column("user_id", String),
    Column("audio_ms", Integer, nullable=False, server_default="0"),
    Column("compute_ms", Integer, nullable=False, server_default="0"),
    Index("ix_entries_key_id_time", "key_id", "time"),
    Index("ix_entries_project_id_time", "project_id", "time"),
    Index("ix_entries_time", "time"),
)

policies = Table(
    "policies",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("body", String, nullable=False),
    Column("first_held_at", Float, nullable=False),
)

operations = Table(
    "operations",
    metadata,
    Column("project_id", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("expires_at", Float, nullable=False),
    Column("body", String, nullable=False),
    Index("ix_operations_expires_at", "expires_at"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("name", String, primary_key=True),
    Column("number", Integer, nullable=False),
)
