"""The engines of an installation, by the name of the model and its backend: built, loaded and closed together."""

import asyncio
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct

from zaffre.engines.base import Engine
from zaffre.settings.schema import Backend, Model, Settings


class Site(Struct, frozen=True):
    """Where an engine is built: its backend, its model, and the home for weights and sockets."""

    backend: Backend
    model_name: str
    model: Model
    home: Path


def _echo(site: Site) -> Engine:
    from zaffre.engines.echo import Echo

    return Echo(site.backend, site.model_name)


def _remote(site: Site) -> Engine:
    from zaffre.engines.remote import Remote

    key = os.environ.get(site.backend.api_key_env) if site.backend.api_key_env else None
    return Remote(site.backend, site.model.upstream_name or site.model_name, key)


def _llamacpp(site: Site) -> Engine:
    from zaffre.engines.llamacpp import LlamaCpp
    from zaffre.engines.weights import Store

    return LlamaCpp(site.backend, Store(site.home).path(site.model_name, site.backend), site.home)


def _onnx(site: Site) -> Engine:
    from zaffre.engines.onnx_embeddings import OnnxEmbeddings
    from zaffre.engines.weights import Store

    return OnnxEmbeddings(site.backend, Store(site.home).path(site.model_name, site.backend))


def _crew(factory: str | None = None) -> Callable[[Site], Engine]:
    """Artists in processes of their own; `factory` is `module:name` of what makes one, else the backend's own."""

    def build(site: Site) -> Engine:
        from zaffre.engines.artists.crew import Crew

        return Crew(factory or site.backend.factory or "", site.backend, site.model_name, site.model, site.home)

    return build


FACTORIES: Mapping[str, Callable[[Site], Engine]] = {
    "echo": _echo,
    "remote": _remote,
    "llamacpp": _llamacpp,
    "onnx": _onnx,
    "illustrator": _crew("zaffre.engines.artists.illustrator.artist:Illustrator"),
    "tiny-diffusion": _crew("zaffre.engines.artists.tiny_diffusion.artist:TinyDiffusion"),
    "diffusers": _crew("zaffre.engines.artists.diffusers.artist:Diffusers"),
    "artist": _crew(),
}
"""A new engine is one file and one line here; heavy imports wait inside its factory."""


class Pool:
    """One engine for each pair of model and backend that a deployment names."""

    def __init__(self, engines: dict[tuple[str, str], Engine]):
        self._engines = engines

    @classmethod
    def build(cls, settings: Settings, home: Path) -> "Pool":
        pairs = {(deployment.model, deployment.backend) for deployment in settings.deployments.values()}
        return cls({pair: _build(settings, *pair, home) for pair in sorted(pairs)})

    def find(self, model: str, backend: str) -> Engine:
        return self._engines[model, backend]

    async def load(self) -> None:
        """Load all at once; the first failure is raised after every other has been closed."""
        try:
            async with asyncio.TaskGroup() as group:
                for engine in self._engines.values():
                    group.create_task(engine.load())
        except ExceptionGroup as failures:
            await self.close()
            raise failures.exceptions[0] from failures

    @property
    def unready(self) -> list[str]:
        """The names of models that would not take a call now."""
        return sorted(model for (model, _), engine in self._engines.items() if not engine.is_ready)

    async def close(self) -> None:
        await asyncio.gather(*(engine.close() for engine in self._engines.values()))


def _build(settings: Settings, model: str, backend: str, home: Path) -> Engine:
    site = Site(settings.backends[backend], model, settings.models[model], home)
    return FACTORIES[site.backend.engine](site)
