"""Five hundred callers at once on one small budget: it is spent, and never overspent."""

import asyncio
from collections import Counter
from itertools import chain

import aiohttp

from tests.house import House

CALLERS = 500
CALLS = 2
WORDS = 20
COST = WORDS * 1_000_000 + WORDS * 2_000_000
BUDGET = 10.0
"""A sixth of what all calls together would cost."""


async def statuses(house: House, key: str) -> Counter[int]:
    body = {
        "model": "priced",
        "messages": [{"role": "user", "content": " ".join(["word"] * WORDS)}],
        "max_tokens": WORDS,
    }
    headers = {"Authorization": f"Bearer {key}"}
    connector = aiohttp.TCPConnector(limit=CALLERS)
    async with aiohttp.ClientSession(headers=headers, connector=connector) as session:

        async def call() -> list[int]:
            seen = []
            for _ in range(CALLS):
                async with session.post(f"{house.url}/v1/chat/completions", json=body) as answer:
                    await answer.read()
                    seen.append(answer.status)
            return seen

        return Counter(chain.from_iterable(await asyncio.gather(*(call() for _ in range(CALLERS)))))


async def test_a_budget_holds_against_five_hundred_callers(own_server: House):
    key = await asyncio.to_thread(own_server.make_key, "--budget", str(BUDGET))
    seen = await statuses(own_server, key)
    await asyncio.to_thread(own_server.stop)
    [(calls, spent)] = own_server.rows("SELECT count(*), sum(cost) FROM entries")
    assert set(seen) == {200, 429}
    assert (calls, spent) == (seen[200], seen[200] * COST)
    assert spent <= BUDGET * 1e9


async def test_a_restart_remembers_what_was_spent(own_server: House):
    key = await asyncio.to_thread(own_server.make_key, "--budget", str(BUDGET))
    first = await statuses(own_server, key)
    await asyncio.to_thread(own_server.kill)
    await asyncio.to_thread(own_server.start)
    second = await statuses(own_server, key)
    assert (first[200] + second[200]) * COST <= BUDGET * 1e9
