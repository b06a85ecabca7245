"""How Alembic reaches the database."""

from alembic import context
from sqlalchemy import create_engine

from zaffre.storage.tables import metadata

engine = create_engine(context.config.get_main_option("sqlalchemy.url"))
with engine.begin() as connection:
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
