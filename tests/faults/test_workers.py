"""Workers and servers are killed while they draw: no picture is lost, none is billed twice, and nothing is left."""

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import psutil
import pytest

from tests.house import ARTISTS, House, eventually

PRICE = 40_000_000
WITHIN = 30.0
"""Seconds that a busy machine may take to start a process."""


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path, ARTISTS).start()
    yield house
    if house.process.poll() is None:
        house.kill()


async def draw(house: House, prompt: str, **more: object) -> tuple[int, dict]:
    body = {"model": "painter", "prompt": prompt} | more
    headers = {"Authorization": f"Bearer {house.key}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(f"{house.url}/v1/images/generations", json=body) as answer,
    ):
        return answer.status, await answer.json()


def diary(house: House) -> list[tuple[int, int, int]]:
    """Process, seed and step of every step that was begun."""
    file = house.home / "diary"
    lines = file.read_text().splitlines() if file.exists() else []
    return [tuple(map(int, line.split())) for line in lines]


def entries(house: House) -> list[tuple[str, int, int]]:
    return house.rows("SELECT status, images, cost FROM entries")


def workers(house: House) -> list[psutil.Process]:
    return psutil.Process(house.process.pid).children(recursive=True)


async def test_a_picture_whose_worker_is_killed_is_finished_by_another_and_billed_once(studio: House):
    drawing = asyncio.create_task(draw(studio, "slow"))
    [(first, *_)] = await asyncio.to_thread(eventually, lambda: diary(studio)[:1], WITHIN)
    os.kill(first, signal.SIGKILL)
    status, answer = await drawing
    assert (status, len(answer["data"])) == (200, 1)
    assert {pid for pid, *_ in diary(studio)} > {first}
    assert len({seed for _, seed, _ in diary(studio)}) == 1
    await asyncio.to_thread(studio.stop)
    assert entries(studio) == [("completed", 1, PRICE)]


async def test_four_pictures_of_which_one_loses_its_worker_are_four(studio: House):
    status, answer = await draw(studio, "fragile", n=4)
    assert (status, len(answer["data"])) == (200, 4)
    await asyncio.to_thread(studio.stop)
    assert entries(studio) == [("completed", 4, 4 * PRICE)]


async def test_a_picture_that_kills_whoever_draws_it_fails_and_costs_nothing(studio: House):
    status, answer = await draw(studio, "mortal")
    assert (status, answer["error"]["code"]) == (502, "worker_died")
    assert (await draw(studio, "harmless"))[0] == 200
    assert len({pid for pid, *_ in diary(studio)}) >= 3
    await asyncio.to_thread(studio.stop)
    assert sorted(entries(studio)) == [("completed", 1, PRICE), ("failed", 0, 0)]


async def test_workers_end_with_a_server_that_is_killed(studio: House):
    drawing = asyncio.create_task(draw(studio, "slow", n=10))
    await asyncio.to_thread(eventually, lambda: diary(studio), WITHIN)
    left = workers(studio)
    assert len(left) >= 2
    await asyncio.to_thread(studio.kill)
    with pytest.raises(aiohttp.ClientError):
        await drawing
    _, alive = await asyncio.to_thread(psutil.wait_procs, left, WITHIN)
    assert alive == []


async def test_workers_end_with_a_server_that_stops(studio: House):
    left = workers(studio)
    await asyncio.to_thread(studio.stop)
    assert not any(process.is_running() for process in left)
