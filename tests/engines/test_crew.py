"""Artists in processes of their own: what they draw, how they are stopped, and what is left of those that fail."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest

from tests.artists import SIZE, STEPS
from zaffre.core.answers import Stage
from zaffre.core.calls import ImageGeneration
from zaffre.core.errors import BadRequest, EngineFailed, WorkerDied
from zaffre.engines.artists.crew import Crew
from zaffre.settings.schema import Backend, Model


@asynccontextmanager
async def crew(home: Path, workers: int = 1, artist: str = "Painter", name: str = "painter") -> AsyncIterator[Crew]:
    backend = Backend(engine="artist", factory=f"tests.artists:{artist}", workers=workers)
    crew = Crew(backend.factory, backend, name, Model(), home)
    await crew.load()
    try:
        yield crew
    finally:
        await crew.close()


def asked(prompt: str = "a wall", seed: int = 7, **more: object) -> ImageGeneration:
    return ImageGeneration(deployment="painter", prompt=prompt, seed=seed, size=SIZE, **more)


async def drawn(crew: Crew, call: ImageGeneration) -> list[Stage]:
    async with crew.answer(call) as stages:
        return [stage async for stage in stages]


def diary(home: Path) -> list[list[str]]:
    return [line.split() for line in (home / "diary").read_text().splitlines()]


async def test_a_stage_comes_after_each_step_and_the_picture_at_the_end(tmp_path: Path):
    async with crew(tmp_path) as painters:
        stages = await drawn(painters, asked(partial_images=2))
    assert [stage.step for stage in stages] == [*range(1, STEPS + 1), 0]
    assert [stage.partial for stage in stages if stage.pixels] == [0, 1, None]
    assert stages[-1].is_final
    assert stages[-1].pixels.data == bytes([7]) * 192


async def test_a_crew_has_the_abilities_of_its_artist_and_a_slot_for_each(tmp_path: Path):
    async with crew(tmp_path, workers=2) as painters:
        assert painters.capabilities.operations == {"image_generation"}
        assert painters.capabilities.sizes == (SIZE,)
        assert painters.capabilities.slots == 2
        assert painters.is_ready


async def test_two_pictures_are_drawn_at_once_by_two(tmp_path: Path):
    async with crew(tmp_path, workers=2) as painters:
        await asyncio.gather(*(drawn(painters, asked("slow", seed)) for seed in range(2)))
    first_steps = diary(tmp_path)[:2]
    assert {seed for _, seed, _ in first_steps} == {"0", "1"}
    assert len({pid for pid, _, _ in first_steps}) == 2


async def test_leaving_stops_the_artist_at_its_next_step(tmp_path: Path):
    async with crew(tmp_path) as painters:
        async with painters.answer(asked("slow", 1)) as stages:
            await anext(stages)
        assert (await drawn(painters, asked(seed=2)))[-1].is_final
    steps = [int(step) for _, seed, step in diary(tmp_path) if seed == "1"]
    assert max(steps) <= 3


async def test_a_storm_of_cancelled_jobs_leaves_every_artist_free(tmp_path: Path):
    async with crew(tmp_path, workers=2) as painters:
        tasks = [asyncio.create_task(drawn(painters, asked(seed=seed))) for seed in range(60)]
        for number, task in enumerate(tasks):
            if number % 3:
                task.cancel()
            await asyncio.sleep(0.001 * (number % 4))
        done = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(stages[-1].is_final for stages in done[::3])
        again = await asyncio.gather(*(drawn(painters, asked(seed=seed)) for seed in range(4)))
        assert all(stages[-1].is_final for stages in again)


async def test_a_picture_whose_artist_is_killed_fails_and_the_artist_comes_back(tmp_path: Path):
    async with crew(tmp_path) as painters:
        before = painters.pids
        async with painters.answer(asked("slow")) as stages:
            await anext(stages)
            os.kill(before[0], signal.SIGKILL)
            with pytest.raises(WorkerDied):
                [stage async for stage in stages]
        assert (await drawn(painters, asked()))[-1].is_final
        assert painters.pids != before


async def test_what_an_artist_prints_is_in_its_log_and_not_in_the_picture(tmp_path: Path):
    async with crew(tmp_path) as painters:
        assert (await drawn(painters, asked("print")))[-1].is_final
    assert "native words" in (tmp_path / "logs" / "painter-0.log").read_text()


async def test_a_call_at_fault_is_refused_by_the_artist_in_its_own_words(tmp_path: Path):
    async with crew(tmp_path) as painters:
        with pytest.raises(BadRequest, match="no such colour") as refused:
            await drawn(painters, asked("wrong"))
        assert (refused.value.param, refused.value.code) == ("prompt", "no_such_colour")
        assert (await drawn(painters, asked()))[-1].is_final


@pytest.mark.parametrize("prompt", ["broken", "oversized"])
async def test_an_artist_that_fails_fails_its_picture_only(tmp_path: Path, prompt: str):
    async with crew(tmp_path) as painters:
        before = painters.pids
        with pytest.raises(EngineFailed, match="artist"):
            await drawn(painters, asked(prompt))
        assert (await drawn(painters, asked()))[-1].is_final
        assert painters.pids == before


async def test_an_artist_that_babbles_is_killed(tmp_path: Path):
    async with crew(tmp_path, artist="Babbler") as babblers:
        with pytest.raises(WorkerDied):
            await drawn(babblers, asked())


async def test_an_artist_that_cannot_load_says_why(tmp_path: Path):
    with pytest.raises(EngineFailed, match="The paint has dried up"):
        async with crew(tmp_path, name="unloadable"):
            pass


async def test_closing_leaves_no_process(tmp_path: Path):
    async with crew(tmp_path, workers=2) as painters:
        pids = painters.pids
        assert all(psutil.pid_exists(pid) for pid in pids)
    assert not any(psutil.pid_exists(pid) for pid in pids)
