"""The artist: one model in as many pipelines as it has ways to draw, on whatever hardware there is."""

from pathlib import Path
from typing import Any

import msgspec

from zaffre.core.calls import Drawing
from zaffre.core.errors import EngineFailed
from zaffre.core.pictures import Pixels
from zaffre.engines.artists.base import Tell
from zaffre.engines.artists.diffusers.abilities import abilities
from zaffre.engines.artists.diffusers.failures import explained, picture_of
from zaffre.engines.artists.diffusers.jobs import job_of
from zaffre.engines.artists.diffusers.watching import Watch
from zaffre.engines.base import Capabilities
from zaffre.engines.weights import PullFailed, Store
from zaffre.imaging.images import pixels_of
from zaffre.settings.schema import Backend


class Diffusers:
    """Keeps the contract of `engines/artists/base.py`, as far as the model's own pipelines can."""

    capabilities = Capabilities(operations=frozenset())

    def __init__(self, options: dict[str, Any]):
        self._backend = msgspec.convert(options["backend"], Backend)
        self._name = options["model_name"]
        self._home = Path(options["home"])

    def load(self) -> None:
        """Reads the weights that were pulled; nothing is fetched. Takes seconds to minutes."""
        # The libraries take seconds to import, and are there only where their extra was installed.
        try:
            from zaffre.engines.artists.diffusers.loading import load
        except ImportError as error:
            raise EngineFailed(
                f"The engine diffusers needs libraries that are not installed ({error}). "
                "Run: pip install 'zaffre[diffusers]'"
            ) from error
        try:
            index = Store(self._home).path(self._name, self._backend)
            self._pipelines = load(index.parent, self._backend, self._adapters())
        except PullFailed as error:
            raise EngineFailed(str(error)) from error
        self.capabilities = abilities(self._pipelines, self._backend)

    def draw(self, call: Drawing, tell: Tell) -> Pixels:
        """One picture, each denoising step a step. Equal calls give equal pixels on the same hardware."""
        from zaffre.engines.artists.diffusers.running import run

        job = job_of(call, self._pipelines, self._backend)
        watch = Watch(job, call, tell)
        with explained(call, self._backend):
            drawn = picture_of(run(job, watch, call.seed or 0))
        return pixels_of(job.finished(drawn))

    def _adapters(self) -> list[tuple[Path, float]]:
        """The files of the adapters that the settings name, each with its weight."""
        from zaffre.settings.pipelines import adapter, is_file

        store = Store(self._home)
        named = [adapter(said) for said in self._backend.lora]
        return [(Path(place) if is_file(place) else store.weights(place), weight) for place, weight in named]
