"""Who looks at pictures in an installation, built from its settings."""

from collections.abc import Callable, Iterable, Mapping

from zaffre.engines.pool import Pool
from zaffre.safety.panel import Panel
from zaffre.safety.pictures.embedded import EmbeddedPictures
from zaffre.safety.pictures.filters import PictureFilter
from zaffre.safety.pictures.open_nsfw import OpenNsfw
from zaffre.safety.pictures.panel import Pictures
from zaffre.safety.pictures.words import Words
from zaffre.safety.policy import EMBEDDED, Policy
from zaffre.settings.safety import Guard
from zaffre.settings.schema import Settings


def build(settings: Settings, policies: Iterable[Policy], texts: Panel, pool: Pool) -> Pictures:
    """Those that some policy asks, and the embedded one; raises `OSError` where its weights are not there."""
    policies = list(policies)
    named = {name for policy in policies for name in policy.images.filters} - {EMBEDDED}
    filters: dict[str, PictureFilter] = {EMBEDDED: EmbeddedPictures(OpenNsfw(settings.safety.threads))}
    filters |= {name: _filter(settings.filters[name], settings, pool) for name in sorted(named)}
    return Pictures(filters, _words(settings, texts) if any(one.images.read_text for one in policies) else None)


def _filter(guard: Guard, settings: Settings, pool: Pool) -> PictureFilter:
    return FACTORIES[guard.kind](guard, settings, pool)


def _words(settings: Settings, texts: Panel) -> Words:
    from zaffre.safety.pictures.ocr import RapidOcr

    return Words(RapidOcr(settings.safety.threads), texts)


def _guard_model(guard: Guard, settings: Settings, pool: Pool) -> PictureFilter:
    from zaffre.safety.pictures.guard_model import SeeingGuardModel

    deployment = settings.deployments[guard.deployment]
    return SeeingGuardModel(guard, pool.find(deployment.model, deployment.backend))


def _openai(guard: Guard, settings: Settings, pool: Pool) -> PictureFilter:
    from zaffre.safety.pictures.openai import OpenAIPictures

    return OpenAIPictures.of(guard)


def _azure(guard: Guard, settings: Settings, pool: Pool) -> PictureFilter:
    from zaffre.safety.pictures.azure import AzurePictures

    return AzurePictures.of(guard)


def _plugin(guard: Guard, settings: Settings, pool: Pool) -> PictureFilter:
    from zaffre.safety.guards.plugin import make

    return make(guard)


FACTORIES: Mapping[str, Callable[[Guard, Settings, Pool], PictureFilter]] = {
    "llama_guard": _guard_model,
    "openai": _openai,
    "azure": _azure,
    "plugin": _plugin,
}
"""A new filter for pictures is one file and one line here; heavy imports wait inside its factory."""
