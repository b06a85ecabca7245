"""A writer that is cancelled at any moment leaves nothing behind, and keeps nobody from writing after it."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from zaffre.storage.database import Database, opened
from zaffre.storage.tables import revisions

pytestmark = pytest.mark.both_databases


async def write(database: Database, name: str, times: int) -> None:
    async with database.begin() as connection:
        for number in range(times):
            row = {"name": f"{name}-{number}", "number": 1}
            await connection.execute(insert(revisions).values(row).returning(revisions.c.number))


async def test_a_writer_that_is_cancelled_leaves_no_lock(tmp_path: Path):
    count = select(func.count()).select_from(revisions)
    async with opened(tmp_path) as database:
        async with database.begin() as connection:
            before = (await connection.execute(count)).scalar_one()
        left = []
        for number in range(60):
            writing = asyncio.create_task(write(database, f"cancelled-{number}", 1000))
            await asyncio.sleep(number % 20 / 1000)
            writing.cancel()
            with pytest.raises(asyncio.CancelledError) as ended:
                await writing
            # Kept, so that nothing of the writer is collected before the next one has had its turn.
            left.append(ended)
            await write(database, f"done-{number}", 1)
        async with database.begin() as connection:
            assert (await connection.execute(count)).scalar_one() == before + len(left)
