"""Pictures: what the queue, the processes and the API add to an artist that is called in this process."""

import asyncio
import importlib
import json
import os
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import msgspec
from msgspec import Struct

from benchmarks import processes
from benchmarks.processes import Running
from zaffre.core.calls import ImageGeneration
from zaffre.engines.artists.base import Artist
from zaffre.engines.artists.crew import Crew
from zaffre.settings.schema import Backend, Model

ROUNDS = 8
EACH = 4
"""Pictures of one way in a round; the ways take turns, so that a busy machine slows them alike."""
EDGE = 512
ARTISTS = {
    "illustrator": "zaffre.engines.artists.illustrator.artist:Illustrator",
    "tiny-diffusion": "zaffre.engines.artists.tiny_diffusion.artist:TinyDiffusion",
}
PROMPTS = ("a red apple on a table", "two cats under a tree", "a rocket above a city at night", "a whale in the sea")
CONFIG = """
[backends.studio]
engine = "{engine}"
workers = {workers}
[models.picture]
[deployments.filtered]
model = "picture"
backend = "studio"
policy = "patient"
[deployments.bare]
model = "picture"
backend = "studio"
policy = "bare"
[policies.patient]
deadline = 60.0
[policies.bare]
filters = []
[policies.bare.images]
filters = []
credentials = false
watermark = false
"""


class Way(Struct):
    """One way to have pictures drawn, `concurrent` at once; `cpu` tells the processor time used so far."""

    name: str
    draw: Callable[[], Awaitable[None]]
    cpu: Callable[[], float]
    concurrent: int = 1
    walls: list[float] = msgspec.field(default_factory=list)
    """Seconds a picture, in each round."""
    cpus: list[float] = msgspec.field(default_factory=list)
    """Seconds of processor time a picture, in each round."""

    async def round(self) -> None:
        before, began = self.cpu(), time.perf_counter()
        for _ in range(EACH // self.concurrent):
            await asyncio.gather(*(self.draw() for _ in range(self.concurrent)))
        self.walls.append((time.perf_counter() - began) / EACH)
        self.cpus.append((self.cpu() - before) / EACH)

    def row(self, engine: str, bare: "Way") -> dict[str, object]:
        """Medians but for processor time, of which the best round is the least disturbed."""
        row: dict[str, object] = {
            "engine": engine,
            "how": self.name,
            "s a picture": statistics.median(self.walls) * self.concurrent,
            "pictures a minute": 60 / statistics.median(self.walls),
            "CPU ms a picture": min(self.cpus) * 1000,
        }
        if self.concurrent == 1:
            beside = [(ours - theirs) * 1000 for ours, theirs in zip(self.walls, bare.walls, strict=True)]
            row["ms beside the first row"] = statistics.median(beside)
        return row


def rows() -> Iterator[dict[str, object]]:
    """For each engine: the bare artist, the same in a process of its own, and the API with one and four callers."""
    for engine in (*ARTISTS, "echo"):
        yield from asyncio.run(_measured(engine))


async def _measured(engine: str) -> list[dict[str, object]]:
    config = CONFIG.format(engine=engine, workers=os.cpu_count() or 1)
    with processes.zaffre(config) as house:
        async with aiohttp.ClientSession(headers=house.headers) as session, _near(engine) as near:
            ways = [
                *near,
                _api("API, no filters, no marks (the server's CPU)", house, session, "bare"),
                _api("API (the server's CPU)", house, session, "filtered"),
                _api("API, 4 callers (the server's CPU)", house, session, "filtered", 4),
            ]
            for _ in range(ROUNDS):
                for way in ways:
                    await way.round()
    return [way.row(engine, ways[0]) for way in ways]


@asynccontextmanager
async def _near(engine: str) -> AsyncIterator[list[Way]]:
    """The artist in this process, and in one of its own; the echo engine has none."""
    if engine not in ARTISTS:
        yield []
        return
    with tempfile.TemporaryDirectory() as folder:
        artist = _artist(ARTISTS[engine], folder)
        crew = Crew(ARTISTS[engine], Backend(engine=engine, threads=1), engine, Model(), Path(folder))
        await crew.load()
        try:
            yield [_bare(artist), _crew(crew)]
        finally:
            await crew.close()


def _artist(factory: str, folder: str) -> Artist:
    module, _, name = factory.partition(":")
    options = {"backend": {"threads": 1}, "model": {}, "model_name": "picture", "home": folder}
    artist = getattr(importlib.import_module(module), name)(options)
    artist.load()
    return artist


def _bare(artist: Artist) -> Way:
    calls = _calls()

    async def draw() -> None:
        artist.draw(next(calls), lambda stage: None)

    return Way("artist, called in this process", draw, time.process_time)


def _crew(crew: Crew) -> Way:
    calls = _calls()

    async def draw() -> None:
        async with crew.answer(next(calls)) as stages:
            [stage async for stage in stages]

    return Way("the same in a process of its own (this one's CPU)", draw, time.process_time)


def _api(name: str, house: Running, session: aiohttp.ClientSession, deployment: str, concurrent: int = 1) -> Way:
    calls = _calls()

    async def draw() -> None:
        call = next(calls)
        body = {"model": deployment, "prompt": call.prompt, "size": f"{EDGE}x{EDGE}", "seed": call.seed}
        body["response_format"] = "b64_json"
        async with session.post(f"{house.url}/v1/images/generations", json=body) as answer:
            assert answer.status == 200, await answer.text()
            assert json.loads(await answer.read())["data"][0]["b64_json"]

    return Way(name, draw, house.cpu, concurrent)


def _calls() -> Iterator[ImageGeneration]:
    """The same pictures for every way."""
    number = 0
    while True:
        prompt = PROMPTS[number % len(PROMPTS)]
        yield ImageGeneration(deployment="picture", prompt=prompt, size=(EDGE, EDGE), seed=number)
        number += 1
