"""Limits and budgets of everything that can have them; those of keys move here."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    _limits()
    _budgets()
    _move()
    op.add_column("entries", sa.Column("audio_ms", sa.Integer, nullable=False, server_default="0"))
    op.add_column("entries", sa.Column("compute_ms", sa.Integer, nullable=False, server_default="0"))


def _limits() -> None:
    op.create_table(
        "limits",
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("subject_id", sa.String, nullable=False),
        sa.Column("model", sa.String, server_default="", nullable=False),
        sa.Column("requests_per_minute", sa.BigInteger),
        sa.Column("tokens_per_minute", sa.BigInteger),
        sa.Column("images_per_minute", sa.BigInteger),
        sa.Column("requests_per_day", sa.BigInteger),
        sa.Column("tokens_per_day", sa.BigInteger),
        sa.Column("concurrent_streams", sa.BigInteger),
        sa.Column("enqueued_batch_tokens", sa.BigInteger),
        sa.Column("slice_seconds", sa.Integer),
        sa.PrimaryKeyConstraint("subject", "subject_id", "model", name="pk_limits"),
    )


def _budgets() -> None:
    op.create_table(
        "budgets",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("subject_id", sa.String, nullable=False),
        sa.Column("period", sa.String, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("is_hard", sa.Boolean, nullable=False),
        sa.Column("warn_at", sa.String, nullable=False),
        sa.Column("emails", sa.String, nullable=False),
        sa.Column("webhook", sa.String),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("prefix", sa.String),
        sa.PrimaryKeyConstraint("id", name="pk_budgets"),
    )
    op.create_table(
        "budget_warnings",
        sa.Column("budget_id", sa.String, nullable=False),
        sa.Column("subject_id", sa.String, nullable=False),
        sa.Column("began_at", sa.Float, nullable=False),
        sa.Column("percent", sa.Integer, nullable=False),
        sa.Column("time", sa.Float, nullable=False),
        sa.ForeignKeyConstraint(["budget_id"], ["budgets.id"], name="fk_budget_warnings_budget_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("budget_id", "subject_id", "began_at", "percent", name="pk_budget_warnings"),
    )


def _move() -> None:
    op.execute(
        "INSERT INTO limits (subject, subject_id, requests_per_minute, tokens_per_minute) "
        "SELECT 'key', id, requests_per_minute, tokens_per_minute FROM keys "
        "WHERE requests_per_minute IS NOT NULL OR tokens_per_minute IS NOT NULL"
    )
    op.execute(
        "INSERT INTO budgets (id, subject, subject_id, period, amount, is_hard, warn_at, emails, created_at) "
        "SELECT 'budget_' || id, 'key', id, 'total', budget, true, '[]', '[]', created_at FROM keys "
        "WHERE budget IS NOT NULL"
    )
    with op.batch_alter_table("keys") as keys:
        for name in ("requests_per_minute", "tokens_per_minute", "budget"):
            keys.drop_column(name)
