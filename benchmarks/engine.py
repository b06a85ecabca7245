"""The local text engine through the whole house, beside the same engine asked directly."""

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import msgspec

from benchmarks import processes
from zaffre.engines.llamacpp import LlamaCpp
from zaffre.engines.weights import Store
from zaffre.settings.load import load

STREAMS = (1, 4, 16)
TOKENS = 128
ROUNDS = 5
MODEL = "smollm2-135m-instruct"


def rows() -> Iterator[dict[str, object]]:
    """Tokens a second for each number of streams, both ways in turn; the ratio is of the best rounds."""
    home = Path(os.environ.get("ZAFFRE_HOME", Path.home() / ".zaffre"))
    yield from asyncio.run(_measure(home))


async def _measure(home: Path) -> list[dict[str, object]]:
    found = []
    with processes.zaffre(None, home) as house:
        async with _direct(home) as direct, aiohttp.ClientSession(headers=house.headers) as session:
            url = f"{house.url}/v1/chat/completions"
            for streams in STREAMS:
                ours, theirs = [], []
                for turn in range(ROUNDS):
                    ours.append(await _speed(session, url, streams, turn))
                    theirs.append(await _speed(direct, "http://engine/v1/chat/completions", streams, turn))
                ratio = max(ours) / max(theirs)
                found.append(
                    {"streams": streams, "Zaffre tokens/s": max(ours), "direct tokens/s": max(theirs), "ratio": ratio}
                )
    return found


@asynccontextmanager
async def _direct(home: Path) -> AsyncIterator[aiohttp.ClientSession]:
    """A session to an engine's process of its own, started with the same settings."""
    backend = load(None).backends["text"]
    engine = LlamaCpp(backend, Store(home).path(MODEL, backend), home)
    await engine.load()
    try:
        yield engine.session
    finally:
        await engine.close()


async def _speed(session: aiohttp.ClientSession, url: str, streams: int, turn: int) -> float:
    began = time.perf_counter()
    counts = await asyncio.gather(*(_stream(session, url, f"{turn}.{place}") for place in range(streams)))
    return sum(counts) / (time.perf_counter() - began)


async def _stream(session: aiohttp.ClientSession, url: str, number: str) -> int:
    body = {
        "model": MODEL,
        "messages": [{"role": "user", "content": f"{number}: tell me a story about the sea."}],
        "max_tokens": TOKENS,
        "stream": True,
        "stream_options": {"include_usage": True},
        "logit_bias": {"2": -100},
    }
    last = b""
    async with session.post(url, data=json.dumps(body), headers={"content-type": "application/json"}) as response:
        response.raise_for_status()
        async for line in response.content:
            if line.startswith(b"data: {"):
                last = line
    return msgspec.json.decode(last[6:])["usage"]["completion_tokens"]
