"""The trail of administration, and sealed bodies of calls."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    _trail()
    _bodies()
    op.execute("INSERT INTO revisions (name, number) VALUES ('audit', 0)")


def _trail() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("time", sa.Float, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("actor_id", sa.String, nullable=False),
        sa.Column("actor_name", sa.String, nullable=False),
        sa.Column("address", sa.String),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("object", sa.String, nullable=False),
        sa.Column("object_id", sa.String, nullable=False),
        sa.Column("project_id", sa.String),
        sa.Column("before", sa.String),
        sa.Column("after", sa.String),
        sa.Column("previous", sa.String, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
        sa.UniqueConstraint("id", name="uq_audit_id"),
    )
    op.create_index("ix_audit_actor_id", "audit", ["actor_id"])
    op.create_index("ix_audit_object_id", "audit", ["object_id"])
    op.create_index("ix_audit_project_id", "audit", ["project_id"])
    op.create_index("ix_audit_time", "audit", ["time"])


def _bodies() -> None:
    op.create_table(
        "body_keys",
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("destroyed_at", sa.Float),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_body_keys_project_id"),
        sa.PrimaryKeyConstraint("project_id", "number", name="pk_body_keys"),
    )
    op.create_table(
        "bodies",
        sa.Column("request_id", sa.String, nullable=False),
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("key_number", sa.Integer, nullable=False),
        sa.Column("time", sa.Float, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("request_id", name="pk_bodies"),
    )
    op.create_index("ix_bodies_project_id_time", "bodies", ["project_id", "time"])
