"""Pictures that are kept, their collections, and the gallery's likes and reports."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "collections",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_collections"),
        sa.UniqueConstraint("project_id", "name", name="uq_collections_project_id"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_collections_project_id"),
    )
    op.create_table(
        "pictures",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("key_id", sa.String, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("operation", sa.String, nullable=False),
        sa.Column("deployment", sa.String, nullable=False),
        sa.Column("model", sa.String, nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("format", sa.String, nullable=False),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("title", sa.String),
        sa.Column("prompt", sa.String),
        sa.Column("revised_prompt", sa.String),
        sa.Column("negative_prompt", sa.String),
        sa.Column("seed", sa.BigInteger),
        sa.Column("parent_id", sa.String),
        sa.Column("expires_at", sa.Float),
        sa.Column("is_favourite", sa.Boolean, nullable=False),
        sa.Column("collection_id", sa.String),
        sa.Column("shared_at", sa.Float),
        sa.Column("is_remixable", sa.Boolean, nullable=False),
        sa.Column("likes", sa.Integer, nullable=False),
        sa.Column("moderation", sa.String, nullable=False),
        sa.Column("meaning", sa.LargeBinary),
        sa.Column("meaning_model", sa.String),
        sa.PrimaryKeyConstraint("id", name="pk_pictures"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_pictures_project_id"),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collections.id"], name="fk_pictures_collection_id", ondelete="SET NULL"
        ),
    )
    op.create_index("ix_pictures_project_id_created_at", "pictures", ["project_id", "created_at"])
    for column in ("collection_id", "expires_at", "shared_at"):
        op.create_index(f"ix_pictures_{column}", "pictures", [column])
    _opinions()


def _opinions() -> None:
    op.create_table(
        "likes",
        sa.Column("picture_id", sa.String, nullable=False),
        sa.Column("key_id", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("picture_id", "key_id", name="pk_likes"),
        sa.ForeignKeyConstraint(["picture_id"], ["pictures.id"], name="fk_likes_picture_id", ondelete="CASCADE"),
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("picture_id", sa.String, nullable=False),
        sa.Column("key_id", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("details", sa.String),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("decided_at", sa.Float),
        sa.Column("decided_by", sa.String),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sa.UniqueConstraint("picture_id", "key_id", name="uq_reports_picture_id"),
        sa.ForeignKeyConstraint(["picture_id"], ["pictures.id"], name="fk_reports_picture_id", ondelete="CASCADE"),
    )
