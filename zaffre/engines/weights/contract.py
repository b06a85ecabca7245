"""What every source of weights keeps to: fill a folder, tell of progress, fail with advice."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

Progress = Callable[[str, int, int | None], None]
"""Told of a stage by its name, and how many units are done of how many; `None` where nobody knows.

It may be called from another thread than the one that pulls.
"""


class PullFailed(Exception):
    """Weights could not be had or used; the message tells an operator what to do."""


class Fetch(Protocol):
    """A way to get weights."""

    async def __call__(self, place: str, into: Path, resume: Path, progress: Progress) -> None:
        """Fill the empty folder `into` from `place`, which is the source without its scheme.

        `resume` (it may not exist yet) outlives a failure, for what the next try can go on with.
        Raises `PullFailed`.
        """


def inside(folder: Path, relative: str) -> Path:
    """Where a file of a foreign archive or listing goes; raises `PullFailed` if that is outside of `folder`."""
    path = (folder / relative).resolve()
    if "\\" in relative or not path.is_relative_to(folder.resolve()):
        raise PullFailed(f"The source names a file outside of its folder ({relative!r}). Do not use this source.")
    return path
