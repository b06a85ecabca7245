"""Images: how many pictures a call finished."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("entries", sa.Column("images", sa.Integer, nullable=False, server_default="0"))
