"""Connections to either database, and what each needs to be told first."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from zaffre.storage.address import Address, DatabaseWrong

_BUSY_SECONDS = 5
_MIGRATING_SECONDS = 120
_CONNECT_SECONDS = 5
_ANSWER_SECONDS = 60
_CONNECTIONS, _MORE_CONNECTIONS = 10, 10
_ZERO, _MARK = "\0", "\ufffd"


def engine_for(address: Address) -> AsyncEngine:
    """An engine whose connections are kept."""
    return _postgresql(address) if address.is_shared else _sqlite(address)


@asynccontextmanager
async def migrating(address: Address) -> AsyncIterator[AsyncConnection]:
    """One connection without a time limit, on which tables may be changed."""
    if address.is_shared:
        _check_driver()
        arguments = {"timeout": _CONNECT_SECONDS}
    else:
        # Foreign keys are off here, since a table that others point to may have to be made anew.
        arguments = {"timeout": _MIGRATING_SECONDS, "isolation_level": None}
    engine = create_async_engine(address.url, poolclass=NullPool, hide_parameters=True, connect_args=arguments)
    try:
        async with engine.begin() as connection:
            yield connection
    finally:
        await engine.dispose()


def _sqlite(address: Address) -> AsyncEngine:
    # With IMMEDIATE a writer waits for its turn at its first write; otherwise one that has read could fail at once.
    arguments = {"timeout": _BUSY_SECONDS, "isolation_level": "IMMEDIATE"}
    engine = create_async_engine(address.url, hide_parameters=True, connect_args=arguments)

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: object, record: object) -> None:
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "invalidate")
    def let_go(connection: object, record: object, error: object) -> None:
        # Whoever is cancelled leaves a statement half read, which would keep everybody else from writing until it is
        # collected. What is closed already holds nothing.
        with suppress(Exception):
            connection.rollback()

    return engine


def _postgresql(address: Address) -> AsyncEngine:
    _check_driver()
    engine = create_async_engine(
        address.url,
        pool_size=_CONNECTIONS,
        max_overflow=_MORE_CONNECTIONS,
        pool_timeout=_CONNECT_SECONDS,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"timeout": _CONNECT_SECONDS, "command_timeout": _ANSWER_SECONDS},
    )

    @event.listens_for(engine.sync_engine, "before_cursor_execute", retval=True)
    def clean(connection, cursor, statement, parameters, context, executemany):
        # Rows that are to return something come as one row, though there are many.
        has_rows = executemany and parameters and isinstance(parameters[0], tuple)
        return statement, [*map(_clean, parameters)] if has_rows else _clean(parameters)

    return engine


def _clean(values: tuple) -> tuple:
    # PostgreSQL's text cannot hold the character 0; a record with one would be refused again and again.
    if any(isinstance(value, str) and _ZERO in value for value in values):
        return tuple(value.replace(_ZERO, _MARK) if isinstance(value, str) else value for value in values)
    return values


def _check_driver() -> None:
    try:
        import asyncpg  # noqa: F401
    except ImportError as error:
        raise DatabaseWrong("a PostgreSQL needs the extra postgres: pip install 'zaffre[postgres]'") from error
