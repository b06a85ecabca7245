"""Every table on one page. Money in nano-units, times in seconds since 1970."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    false,
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

collections = Table(
    "collections",
    metadata,
    Column("id", String, primary_key=True),
    Column("project_id", String, ForeignKey("projects.id"), nullable=False),
    Column("name", String, nullable=False),
    Column("created_at", Float, nullable=False),
    UniqueConstraint("project_id", "name"),
)

pictures = Table(
    "pictures",
    metadata,
    Column("id", String, primary_key=True),
    Column("project_id", String, ForeignKey("projects.id"), nullable=False),
    Column("key_id", String, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("operation", String, nullable=False),
    Column("deployment", String, nullable=False),
    Column("model", String, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("format", String, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("title", String),
    Column("prompt", String),
    Column("revised_prompt", String),
    Column("negative_prompt", String),
    Column("seed", BigInteger),
    Column("parent_id", String),
    Column("expires_at", Float),
    Column("is_favourite", Boolean, nullable=False),
    Column("collection_id", String, ForeignKey("collections.id", ondelete="SET NULL")),
    Column("shared_at", Float),
    Column("is_remixable", Boolean, nullable=False),
    Column("likes", Integer, nullable=False),
    Column("moderation", String, nullable=False),
    Column("meaning", LargeBinary),
    Column("meaning_model", String),
    Index("ix_pictures_project_id_created_at", "project_id", "created_at"),
    Index("ix_pictures_collection_id", "collection_id"),
    Index("ix_pictures_expires_at", "expires_at"),
    Index("ix_pictures_shared_at", "shared_at"),
)

likes = Table(
    "likes",
    metadata,
    Column("picture_id", String, ForeignKey("pictures.id", ondelete="CASCADE"), primary_key=True),
    Column("key_id", String, primary_key=True),
)

reports = Table(
    "reports",
    metadata,
    Column("id", String, primary_key=True),
    Column("picture_id", String, ForeignKey("pictures.id", ondelete="CASCADE"), nullable=False),
    Column("key_id", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("details", String),
    Column("created_at", Float, nullable=False),
    Column("decided_at", Float),
    Column("decided_by", String),
    Column("is_own", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("picture_id", "key_id"),
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
