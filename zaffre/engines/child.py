"""A supervised child process: started, watched, started again when it dies, and never left behind."""

import asyncio
import contextlib
import logging
import os
import sys
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any

from zaffre.core.errors import EngineFailed

log = logging.getLogger("zaffre.engines")
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 30.0
STOP_SECONDS = 5.0
LAST_WORDS_SECONDS = 1.0


class Child:
    """Runs `command` until closed, each time after `before_start`; ready once `is_healthy` agrees.

    The child's standard input stays open as long as we live, so a child that watches
    it ends with us even when we are killed. Its words go to `log_file`; with `attend`,
    its standard output is a pipe instead, which that function reads to the end.
    """

    def __init__(
        self,
        command: Sequence[str],
        environ: Mapping[str, str],
        log_file: Path,
        is_healthy: Callable[[], Awaitable[bool]],
        before_start: Callable[[], None] = lambda: None,
        attend: Callable[[Process], Coroutine[Any, Any, None]] | None = None,
    ):
        self._command = command
        self._environ = environ
        self._log_file = log_file
        self._is_healthy = is_healthy
        self._before_start = before_start
        self._attend = attend
        self._ready = asyncio.Event()
        self._process: Process | None = None
        self._keeper: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def is_ready(self) -> bool:
        return self._ready.is_set()

    async def start(self, timeout: float) -> None:
        """Start and wait until ready; raises `EngineFailed` with where to look."""
        self._keeper = asyncio.create_task(self._keep())
        ready = asyncio.create_task(self._ready.wait())
        await asyncio.wait((ready, self._keeper), timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if not self.is_ready:
            await self.close()
            raise EngineFailed(f"The engine did not start. Its words are in {self._log_file}.")

    async def wait_ready(self, timeout: float) -> bool:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._ready.wait(), timeout)
        return self.is_ready

    async def close(self) -> None:
        if self._keeper is not None:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper
            self._keeper = None
        await self._stop()

    async def _keep(self) -> None:
        pause = FIRST_PAUSE
        while True:
            if await self._run_once():
                # It had started well, and what ended it was a call.
                pause = FIRST_PAUSE
            log.warning("the engine's process ended; it is started again in %.2g s", pause)
            await asyncio.sleep(pause)
            pause = min(max(1.0, 2 * pause), LONGEST_PAUSE)

    async def _run_once(self) -> bool:
        """Run it to its end; whether it had become ready."""
        self._before_start()
        self._log_file.parent.mkdir(parents=True, exist_ok=True)
        # What a process said before it died stays above what the next one says.
        with self._log_file.open("ab" if self._process else "wb") as output:
            process = self._process = await asyncio.create_subprocess_exec(
                *self._command,
                env=dict(self._environ),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE if self._attend else output,
                stderr=output,
            )
        tasks = [asyncio.create_task(self._await_health())]
        if self._attend:
            tasks.append(asyncio.create_task(self._attend(process)))
        try:
            await process.wait()
            was_ready = self.is_ready
            # What it wrote last may still be in the pipe.
            if self._attend:
                await asyncio.wait(tasks[1:], timeout=LAST_WORDS_SECONDS)
            return was_ready
        finally:
            self._ready.clear()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _await_health(self) -> None:
        while not await self._is_healthy():
            await asyncio.sleep(0.02)
        self._ready.set()

    def kill(self) -> None:
        """End the process without last words; it is started again."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    async def _stop(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), STOP_SECONDS)
            except TimeoutError:
                process.kill()
                await process.wait()


def python_module(name: str) -> list[str]:
    """The command that runs a module with the Python that runs us."""
    return [sys.executable, "-m", name]


def environ_with(**more: str) -> dict[str, str]:
    return {**os.environ, **more}
