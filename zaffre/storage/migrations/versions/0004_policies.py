"""Policies: every version that ever held, so that an old verdict can be explained."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "policies",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.Column("first_held_at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_policies"),
    )
