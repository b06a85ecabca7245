"""The schema: which revision a database has, and how it comes to the newest one."""

from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from zaffre.storage.address import DatabaseWrong

HEAD = "0017"
"""The newest revision in `migrations/versions`; a test holds the two together."""
FOLDER = Path(__file__).parent / "migrations"
_LOCK = 0x7A616666
"""A number that nobody else on the same PostgreSQL is likely to lock."""


def revision_of(connection: Connection) -> str | None:
    """The revision that the database has; `None` where it is new."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(connection: Connection, to: str = HEAD) -> None:
    """Bring the database to a revision, all of the way or not at all. Nodes that start together do it once."""
    _wait_for_others(connection)
    found = revision_of(connection)
    if found == to:
        return
    check_known(found)
    # Alembic is needed for a new or an old database alone, and takes long to import.
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER))
    command.upgrade(config, to)


def check_known(revision: str | None) -> None:
    """Raise `DatabaseWrong` where a newer Zaffre has been here."""
    if revision is not None and revision > HEAD:
        raise DatabaseWrong(
            f"the database has the schema {revision}, and this Zaffre knows those up to {HEAD} alone: "
            "it was used by a newer one. Start that one, or restore a copy from before."
        )


def _wait_for_others(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
    else:
        # Python's driver begins no transaction before a change of tables, so half of a migration could stay.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
