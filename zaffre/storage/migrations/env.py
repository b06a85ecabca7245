"""How Alembic reaches the database: by the connection that `schema.upgrade` gives it."""

from alembic import context

from zaffre.storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
