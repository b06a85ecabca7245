"""One artist's process, from outside: jobs go in, stages come out, and its death is told to its job."""

import asyncio
import contextlib
import logging
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from itertools import count
from pathlib import Path

import msgspec

from zaffre.core.answers import Stage
from zaffre.core.calls import Drawing
from zaffre.core.errors import EngineFailed, WorkerDied
from zaffre.core.pictures import Pixels
from zaffre.engines.artists import frames
from zaffre.engines.base import Capabilities
from zaffre.engines.child import Child

log = logging.getLogger("zaffre.engines")
STUCK_SECONDS = 120.0
"""An artist that was told to stop may finish its step so long; then its process is killed."""


class Job:
    """A picture that a hand draws."""

    def __init__(self, number: int, call: Drawing):
        self.number = number
        self.call = call
        self._told: asyncio.Queue[Stage | Exception] = asyncio.Queue()

    def tell(self, piece: Stage | Exception) -> None:
        self._told.put_nowait(piece)

    async def stages(self) -> AsyncIterator[Stage]:
        """Every stage up to the final one; raises what went wrong."""
        while True:
            piece = await self._told.get()
            if isinstance(piece, Exception):
                raise piece
            yield piece
            if piece.is_final:
                return


class Hand:
    """Runs `command` and starts it again when it ends; `freed` is called whenever it could take a job."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str], log_file: Path, freed: Callable[[], None]):
        self._child = Child(command, environ, log_file, self._is_loaded, attend=self._attend)
        self._freed = freed
        self._numbers = count()
        self._loaded = asyncio.Event()
        self._broken = asyncio.Event()
        self._reason = ""
        self._process: Process | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._job: Job | None = None
        self.capabilities: Capabilities | None = None

    @property
    def pid(self) -> int | None:
        return self._child.pid

    @property
    def is_ready(self) -> bool:
        return self._loaded.is_set()

    @property
    def is_free(self) -> bool:
        return self.is_ready and self._job is None

    async def load(self, timeout: float) -> None:
        """Start, and wait until a job could be taken; raises `EngineFailed` with the artist's reason."""
        start = asyncio.create_task(self._child.start(timeout))
        broken = asyncio.create_task(self._broken.wait())
        try:
            await asyncio.wait((start, broken), return_when=asyncio.FIRST_COMPLETED)
            if not start.done():
                raise EngineFailed(self._reason)
            await start
        finally:
            broken.cancel()
            start.cancel()

    async def close(self) -> None:
        await self._child.close()

    def begin(self, call: Drawing) -> Job:
        """Give it a job; only while it is free."""
        assert self.is_free
        job = self._job = Job(next(self._numbers), call)
        self._say(frames.Draw.of(job.number, call))
        return job

    def leave(self, job: Job) -> None:
        """Nobody waits for the job any more: it is stopped at its next step, if it isn't over."""
        if self._job is job:
            self._say(frames.Stop(job.number))
            self._deadline = asyncio.get_running_loop().call_later(STUCK_SECONDS, self._end_stuck)

    def _say(self, message: frames.ToArtist) -> None:
        # A pipe that has just been closed raises this or that; the process's end will be heard as well.
        with contextlib.suppress(OSError, RuntimeError):
            self._process.stdin.write(frames.frame(message))

    def _end_stuck(self) -> None:
        log.warning("an artist did not stop within %g s; its process is killed", STUCK_SECONDS)
        self._child.kill()

    async def _is_loaded(self) -> bool:
        return await self._loaded.wait()

    async def _attend(self, process: Process) -> None:
        """Hear what the process says until it ends."""
        self._process = process
        try:
            while True:
                self._hear(frames.read_from_artist(await _body(process.stdout)))
        except asyncio.IncompleteReadError:
            pass
        except msgspec.MsgspecError as error:
            log.warning("an artist's process is killed, for what it said is no message: %s", error)
        finally:
            self._loaded.clear()
            self._finish(WorkerDied())
            self._child.kill()
        # Its end is only seen once the pipe is empty.
        while await process.stdout.read(2**16):
            pass

    def _hear(self, message: frames.FromArtist) -> None:
        match message:
            case frames.Ready(capabilities):
                self.capabilities = capabilities
                self._loaded.set()
                self._freed()
            case frames.Broken(reason):
                self._reason = reason
                self._broken.set()
            case frames.Step(number, stage) if self._is_at(number):
                self._job.tell(msgspec.structs.replace(stage, is_final=False))
            case frames.Done(number, pixels) if self._is_at(number):
                self._finish(_final(self._job.call, pixels))
            case frames.Refused(number) if self._is_at(number):
                self._finish(message.problem)

    def _is_at(self, number: int) -> bool:
        return self._job is not None and self._job.number == number

    def _finish(self, piece: Stage | Exception) -> None:
        job, self._job = self._job, None
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        if job is not None:
            job.tell(piece)
            self._freed()


async def _body(source: asyncio.StreamReader) -> bytes:
    length = int.from_bytes(await source.readexactly(frames.HEAD), "big")
    if length > frames.LONGEST:
        raise msgspec.DecodeError(f"{length} bytes are no frame")
    return await source.readexactly(length)


def _final(call: Drawing, pixels: Pixels | None) -> Stage | Exception:
    if pixels is None:
        return EngineFailed("The artist stopped before the picture was finished.")
    if pixels.size != call.size or len(pixels.data) != pixels.width * pixels.height * pixels.channels:
        return EngineFailed("The artist drew a picture of another size than it was asked for.")
    return Stage(pixels=pixels, is_final=True)
