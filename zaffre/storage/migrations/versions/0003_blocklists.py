"""Blocklists: lists of terms and patterns that belong to a project."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "blocklists",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("description", sa.String),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_blocklists"),
        sa.UniqueConstraint("project_id", "name", name="uq_blocklists_project_id"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_blocklists_project_id"),
    )
    op.create_table(
        "blocklist_items",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("blocklist_id", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("is_regex", sa.Boolean, nullable=False),
        sa.Column("description", sa.String),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_blocklist_items"),
        sa.UniqueConstraint("blocklist_id", "text", "is_regex", name="uq_blocklist_items_blocklist_id"),
        sa.ForeignKeyConstraint(
            ["blocklist_id"], ["blocklists.id"], name="fk_blocklist_items_blocklist_id", ondelete="CASCADE"
        ),
    )
