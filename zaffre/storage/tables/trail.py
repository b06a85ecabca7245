"""What happened: the chained trail of administration, and sealed bodies of calls."""

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Integer, LargeBinary, String, Table

from zaffre.storage.tables.base import metadata

audit = Table(
    "audit",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("id", String, nullable=False, unique=True),
    Column("time", Float, nullable=False),
    Column("actor", String, nullable=False),
    Column("actor_id", String, nullable=False),
    Column("actor_name", String, nullable=False),
    Column("address", String),
    Column("action", String, nullable=False),
    Column("object", String, nullable=False),
    Column("object_id", String, nullable=False),
    Column("project_id", String),
    Column("before", String),
    Column("after", String),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False),
    Index("ix_audit_time", "time"),
    Index("ix_audit_object_id", "object_id"),
    Index("ix_audit_actor_id", "actor_id"),
    Index("ix_audit_project_id", "project_id"),
    # The newest are read first, so that they need not be sorted where one name or action has many.
    Index("ix_audit_actor_name_number", "actor_name", "number"),
    Index("ix_audit_action_number", "action", "number"),
)

body_keys = Table(
    "body_keys",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("sealed", LargeBinary),
    Column("created_at", Float, nullable=False),
    Column("destroyed_at", Float),
)

bodies = Table(
    "bodies",
    metadata,
    Column("request_id", String, primary_key=True),
    Column("project_id", String, nullable=False),
    Column("key_number", Integer, nullable=False),
    Column("time", Float, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("ix_bodies_project_id_time", "project_id", "time"),
)
