"""What nodes share: who they are, whose database it is, and counters for who has no Valkey."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "nodes",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("counters", sa.String, nullable=False),
        sa.Column("started_at", sa.Float, nullable=False),
        sa.Column("seen_at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_nodes"),
    )
    op.create_table(
        "fingerprints",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("value", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_fingerprints"),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.Column("ends_at", sa.Float),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )
    op.create_index("ix_counters_ends_at", "counters", ["ends_at"])
    op.create_table(
        "counter_sessions",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("seen_at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_counter_sessions"),
    )
