"""What was pulled, from where, and the checksums that it must keep."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from zaffre.engines.weights.contract import Progress, PullFailed
from zaffre.engines.weights.pipelines import INDEX

NAME = "manifest.json"
FILES = "files"
_BLOCK = 1 << 20


class File(Struct, frozen=True):
    """A file by its path below the model's folder; `mtime` is in whole seconds, as archives keep no more."""

    path: str
    size: int
    mtime: int
    sha256: str


class Manifest(Struct, frozen=True, kw_only=True):
    """One pulled model. `main` is the file with the weights; `prepared` is what engines made of it, by kind."""

    name: str
    source: str
    main: str
    files: tuple[File, ...]
    prepared: dict[str, tuple[File, ...]] = {}
    pulled_at: float

    @property
    def sha256(self) -> str:
        """The checksum of the file with the weights; for a pipeline, that of all its files' checksums in order."""
        if self.main.endswith(INDEX):
            return hashlib.sha256("".join(file.sha256 for file in self.files).encode()).hexdigest()
        return next(file.sha256 for file in self.files if file.path == self.main)

    @property
    def size(self) -> int:
        return sum(file.size for file in self.all_files())

    def all_files(self) -> Iterator[File]:
        yield from self.files
        for files in self.prepared.values():
            yield from files


def describe(folder: Path, below: str, progress: Progress) -> tuple[File, ...]:
    """Every file of `folder/below`, hashed."""
    paths = sorted(path for path in (folder / below).rglob("*") if path.is_file())
    total = sum(path.stat().st_size for path in paths)
    done = 0
    files = []
    for path in paths:
        files.append(_describe(folder, path, done, total, progress))
        done += files[-1].size
    return tuple(files)


def is_intact(folder: Path, files: tuple[File, ...]) -> bool:
    """Whether all files look as they did; does not read them."""
    return all(_looks_as(folder / file.path, file) for file in files)


def damaged(folder: Path, manifest: Manifest, progress: Progress) -> list[str]:
    """The paths of files that are gone or no longer have their checksum; reads them all."""
    done = 0
    bad = []
    for file in manifest.all_files():
        path = folder / file.path
        if not path.is_file() or _sha256(path, done, manifest.size, progress) != file.sha256:
            bad.append(file.path)
        done += file.size
    return bad


def main_file(folder: Path) -> str:
    """The one file with weights in `folder/files`, or the index of a pipeline's; raises `PullFailed` for several."""
    if (folder / FILES / INDEX).exists() and any((folder / FILES).glob("*/*.safetensors")):
        return f"{FILES}/{INDEX}"
    for suffix in (".gguf", ".safetensors"):
        found = sorted(path.relative_to(folder).as_posix() for path in (folder / FILES).rglob(f"*{suffix}"))
        if len(found) == 1:
            return found[0]
        if found:
            raise PullFailed(f"The source has several {suffix} files. Name the one to use: {', '.join(found)}.")
    raise PullFailed("The source has no weights that an engine here can run (*.gguf or *.safetensors; never pickles).")


def read(folder: Path) -> Manifest | None:
    """The manifest of a model's folder; `None` where there is none that can be read."""
    try:
        return msgspec.json.decode((folder / NAME).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        return None


def write(folder: Path, manifest: Manifest) -> None:
    """Put the manifest in its place, whole or not at all."""
    fresh = folder / f".{NAME}"
    with fresh.open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(manifest)))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / NAME)


def _describe(folder: Path, path: Path, done: int, total: int, progress: Progress) -> File:
    stat = path.stat()
    digest = _sha256(path, done, total, progress)
    return File(path.relative_to(folder).as_posix(), stat.st_size, int(stat.st_mtime), digest)


def _looks_as(path: Path, file: File) -> bool:
    try:
        stat = path.stat()
    except OSError:
        return False
    return (stat.st_size, int(stat.st_mtime)) == (file.size, file.mtime)


def _sha256(path: Path, done: int, total: int, progress: Progress) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            done += len(block)
            progress("checking", done, total)
    return digest.hexdigest()
