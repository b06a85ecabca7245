"""The server is killed under load, again and again; no answer that a client holds may lack its entry."""

import asyncio
import os
import random
from pathlib import Path

import pytest

from tests.faults.load import Load
from tests.house import House

KILLS = int(os.environ.get("ZAFFRE_KILLS", "50"))


async def kill_under_load(house: House, seconds: float) -> list[str]:
    """The answers that clients finished before the server was killed."""
    load = Load(house)
    calling = asyncio.create_task(load.run(workers=8, seconds=seconds + 0.1))
    await asyncio.sleep(seconds)
    await asyncio.to_thread(house.kill)
    await calling
    return load.finished


@pytest.mark.timeout(60 + 6 * KILLS)
async def test_every_finished_answer_is_in_the_ledger_exactly_once(tmp_path: Path):
    house = House(tmp_path)
    seconds = random.Random(2).uniform
    finished: list[str] = []
    for _ in range(KILLS):
        house.start()
        finished += await kill_under_load(house, seconds(0.02, 0.6))
    house.start()
    kept = [row[0] for row in house.rows("SELECT id FROM entries WHERE status = 'completed'")]
    house.stop()
    assert len(finished) > KILLS
    assert len(set(finished)) == len(finished)
    assert set(finished) - set(kept) == set()
    assert len(kept) == len(set(kept))
    # What was being finished at the moment of a kill may be kept without its client; no more than the workers.
    assert len(kept) - len(finished) <= 8 * KILLS


async def test_an_orderly_stop_leaves_nothing_in_the_journal(own_server: House):
    load = Load(own_server)
    await load.run(workers=4, seconds=0.3)
    await asyncio.to_thread(own_server.stop)
    kept = {row[0] for row in own_server.rows("SELECT id FROM entries")}
    assert load.finished and set(load.finished) <= kept
    assert not any(path.stat().st_size for path in (own_server.home / "journal").glob("*.journal"))
