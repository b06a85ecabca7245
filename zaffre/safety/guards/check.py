"""What is wrong with the settings of filters, told before anything starts."""

import math
import os
from collections.abc import Iterator, Mapping

from zaffre.safety.guards.models import WAYS
from zaffre.safety.guards.plugin import PluginWrong, find
from zaffre.safety.policy import EMBEDDED, builtin, missing_bases, resolve
from zaffre.settings.safety import Guard
from zaffre.settings.schema import Settings

OPTIONS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(WAYS, frozenset({"deployment"})),
    "openai": frozenset({"url", "model", "api_key_env"}),
    "azure": frozenset({"url", "api_key_env"}),
    "plugin": frozenset({"factory", "options"}),
}
"""Which settings mean something to a kind; `timeout` does to all."""


def wrong(settings: Settings, environ: Mapping[str, str] = os.environ) -> Iterator[str]:
    """A sentence for each contradiction."""
    for name, guard in settings.filters.items():
        where = f"filters.{name}"
        if name == EMBEDDED:
            yield f"`{where}` cannot be declared: the filter of that name comes along"
            continue
        for option in ("deployment", "url", "model", "api_key_env", "factory", "options"):
            if option not in OPTIONS[guard.kind] and getattr(guard, option):
                yield f"`{where}.{option}` means nothing to a filter of the kind {guard.kind}"
        if not (math.isfinite(guard.timeout) and guard.timeout > 0):
            yield f"`{where}.timeout` must be a finite number above 0"
        if guard.kind in WAYS:
            yield from _model(name, guard, settings)
        elif guard.kind == "plugin":
            yield from _plugin(where, guard)
        else:
            yield from _service(where, guard, environ)


def _model(name: str, guard: Guard, settings: Settings) -> Iterator[str]:
    where = f"`filters.{name}.deployment`"
    deployment = settings.deployments.get(guard.deployment or "")
    if guard.deployment is None:
        yield f"{where} must be given: it serves the guard model"
    elif deployment is None:
        yield f"{where} names {guard.deployment!r}, and there is no such deployment"
    else:
        backend = settings.backends.get(deployment.backend)
        if backend is not None and backend.engine == "onnx":
            yield f"{where} names {guard.deployment!r}, which makes embeddings and cannot answer"
        policy = deployment.policy or settings.safety.policy
        if name in _filters_of(policy, settings):
            yield (
                f"{where} names {guard.deployment!r}, whose own calls are under the policy {policy!r}, "
                f"which asks this filter: give that deployment another `policy`"
            )


def _service(where: str, guard: Guard, environ: Mapping[str, str]) -> Iterator[str]:
    if not (guard.url or "").startswith(("http://", "https://")):
        yield f"`{where}.url` must be given, and begin with http:// or https://"
    if guard.api_key_env and not environ.get(guard.api_key_env):
        yield f"`{where}.api_key_env` names {guard.api_key_env}, and that environment variable is not set"


def _plugin(where: str, guard: Guard) -> Iterator[str]:
    if not guard.factory:
        yield f"`{where}.factory` must be given: `package.module:name` of what makes the filter"
        return
    try:
        find(guard.factory)
    except PluginWrong as error:
        yield f"`{where}.factory`: {error}"


def _filters_of(policy: str, settings: Settings) -> tuple[str, ...]:
    """Those of a policy that can be resolved; what can't is told elsewhere."""
    known = builtin() | settings.policies
    broken = {name for name, _ in missing_bases(known)}
    if policy not in known or policy in broken:
        return ()
    found = resolve(policy, known)
    return (*found.filters, *found.images.filters)
