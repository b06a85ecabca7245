"""The contract of one that draws: called in a worker process, one picture at a time, and told when to stop."""

from collections.abc import Callable
from typing import Protocol

from zaffre.core.answers import Stage
from zaffre.core.calls import Drawing
from zaffre.core.pictures import Pixels
from zaffre.engines.base import Capabilities

Tell = Callable[[Stage], None]
"""Takes a stage after every step; raises `Stopped` when nobody waits for the picture any more."""


class Stopped(Exception):
    """The picture is not wanted any more."""


class Artist(Protocol):
    """One way to draw. It may block and may hold a processor: nothing else runs in its process."""

    capabilities: Capabilities

    def load(self) -> None:
        """Be ready to draw; raises `EngineFailed` with a reason that helps an operator."""

    def draw(self, call: Drawing, tell: Tell) -> Pixels:
        """One picture. `call.n` is 1; `call.seed` and `call.size` are given, and the size is one it declared.

        Calls `tell` after every step, with `pixels` and `partial` at `call.partial_images` steps spread over the
        work, and lets `Stopped` pass. Equal calls give equal pixels. Raises `BadRequest` where the call is at fault.
        """
