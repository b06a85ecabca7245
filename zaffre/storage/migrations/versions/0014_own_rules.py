"""Limits and budgets that projects set for themselves, beside those of the organisation."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    with op.batch_alter_table("limits") as limits:
        limits.add_column(_set_by())
        limits.drop_constraint("pk_limits", type_="primary")
        limits.create_primary_key("pk_limits", ["subject", "subject_id", "model", "set_by"])
    op.add_column("budgets", _set_by())


def _set_by() -> sa.Column:
    return sa.Column("set_by", sa.String, nullable=False, server_default="organization")
