"""Events are found by the name of who acted and by what was done, the newest first."""

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_index("ix_audit_actor_name_number", "audit", ["actor_name", "number"])
    op.create_index("ix_audit_action_number", "audit", ["action", "number"])
