"""What is wrong with settings about pictures, told before anything starts."""

from collections.abc import Iterator

from zaffre.safety.pictures import ocr
from zaffre.safety.pictures.build import FACTORIES
from zaffre.safety.policy import EMBEDDED, Policy
from zaffre.settings.schema import Settings


def wrong(policy: Policy, settings: Settings) -> Iterator[str]:
    """A sentence for each thing that can't be; `policy` is resolved."""
    where = f"`policies.{policy.name}.images"
    for name in policy.images.filters:
        if name != EMBEDDED:
            yield from _filter(f"{where}.filters` names {name!r}", name, settings)
    if policy.images.read_text:
        if not policy.filters:
            yield f"{where}.read_text` has text in pictures read, and the policy has no `filters` that judge it"
        if not ocr.is_installed():
            yield f"{where}.read_text` needs a reader, which is not installed: {ocr.INSTALL}"


def _filter(told: str, name: str, settings: Settings) -> Iterator[str]:
    guard = settings.filters.get(name)
    if guard is None:
        yield f"{told}, and there is no such filter"
        return
    if guard.kind not in FACTORIES:
        yield f"{told}, and filters of the kind {guard.kind} see no pictures: those of {', '.join(FACTORIES)} do"
    deployment = settings.deployments.get(guard.deployment or "")
    backend = settings.backends.get(deployment.backend) if deployment else None
    if guard.kind == "llama_guard" and backend is not None and backend.engine != "remote":
        yield f"{told}, whose deployment {guard.deployment!r} takes no pictures: only the engine remote does"
    if guard.kind == "openai" and (guard.model or "").startswith("text-"):
        yield f"{told}, whose model {guard.model!r} reads texts alone: omni-moderation-latest sees"
