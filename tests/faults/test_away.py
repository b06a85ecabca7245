"""Database or counters are away under load: calls go on in the stated mode, nothing is lost, nothing doubled."""

import asyncio
import os
import time
from collections.abc import Callable

import aiohttp
import pytest

from tests.cluster import Cluster, two_nodes
from tests.faults.load import Load
from tests.house import House, eventually

AWAY = float(os.environ.get("ZAFFRE_AWAY_SECONDS", "3"))
pytestmark = pytest.mark.timeout(240 + 2 * AWAY)


@pytest.fixture
def cluster(monkeypatch):
    with two_nodes(monkeypatch) as running:
        yield running


async def under_load(cluster: Cluster, kill: Callable[[], None], start: Callable[[], object]) -> list[Load]:
    """What clients got of both nodes before, while and after something was away."""
    loads = [Load(node) for node in cluster.nodes]
    calling = [asyncio.create_task(load.run(workers=4, seconds=AWAY + 6)) for load in loads]
    await asyncio.sleep(2)
    await asyncio.to_thread(kill)
    before = [len(load.finished) for load in loads]
    await asyncio.sleep(AWAY)
    meanwhile = [len(load.finished) for load in loads]
    await asyncio.to_thread(start)
    await asyncio.gather(*calling)
    assert all(late > early for early, late in zip(before, meanwhile, strict=True)), "nobody was served meanwhile"
    return loads


async def test_a_database_that_is_away_loses_and_doubles_nothing(cluster: Cluster):
    loads = await under_load(cluster, cluster.postgresql.kill, cluster.postgresql.start)
    finished = {id for load in loads for id in load.finished}

    def kept() -> set[str]:
        found = [id for (id,) in cluster.rows("SELECT id FROM entries WHERE status = 'completed'")]
        assert len(found) == len(set(found))
        return set(found)

    eventually(lambda: finished <= kept(), within=60)
    assert "the journal keeps them" in cluster.log()
    assert cluster.log().count("the journal keeps them") == 2


async def test_a_key_revoked_on_one_node_is_refused_by_the_other_within_five_seconds(cluster: Cluster):
    one, other = cluster.nodes
    key = one.make_key()
    assert await asked(other, key) == 200
    (row,) = cluster.rows("SELECT id FROM keys ORDER BY created_at DESC LIMIT 1")
    await asyncio.to_thread(revoke, one, row[0])
    began = time.monotonic()
    while await asked(other, key) != 401:
        assert time.monotonic() - began < 5
        await asyncio.sleep(0.1)


async def test_a_limit_holds_for_both_nodes_together_and_each_gives_its_share_while_the_counters_are_away(
    cluster: Cluster,
):
    key, fresh = (cluster.nodes[0].make_key("--rpm", "20") for _ in range(2))
    assert sorted(await asyncio.gather(*(asked(node, key) for node in cluster.nodes for _ in range(20)))) == (
        [200] * 20 + [429] * 20
    )
    await asyncio.to_thread(cluster.valkey.kill)
    granted = await asyncio.gather(*(asked(node, fresh) for node in cluster.nodes for _ in range(20)))
    assert sorted(granted) == [200] * 20 + [429] * 20
    assert await asked(cluster.nodes[0], key) == 429
    await asyncio.to_thread(cluster.valkey.start)
    eventually(lambda: cluster.log().count("the counters are back") == 2, within=30)
    assert await asked(cluster.nodes[0], fresh) == 429
    assert cluster.log().count("the counters are away") == 2


async def test_what_was_spent_is_the_ledgers_sum_after_the_counters_were_away_and_lost_all(cluster: Cluster):
    # A call is promised 0.29 at most and costs 0.009, so the budget ends after two dozen of them.
    key = cluster.nodes[0].make_key("--budget", "0.5")
    statuses = [await asked(node, key, "priced") for node in cluster.nodes for _ in range(2)]
    assert statuses == [200] * 4
    await asyncio.to_thread(cluster.valkey.kill)
    (cluster.valkey.folder / "appendonlydir").rename(cluster.valkey.folder / "lost")
    await asyncio.to_thread(cluster.valkey.start)
    assert await asked(cluster.nodes[0], key, "priced") in (200, 402, 429)
    eventually(lambda: cluster.log().count("the counters are back") == 2, within=30)
    assert "begin anew from the ledger" in cluster.log()
    statuses = [await asked(cluster.nodes[1], key, "priced") for _ in range(40)]
    assert statuses[0] == 200 and statuses[-1] == 429
    await asyncio.sleep(1)
    ((spent,),) = cluster.rows("SELECT sum(cost) FROM entries WHERE deployment = 'priced'")
    assert 200_000_000 < int(spent) <= 500_000_000


async def asked(node: House, key: str, model: str = "echo") -> int:
    body = {"model": model, "messages": [{"role": "user", "content": "one two three"}], "max_tokens": 3}
    async with (
        aiohttp.ClientSession(headers={"Authorization": f"Bearer {key}"}) as session,
        session.post(f"{node.url}/v1/chat/completions", json=body) as answer,
    ):
        return answer.status


def revoke(node: House, key_id: str) -> None:
    import subprocess

    from tests.house import ZAFFRE

    subprocess.run([*ZAFFRE, "keys", "revoke", key_id, "--home", str(node.home)], check=True, capture_output=True)
