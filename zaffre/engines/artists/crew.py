"""The engine whose artists draw in processes of their own, one picture each at a time."""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from zaffre.core.answers import Stage
from zaffre.core.calls import Inference
from zaffre.core.errors import Unavailable, Unsupported
from zaffre.engines.artists.hand import Hand
from zaffre.engines.base import Capabilities
from zaffre.engines.child import environ_with, python_module
from zaffre.settings.schema import Backend, Model

_START_SECONDS = 300.0
_RESTART_SECONDS = 60.0
_UNSAFE = re.compile(r"[^\w.-]")
_THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
)
# libgomp reads these at load time; without them two threads on a busy machine wait for each other.
_SPINNING = {"OMP_WAIT_POLICY": "active", "GOMP_SPINCOUNT": "1000"}


class Crew:
    """`backend.workers` processes, each with the artist that `factory` (`module:name`) makes of the options.

    The options are JSON: `backend` and `model` with their settings, `model_name`, and `home`.
    """

    def __init__(self, factory: str, backend: Backend, model_name: str, model: Model, home: Path):
        threads = backend.threads or max(1, (os.cpu_count() or 1) // backend.workers)
        backend = msgspec.structs.replace(backend, threads=threads)
        options = {"backend": backend, "model": model, "model_name": model_name, "home": str(home)}
        command = [*python_module("zaffre.engines.artists.worker"), factory, msgspec.json.encode(options).decode()]
        environ = environ_with(**dict.fromkeys(_THREADS, str(threads)), **_SPINNING)
        logs = [home / "logs" / f"{_UNSAFE.sub('-', model_name)}-{number}.log" for number in range(backend.workers)]
        self._freed = asyncio.Event()
        self._hands = [Hand(command, environ, file, self._freed.set) for file in logs]
        self.capabilities = Capabilities(operations=frozenset(), slots=backend.workers)

    @property
    def pids(self) -> list[int | None]:
        """The artists' processes."""
        return [hand.pid for hand in self._hands]

    @property
    def is_ready(self) -> bool:
        return any(hand.is_ready for hand in self._hands)

    async def load(self) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                for hand in self._hands:
                    group.create_task(hand.load(_START_SECONDS))
        except ExceptionGroup as failures:
            await self.close()
            raise failures.exceptions[0] from failures
        drawn = self._hands[0].capabilities
        self.capabilities = msgspec.structs.replace(drawn, slots=len(self._hands))

    @asynccontextmanager
    async def answer(self, call: Inference) -> AsyncIterator[AsyncIterator[Stage]]:
        hand = await self._free_hand()
        job = hand.begin(call)
        try:
            yield job.stages()
        finally:
            hand.leave(job)

    async def read_tokens(self, tokens: tuple[int, ...]) -> str:
        raise Unsupported("prompt", "Pictures are asked for in words.")

    async def close(self) -> None:
        await asyncio.gather(*(hand.close() for hand in self._hands))

    async def _free_hand(self) -> Hand:
        """One that can take a job now; raises `Unavailable` where none comes back in time."""
        try:
            async with asyncio.timeout(_RESTART_SECONDS):
                while (hand := next((one for one in self._hands if one.is_free), None)) is None:
                    self._freed.clear()
                    await self._freed.wait()
                return hand
        except TimeoutError as error:
            raise Unavailable("The artists are starting again. Please retry in a while.") from error
