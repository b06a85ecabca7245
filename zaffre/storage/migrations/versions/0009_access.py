"""Ways to come in: sessions, passkeys, invitations, applications, and the mail that goes with them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    _sign_in()
    _invitations()
    _applications()


def _sign_in() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("user_id", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("expires_at", sa.Float, nullable=False),
        sa.Column("seen_at", sa.Float, nullable=False),
        sa.Column("ended_at", sa.Float),
        sa.Column("address", sa.String),
        sa.Column("agent", sa.String),
        sa.Column("way", sa.String, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_sessions_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.UniqueConstraint("digest", name="uq_sessions_digest"),
    )
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"])
    op.create_table(
        "passkeys",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("user_id", sa.String, nullable=False),
        sa.Column("credential", sa.LargeBinary, nullable=False),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("sign_count", sa.Integer, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("used_at", sa.Float),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_passkeys_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_passkeys"),
        sa.UniqueConstraint("credential", name="uq_passkeys_credential"),
    )
    op.create_table(
        "identities",
        sa.Column("issuer", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("user_id", sa.String, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_identities_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_identities"),
    )
    op.create_table(
        "tokens",
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("purpose", sa.String, nullable=False),
        sa.Column("user_id", sa.String),
        sa.Column("details", sa.String),
        sa.Column("expires_at", sa.Float, nullable=False),
        sa.Column("used_at", sa.Float),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_tokens_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("digest", name="pk_tokens"),
    )
    op.create_table(
        "admin_keys",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("user_id", sa.String),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("shown", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("expires_at", sa.Float),
        sa.Column("used_at", sa.Float),
        sa.Column("revoked_at", sa.Float),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_admin_keys_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_admin_keys"),
        sa.UniqueConstraint("digest", name="uq_admin_keys_digest"),
    )


def _invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("shown", sa.String, nullable=False),
        sa.Column("email", sa.String),
        sa.Column("note", sa.String),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("projects", sa.String, nullable=False),
        sa.Column("models", sa.String),
        sa.Column("limits", sa.String),
        sa.Column("budget", sa.String),
        sa.Column("most_uses", sa.Integer),
        sa.Column("uses", sa.Integer, server_default="0", nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("created_by", sa.String, nullable=False),
        sa.Column("expires_at", sa.Float),
        sa.Column("revoked_at", sa.Float),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("digest", name="uq_invitations_digest"),
    )
    op.create_table(
        "invitation_uses",
        sa.Column("invitation_id", sa.String, nullable=False),
        sa.Column("user_id", sa.String, nullable=False),
        sa.Column("used_at", sa.Float, nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], name="fk_invitation_uses_invitation_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_invitation_uses_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("invitation_id", "user_id", name="pk_invitation_uses"),
    )
    op.create_table(
        "allowances",
        sa.Column("user_id", sa.String, nullable=False),
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("models", sa.String),
        sa.Column("expires_at", sa.Float),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_allowances_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "project_id", "role", name="pk_allowances"),
    )
    op.create_index("ix_allowances_expires_at", "allowances", ["expires_at"])


def _applications() -> None:
    op.create_table(
        "applications",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("user_id", sa.String, nullable=False),
        sa.Column("project_id", sa.String),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("asked", sa.String, nullable=False),
        sa.Column("conditions", sa.String),
        sa.Column("note", sa.String),
        sa.Column("terms", sa.String),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("queued_at", sa.Float, nullable=False),
        sa.Column("changed_at", sa.Float, nullable=False),
        sa.Column("decided_by", sa.String),
        sa.Column("second_by", sa.String),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_applications_project_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_applications_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_applications"),
    )
    op.create_index("ix_applications_state_queued_at", "applications", ["state", "queued_at"])
    op.create_index("ix_applications_user_id", "applications", ["user_id"])
    op.create_table(
        "application_events",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("application_id", sa.String, nullable=False),
        sa.Column("time", sa.Float, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("note", sa.String),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name="fk_application_events_application_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_application_events"),
    )
    op.create_index("ix_application_events_application_id", "application_events", ["application_id"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("recipient", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("next_at", sa.Float, nullable=False),
        sa.Column("attempts", sa.Integer, server_default="0", nullable=False),
        sa.Column("sent_at", sa.Float),
        sa.Column("error", sa.String),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    op.create_index("ix_outbox_next_at", "outbox", ["next_at"])
