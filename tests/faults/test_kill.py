"""The server is killed under load, again and again; no answer that a client holds may lack its entry."""

import asyncio
import os
import random
import subprocess
from pathlib import Path

import pytest

from tests.faults.load import Load
from tests.house import ZAFFRE, House

KILLS = int(os.environ.get("ZAFFRE_KILLS", "50"))


async def kill_under_load(house: House, seconds: float) -> list[str]:
    """The answers that clients finished before the server was killed."""
    load = Load(house)
    calling = asyncio.create_task(load.run(workers=8, seconds=seconds + 0.1))
    await asyncio.sleep(seconds)
    await asyncio.to_thread(house.kill)
    await calling
    return load.finished


async def killed_again_and_again(house: House, kills: int) -> list[str]:
    """The answers that clients finished, whoever was killed while they came."""
    seconds = random.Random(kills).uniform
    finished: list[str] = []
    for _ in range(kills):
        await asyncio.to_thread(house.start)
        finished += await kill_under_load(house, seconds(0.02, 0.6))
    return finished


def check_totals(house: House) -> None:
    """Whenever it was killed, each entry was counted with the transaction that wrote it, or not at all."""
    [(counted,)] = house.rows("SELECT sum(requests) FROM totals WHERE seconds = 3600")
    assert [(counted,)] == house.rows("SELECT count(*) FROM entries")
    command = [*ZAFFRE, "usage", "verify", "--home", str(house.home)]
    verified = subprocess.run(command, capture_output=True, text=True)
    assert verified.returncode == 0, verified.stderr


@pytest.mark.timeout(60 + 6 * KILLS)
async def test_every_finished_answer_is_in_the_ledger_exactly_once(tmp_path: Path):
    # Two houses side by side, as most of the time is spent waiting for a start.
    shares = {House(tmp_path / name): kills for name, kills in (("one", KILLS // 2), ("two", KILLS - KILLS // 2))}
    everything = await asyncio.gather(*(killed_again_and_again(house, kills) for house, kills in shares.items()))
    for (house, kills), finished in zip(shares.items(), everything, strict=True):
        house.start()
        kept = [row[0] for row in house.rows("SELECT id FROM entries WHERE status = 'completed'")]
        house.stop()
        assert len(finished) > kills
        assert len(set(finished)) == len(finished)
        assert set(finished) - set(kept) == set()
        assert len(kept) == len(set(kept))
        # What was being finished at the moment of a kill may be kept without its client; no more than the workers.
        assert len(kept) - len(finished) <= 8 * kills
        check_totals(house)


async def test_an_orderly_stop_leaves_nothing_in_the_journal(own_server: House):
    load = Load(own_server)
    await load.run(workers=4, seconds=0.3)
    await asyncio.to_thread(own_server.stop)
    kept = {row[0] for row in own_server.rows("SELECT id FROM entries")}
    assert load.finished and set(load.finished) <= kept
    assert not any(path.stat().st_size for path in (own_server.home / "journal").glob("*.journal"))
