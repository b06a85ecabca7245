"""Verdicts: under which policy a call ran, and what its filters saw and stopped."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    for name in ("policy", "blocked", "findings"):
        op.add_column("entries", sa.Column(name, sa.String))
