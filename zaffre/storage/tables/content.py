"""What projects keep: blocklists, pictures, collections, and what people think of pictures."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    false,
)

from zaffre.storage.tables.base import metadata

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
