"""Roles that exist in one project alone."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    with op.batch_alter_table("roles") as roles:
        roles.add_column(sa.Column("project_id", sa.String, nullable=False, server_default=""))
        roles.drop_constraint("uq_roles_name", type_="unique")
        roles.create_unique_constraint("uq_roles_project_id", ["project_id", "name"])
