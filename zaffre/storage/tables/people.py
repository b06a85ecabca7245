"""Who there is: projects and their keys, users, groups, service accounts, and the roles that they have."""

from sqlalchemy import (
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

projects = Table(
    "projects",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("region", String, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("description", String),
    Column("archived_at", Float),
    Column("policy", String),
    Column("deployments", String),
    Column("weight", Float),
    Column("keeps_bodies", Boolean, nullable=False, server_default=false()),
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
    Column("user_id", String, ForeignKey("users.id")),
    Column("service_account_id", String, ForeignKey("service_accounts.id")),
    Column("slot", String),
    Column("stands_for", String),
    Column("models", String),
    Column("routes", String),
    Column("networks", String),
    Column("expires_at", Float),
    Column("used_at", Float),
    Column("revision", Integer, nullable=False, server_default="0"),
    Index("ix_keys_project_id", "project_id"),
    Index("ix_keys_revision", "revision"),
)


users = Table(
    "users",
    metadata,
    Column("id", String, primary_key=True),
    Column("email", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("state", String, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("verified_at", Float),
    Column("seen_at", Float),
    Column("password", String),
    Column("totp", LargeBinary),
    Column("totp_used", Integer),
)

service_accounts = Table(
    "service_accounts",
    metadata,
    Column("id", String, primary_key=True),
    Column("project_id", String, ForeignKey("projects.id"), nullable=False),
    Column("name", String, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("deleted_at", Float),
)

groups = Table(
    "groups",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("created_at", Float, nullable=False),
)

group_members = Table(
    "group_members",
    metadata,
    Column("group_id", String, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", String, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
)

roles = Table(
    "roles",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("description", String, nullable=False),
    Column("permissions", String, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("project_id", String, nullable=False, server_default=""),
    UniqueConstraint("project_id", "name"),
)

grants = Table(
    "grants",
    metadata,
    Column("id", String, primary_key=True),
    Column("subject", String, nullable=False),
    Column("subject_id", String, nullable=False),
    Column("role", String, nullable=False),
    Column("project_id", String, nullable=False, server_default=""),
    Column("created_at", Float, nullable=False),
    UniqueConstraint("subject", "subject_id", "role", "project_id"),
    Index("ix_grants_project_id", "project_id"),
)
