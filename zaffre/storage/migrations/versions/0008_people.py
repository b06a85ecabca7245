"""People, the roles that they have, and what a project and a key say of themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    _people()
    _roles()
    _projects()
    _keys()


def _people() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("verified_at", sa.Float),
        sa.Column("seen_at", sa.Float),
        sa.Column("password", sa.String),
        sa.Column("totp", sa.LargeBinary),
        sa.Column("totp_used", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("email", name="uq_users_email"),
    )
    op.create_table(
        "service_accounts",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("deleted_at", sa.Float),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_service_accounts_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_service_accounts"),
    )
    op.create_table(
        "groups",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_groups"),
        sa.UniqueConstraint("name", name="uq_groups_name"),
    )
    op.create_table(
        "group_members",
        sa.Column("group_id", sa.String, nullable=False),
        sa.Column("user_id", sa.String, nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name="fk_group_members_group_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_group_members_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "user_id", name="pk_group_members"),
    )


def _roles() -> None:
    op.create_table(
        "roles",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("description", sa.String, nullable=False),
        sa.Column("permissions", sa.String, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_roles"),
        sa.UniqueConstraint("name", name="uq_roles_name"),
    )
    op.create_table(
        "grants",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("subject_id", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("project_id", sa.String, server_default="", nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_grants"),
        sa.UniqueConstraint("subject", "subject_id", "role", "project_id", name="uq_grants_subject"),
    )
    op.create_index("ix_grants_project_id", "grants", ["project_id"])


def _projects() -> None:
    op.add_column("projects", sa.Column("description", sa.String))
    op.add_column("projects", sa.Column("archived_at", sa.Float))
    op.add_column("projects", sa.Column("policy", sa.String))
    op.add_column("projects", sa.Column("deployments", sa.String))
    op.add_column("projects", sa.Column("weight", sa.Float))
    op.add_column("projects", sa.Column("keeps_bodies", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("entries", sa.Column("user_id", sa.String))


def _keys() -> None:
    with op.batch_alter_table("keys") as keys:
        for name in ("user_id", "service_account_id", "slot", "stands_for", "models", "routes", "networks"):
            keys.add_column(sa.Column(name, sa.String))
        for name in ("expires_at", "used_at"):
            keys.add_column(sa.Column(name, sa.Float))
        keys.add_column(sa.Column("revision", sa.Integer, nullable=False, server_default="0"))
        keys.create_foreign_key("fk_keys_user_id", "users", ["user_id"], ["id"])
        keys.create_foreign_key("fk_keys_service_account_id", "service_accounts", ["service_account_id"], ["id"])
        keys.create_index("ix_keys_project_id", ["project_id"])
        keys.create_index("ix_keys_revision", ["revision"])
