"""The program of an artist's process: loads it, draws one picture at a time, and ends when its parent is gone."""

import ctypes
import importlib
import json
import logging
import os
import signal
import sys
from queue import SimpleQueue
from threading import Thread
from typing import BinaryIO

from zaffre.core.answers import Stage
from zaffre.core.errors import EngineFailed
from zaffre.engines.artists import frames
from zaffre.engines.artists.base import Artist, Stopped

log = logging.getLogger("zaffre.artist")
_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Run the artist that `module:factory` in the first argument makes of the JSON in the second."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    logging.basicConfig(level=logging.INFO)
    desk = Desk(_own_output())
    Thread(target=desk.listen, args=(sys.stdin.buffer,), daemon=True).start()
    try:
        artist = _load(*sys.argv[1:3])
    except Exception as error:
        log.exception("the artist cannot be loaded")
        reason = error.message if isinstance(error, EngineFailed) else f"{type(error).__name__}: {error}"
        desk.send(frames.Broken(reason))
        sys.exit(1)
    desk.send(frames.Ready(artist.capabilities))
    while True:
        desk.draw_next(artist)


class Desk:
    """Where jobs come in, and what is drawn goes out."""

    def __init__(self, output: BinaryIO):
        self._output = output
        self._jobs: SimpleQueue[frames.Draw] = SimpleQueue()
        self._stopped = -1

    def listen(self, source: BinaryIO) -> None:
        """Take in what the parent says, in a thread of its own; the pipe ends when the parent does."""
        try:
            while head := source.read(frames.HEAD):
                message = frames.read_to_artist(source.read(int.from_bytes(head, "big")))
                if isinstance(message, frames.Stop):
                    self._stopped = message.number
                else:
                    self._jobs.put(message)
        finally:
            os._exit(0)

    def draw_next(self, artist: Artist) -> None:
        """Draw the next job, and say how it ended."""
        job = self._jobs.get()

        def tell(stage: Stage) -> None:
            if self._stopped == job.number:
                raise Stopped
            self.send(frames.Step(job.number, stage))

        try:
            self.send(frames.Done(job.number, artist.draw(job.read(), tell)))
        except Stopped:
            self.send(frames.Done(job.number))
        except Exception as error:
            log.exception("job %d failed", job.number)
            self.send(frames.Refused.of(job.number, error))

    def send(self, message: frames.FromArtist) -> None:
        self._output.write(frames.frame(message))
        self._output.flush()


def _own_output() -> BinaryIO:
    """The pipe to our parent; whatever else is printed, by native code too, goes to the log."""
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return output


def _load(factory: str, options: str) -> Artist:
    module, _, name = factory.partition(":")
    artist = getattr(importlib.import_module(module), name)(json.loads(options))
    artist.load()
    return artist


if __name__ == "__main__":
    main()
