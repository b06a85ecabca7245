"""Own reports: whether the picture's own project complains, which shows it to moderators though it is private."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("reports", sa.Column("is_own", sa.Boolean, nullable=False, server_default=sa.false()))
