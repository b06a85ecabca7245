"""Every table on one page. Money in nano-units, times in seconds since 1970."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)

projects = Table(
    "projects",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("region", String, nullable=False),
    Column("created_at", Float, nullable=False),
)

keys = Table(
    "keys",
    metadata,
    Column("id", String, primary_key=True),
    Column("project_id", String, ForeignKey("projects.id"), nullable=False),
    Column("name", String, nullable=False),
    Column("shown", String, nullable=False),
    Column("digest", String, nullable=False, unique=True),
    Column("created_at", Float, nullable=False),
    Column("revoked_at", Float),
    Column("requests_per_minute", Integer),
    Column("tokens_per_minute", Integer),
    Column("budget", BigInteger),
)

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
    Index("ix_entries_key_id_time", "key_id", "time"),
    Index("ix_entries_time", "time"),
)

blocklists = Table(
    "blocklists",
    metadata,
    Column("id", String, primary_key=True),
    Column("project_id", String, ForeignKey("projects.id"), nullable=False),
    Column("name", String, nullable=False),
    Column("description", String),
    Column("created_at", Float, nullable=False),
    Column("revision", Integer, nullable=False),
    UniqueConstraint("project_id", "name"),
)

blocklist_items = Table(
    "blocklist_items",
    metadata,
    Column("id", String, primary_key=True),
    Column("blocklist_id", String, ForeignKey("blocklists.id", ondelete="CASCADE"), nullable=False),
    Column("text", String, nullable=False),
    Column("is_regex", Boolean, nullable=False),
    Column("description", String),
    Column("created_at", Float, nullable=False),
    UniqueConstraint("blocklist_id", "text", "is_regex"),
)

policies = Table(
    "policies",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("body", String, nullable=False),
    Column("first_held_at", Float, nullable=False),
)

revisions = Table(
    "revisions",
    metadata,
    Column("name", String, primary_key=True),
    Column("number", Integer, nullable=False),
)
