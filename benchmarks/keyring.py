"""The keyring: how long it takes to know a hundred thousand keys, to find one, and to hear of one more."""

import asyncio
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import insert

from zaffre.access.keyring import Keyring
from zaffre.access.secrets import KeyHasher
from zaffre.access.standing import Standings
from zaffre.core.clock import Clock, new_id
from zaffre.core.keys import Key
from zaffre.storage import keys as stored
from zaffre.storage.database import Database
from zaffre.storage.tables import keys

COUNT = 100_000
FINDS = 50_000


def rows() -> Iterator[dict[str, object]]:
    """One row for each measure, in processor time, so that what else runs does not count."""
    with TemporaryDirectory() as folder:
        yield from asyncio.run(_measured(Path(folder)))


async def _measured(home: Path) -> list[dict[str, object]]:
    database, hasher, clock = await Database.open(home), KeyHasher.of_home(home), Clock()
    async with database.begin() as connection:
        project_id = await stored.ensure_project(connection, "default", "local", clock.now())
        made = [_row(number, project_id, hasher) for number in range(COUNT)]
        for start in range(0, COUNT, 5_000):
            await connection.execute(insert(keys), made[start : start + 5_000])
    tracemalloc.start()
    keyring = Keyring(database, hasher, clock, Standings(database))
    await keyring.refresh()
    mebibytes = tracemalloc.get_traced_memory()[0] / 2**20
    tracemalloc.stop()
    loaded = await _timed(Keyring(database, hasher, clock, Standings(database)).refresh)
    await keyring.find("zf-7")
    found = await _timed(lambda: _find(keyring))
    async with database.begin() as connection:
        key = Key(id="key_new", name="new", shown="", project_id=project_id, project="default", created_at=0.0)
        await stored.add(connection, key, hasher.digest("zf-new"))
    heard = await _timed(keyring.refresh)
    await database.close()
    return [
        {"what": f"{COUNT} keys are known", "seconds": round(loaded, 2), "MiB": round(mebibytes)},
        {"what": "a key is found", "µs": round(found / FINDS * 1e6, 1)},
        {"what": "one more key is heard of", "ms": round(heard * 1e3, 1)},
    ]


def _row(number: int, project_id: str, hasher: KeyHasher) -> dict[str, object]:
    told = {"id": new_id("key_"), "name": f"key {number}", "shown": "zf-…", "digest": hasher.digest(f"zf-{number}")}
    return told | {"project_id": project_id, "created_at": 0.0}


async def _find(keyring: Keyring) -> None:
    for _ in range(FINDS):
        await keyring.find("zf-7")


async def _timed(work) -> float:
    began = time.process_time()
    await work()
    return time.process_time() - began
