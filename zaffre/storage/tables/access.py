"""How people come in: sessions, passkeys, invitations, applications, and the mail that goes with them."""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, String, Table

from zaffre.storage.tables.base import metadata

sessions = Table(
    "sessions",
    metadata,
    Column("id", String, primary_key=True),
    Column("user_id", String, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("digest", String, nullable=False, unique=True),
    Column("created_at", Float, nullable=False),
    Column("expires_at", Float, nullable=False),
    Column("seen_at", Float, nullable=False),
    Column("ended_at", Float),
    Column("address", String),
    Column("agent", String),
    Column("way", String, nullable=False),
    Index("ix_sessions_user_id", "user_id"),
)

passkeys = Table(
    "passkeys",
    metadata,
    Column("id", String, primary_key=True),
    Column("user_id", String, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("credential", LargeBinary, nullable=False, unique=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", Integer, nullable=False),
    Column("name", String, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("used_at", Float),
)

identities = Table(
    "identities",
    metadata,
    Column("issuer", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("user_id", String, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", Float, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("digest", String, primary_key=True),
    Column("purpose", String, nullable=False),
    Column("user_id", String, ForeignKey("users.id", ondelete="CASCADE")),
    Column("details", String),
    Column("expires_at", Float, nullable=False),
    Column("used_at", Float),
)

tries = Table(
    "tries",
    metadata,
    Column("name", String, primary_key=True),
    Column("body", String, nullable=False),
    Column("ends_at", Float, nullable=False),
    Index("ix_tries_ends_at", "ends_at"),
)

admin_keys = Table(
    "admin_keys",
    metadata,
    Column("id", String, primary_key=True),
    Column("user_id", String, ForeignKey("users.id")),
    Column("role", String, nullable=False),
    Column("name", String, nullable=False),
    Column("shown", String, nullable=False),
    Column("digest", String, nullable=False, unique=True),
    Column("created_at", Float, nullable=False),
    Column("expires_at", Float),
    Column("used_at", Float),
    Column("revoked_at", Float),
)

invitations = Table(
    "invitations",
    metadata,
    Column("id", String, primary_key=True),
    Column("digest", String, nullable=False, unique=True),
    Column("shown", String, nullable=False),
    Column("email", String),
    Column("note", String),
    Column("role", String, nullable=False),
    Column("projects", String, nullable=False),
    Column("models", String),
    Column("limits", String),
    Column("budget", String),
    Column("most_uses", Integer),
    Column("uses", Integer, nullable=False, server_default="0"),
    Column("created_at", Float, nullable=False),
    Column("created_by", String, nullable=False),
    Column("expires_at", Float),
    Column("revoked_at", Float),
)

invitation_uses = Table(
    "invitation_uses",
    metadata,
    Column("invitation_id", String, ForeignKey("invitations.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", String, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("used_at", Float, nullable=False),
)

allowances = Table(
    "allowances",
    metadata,
    Column("user_id", String, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("project_id", String, primary_key=True),
    Column("role", String, primary_key=True),
    Column("models", String),
    Column("expires_at", Float),
    Index("ix_allowances_expires_at", "expires_at"),
)

applications = Table(
    "applications",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("user_id", String, ForeignKey("users.id"), nullable=False),
    Column("project_id", String, ForeignKey("projects.id")),
    Column("state", String, nullable=False),
    Column("asked", String, nullable=False),
    Column("conditions", String),
    Column("note", String),
    Column("terms", String),
    Column("created_at", Float, nullable=False),
    Column("queued_at", Float, nullable=False),
    Column("changed_at", Float, nullable=False),
    Column("decided_by", String),
    Column("second_by", String),
    Index("ix_applications_state_queued_at", "state", "queued_at"),
    Index("ix_applications_user_id", "user_id"),
)

application_events = Table(
    "application_events",
    metadata,
    Column("id", String, primary_key=True),
    Column("application_id", String, ForeignKey("applications.id", ondelete="CASCADE"), nullable=False),
    Column("time", Float, nullable=False),
    Column("state", String, nullable=False),
    Column("by", String, nullable=False),
    Column("note", String),
    Index("ix_application_events_application_id", "application_id"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("recipient", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("body", String, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("next_at", Float, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("sent_at", Float),
    Column("error", String),
    Index("ix_outbox_next_at", "next_at"),
)
