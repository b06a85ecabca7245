"""The database of an installation: opened, brought to the newest schema, closed."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from zaffre.core.errors import DatabaseDown
from zaffre.storage import schema
from zaffre.storage.address import Address, DatabaseWrong, mark
from zaffre.storage.engines import engine_for, migrating


class Database:
    """Where the tables live. Transactions only: nothing is read or written outside one."""

    def __init__(self, engine: AsyncEngine, address: Address):
        self._engine = engine
        self.address = address

    @classmethod
    async def open(cls, home: Path, url: str | None = None, *, upgrades: bool = True) -> "Database":
        """The PostgreSQL at `url` or in the environment, else the SQLite file in `home`; with the newest schema.

        Raises `DatabaseWrong` where it can't be reached or used.
        """
        home.mkdir(parents=True, exist_ok=True)
        address = Address.find(home, url)
        database = cls(engine_for(address), address)
        try:
            if upgrades and await database.revision() != schema.HEAD:
                await migrate(address)
            elif not upgrades:
                await database.revision()
        except BaseException:
            await database.close()
            raise
        mark(home, address)
        return database

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """A transaction: kept if the block ends well. Raises `DatabaseDown` while the database is away.

        What it reads before its first write may have changed by then, on either database: whoever decides by what
        they read either writes first (`revisions.hold`) or guards the write with a condition.
        """
        async with AsyncExitStack() as stack:
            try:
                connection = await stack.enter_async_context(self._engine.connect())
            except Exception as error:
                raise DatabaseDown() from error
            try:
                async with connection.begin():
                    yield connection
            except DBAPIError as error:
                if error.connection_invalidated:
                    raise DatabaseDown() from error
                raise

    async def empty_log(self) -> bool:
        """Let nothing that was overwritten lie on in SQLite's write-ahead log; false where readers kept it for seconds.

        PostgreSQL keeps and drops its log by its own rules, which nothing here changes.
        """
        if self.address.is_shared:
            return True
        async with self._engine.connect() as connection:
            alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
            is_busy, _, _ = (await alone.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))).one()
        return not is_busy

    async def revision(self) -> str | None:
        """The schema's revision; `None` where the database is new. Raises `DatabaseWrong`."""
        try:
            async with self._engine.connect() as connection:
                return await connection.run_sync(schema.revision_of)
        except DatabaseWrong:
            raise
        except Exception as error:
            raise DatabaseWrong(f"the database {self.address} cannot be used: {str(error).splitlines()[0]}") from error

    async def close(self) -> None:
        await self._engine.dispose()


@asynccontextmanager
async def opened(home: Path, url: str | None = None) -> AsyncIterator[Database]:
    """The database of `home`, or the one at `url`, for as long as the block runs."""
    database = await Database.open(home, url)
    try:
        yield database
    finally:
        await database.close()


async def migrate(address: Address, to: str = schema.HEAD) -> None:
    """Bring the database to a revision, the newest one if nothing else is said. Raises `DatabaseWrong`."""
    async with migrating(address) as connection:
        await connection.run_sync(schema.upgrade, to)
