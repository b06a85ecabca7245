"""Weights that are on this machine already: linked where the file system allows it, else copied."""

import asyncio
import os
import shutil
from pathlib import Path

from zaffre.engines.weights.contract import Progress, PullFailed


async def fetch(place: str, into: Path, resume: Path, progress: Progress) -> None:
    """Take a file, or all files of a folder. A relative path starts at the working directory."""
    source = Path(place).expanduser().resolve()
    if not source.exists():
        raise PullFailed(f"There is no file or folder at {source}. Correct the model's source.")
    if into.is_relative_to(source):
        raise PullFailed(f"{source} contains Zaffre's own home. Name the folder of the one model.")
    await asyncio.to_thread(_take, source, into, progress)


def _take(source: Path, into: Path, progress: Progress) -> None:
    if source.is_file():
        files = {source: into / source.name}
    else:
        files = {path: into / path.relative_to(source) for path in source.rglob("*") if path.is_file()}
    for done, (path, target) in enumerate(files.items()):
        progress("copying", done, len(files))
        target.parent.mkdir(parents=True, exist_ok=True)
        _link(path.resolve(), target)
    progress("copying", len(files), len(files))


def _link(source: Path, target: Path) -> None:
    # A hard link costs no room and outlives the original; `verify` finds out if that was written to.
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
