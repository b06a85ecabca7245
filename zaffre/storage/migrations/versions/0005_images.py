"""Images: how many pictures a call finished, and operations that draw them meanwhile."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("entries", sa.Column("images", sa.Integer, nullable=False, server_default="0"))
    op.create_table(
        "operations",
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("expires_at", sa.Float, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "id", name="pk_operations"),
    )
    op.create_index("ix_operations_expires_at", "operations", ["expires_at"])
