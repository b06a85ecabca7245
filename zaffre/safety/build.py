"""The screen of an installation, built from its settings; the only file of this room that knows all filters."""

from collections.abc import Callable, Mapping

from zaffre.core.clock import Clock
from zaffre.engines.pool import Pool
from zaffre.safety.embedded import Embedded
from zaffre.safety.filters import Filter
from zaffre.safety.panel import Panel
from zaffre.safety.pictures import build as pictures
from zaffre.safety.policies import Policies
from zaffre.safety.policy import EMBEDDED
from zaffre.safety.rules.compiled import items
from zaffre.safety.screen import Screen
from zaffre.settings.safety import Guard
from zaffre.settings.schema import Settings


def build(settings: Settings, pool: Pool, clock: Clock) -> Screen:
    """Raises `BlocklistWrong` or `OSError` for a blocklist that cannot be used."""
    from zaffre.safety.classifier.classifier import Classifier

    policies = Policies.build(settings)
    embedded = Embedded(
        Classifier(threads=settings.safety.threads),
        {name: items(blocklist) for name, blocklist in settings.blocklists.items()},
        remembered=settings.safety.remembered,
        waiting=settings.safety.waiting,
    )
    for policy in policies:
        embedded.prepare(policy)
    filters: dict[str, Filter] = {EMBEDDED: embedded}
    asked = {name for policy in policies for name in policy.filters} - {EMBEDDED}
    filters |= {name: _filter(settings.filters[name], settings, pool) for name in sorted(asked)}
    texts = Panel(filters)
    return Screen(policies, texts, embedded, pictures.build(settings, policies, texts, pool), clock)


def _filter(guard: Guard, settings: Settings, pool: Pool) -> Filter:
    return FACTORIES[guard.kind](guard, settings, pool)


def _guard_model(guard: Guard, settings: Settings, pool: Pool) -> Filter:
    from zaffre.safety.guards.models import GuardModel

    deployment = settings.deployments[guard.deployment]
    return GuardModel(guard, pool.find(deployment.model, deployment.backend))


def _openai(guard: Guard, settings: Settings, pool: Pool) -> Filter:
    from zaffre.safety.guards.openai import OpenAIModeration

    return OpenAIModeration.of(guard)


def _azure(guard: Guard, settings: Settings, pool: Pool) -> Filter:
    from zaffre.safety.guards.azure import AzureContentSafety

    return AzureContentSafety.of(guard)


def _plugin(guard: Guard, settings: Settings, pool: Pool) -> Filter:
    from zaffre.safety.guards.plugin import make

    return make(guard)


FACTORIES: Mapping[str, Callable[[Guard, Settings, Pool], Filter]] = {
    "llama_guard": _guard_model,
    "shieldgemma": _guard_model,
    "qwen3guard": _guard_model,
    "granite_guardian": _guard_model,
    "openai": _openai,
    "azure": _azure,
    "plugin": _plugin,
}
"""A new filter is one file and one line here; heavy imports wait inside its factory."""
