"""What is wrong with a configuration: names nobody knows, and settings that contradict each other."""

import difflib
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from ipaddress import ip_network
from typing import Any, get_args, get_origin

import msgspec

from zaffre.settings import access, mail, oidc, pipelines, prices, sign_in, storage
from zaffre.settings.schema import Backend, Section, Settings

OPTIONS: Mapping[str, frozenset[str]] = {
    "llamacpp": frozenset({"context", "slots", "patience", "threads", "quantize", "binary"}),
    "onnx": frozenset({"threads", "max_batch"}),
    "remote": frozenset(
        {"url", "dialect", "api_version", "api_key_env", "connect_timeout", "read_timeout", "most_at_once", "patience"}
    ),
    "echo": frozenset({"context", "delay", "workers", "most_at_once", "patience"}),
    "illustrator": frozenset({"workers", "threads"}),
    "tiny-diffusion": frozenset({"workers", "threads"}),
    "diffusers": frozenset(
        {"workers", "threads", "device", "dtype", "offload", "scheduler", "steps", "guidance", "lora"}
    ),
    "artist": frozenset({"factory", "workers", "threads"}),
}
"""Which settings of a backend mean something to its engine; `engine` and `region` do to all."""
_SHORTEST_QUEUE = 20
"""Room for a call of ten pictures, and for as many of others."""
_STORES = ("s3://", "gs://", "az://")
_MOST_DAYS = 36_500
_MOST_HOURS = 24 * 365
_FACTORY = re.compile(r"[\w.]+:\w+")
_SOURCE = re.compile(r"(pypi:[\w.-]+(==[\w.]+)?|hf:[\w.-]+/[\w.-]+(/.+)?|file:.+)")


def unknown(raw: dict[str, Any], kind: type[Section], path: str = "") -> Iterator[str]:
    """A sentence for each key that no setting has, with the name that may have been meant."""
    known = {field.name: field.type for field in msgspec.structs.fields(kind)}
    for name, value in raw.items():
        where = f"{path}{name}"
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            yield f"unknown setting `{where}`" + (f"; did you mean `{path}{near[0]}`?" if near else "")
        elif isinstance(value, dict):
            yield from _inside(value, known[name], f"{where}.")


def contradictions(settings: Settings, environ: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each pair of settings that cannot both hold."""
    for name, backend in settings.backends.items():
        yield from _backend(f"backends.{name}", backend, environ)
        yield from pipelines.contradictions(f"backends.{name}", backend, settings)
    for name, model in settings.models.items():
        if model.source is not None and not _SOURCE.fullmatch(model.source):
            yield f"`models.{name}.source` must be pypi:PACKAGE, hf:OWNER/NAME or file:PATH, not {model.source!r}"
    for name, deployment in settings.deployments.items():
        yield from _deployment(f"deployments.{name}", name, settings)
        yield from prices.contradictions(f"deployments.{name}.price", deployment, settings)
    folded = [name.casefold() for name in settings.deployments]
    for name in sorted({name for name in folded if folded.count(name) > 1}):
        yield f"the deployment `{name}` is there twice: names are compared without regard to case"
    if not settings.deployments:
        yield "no deployment is declared: nothing could be called"
    if not 0 <= settings.server.port <= 65535:
        yield f"`server.port` must be between 0 and 65535, not {settings.server.port}"
    yield from _proxies(settings.server.trusted_proxies)
    for name in ("max_body", "max_upload"):
        if getattr(settings.server, name) < 1:
            yield f"`server.{name}` must be at least 1"
    if not _is_amount(settings.key_defaults.budget):
        yield "`key_defaults.budget` must be a finite number of at least 0"
    yield from _pictures(settings)
    yield from access.contradictions(settings.access, settings.mail, set(settings.deployments))
    yield from mail.contradictions(settings.mail, environ)
    yield from sign_in.contradictions(settings.sign_in)
    yield from oidc.contradictions(settings.oidc, environ)
    yield from storage.contradictions(settings.storage, settings.counters)


def _proxies(networks: Iterable[str]) -> Iterator[str]:
    for network in networks:
        try:
            ip_network(network)
        except ValueError:
            yield f"`server.trusted_proxies` must list networks such as 10.0.0.0/8, not {network!r}"


def _inside(value: dict[str, Any], kind: Any, path: str) -> Iterator[str]:
    if get_origin(kind) is dict:
        section = get_args(kind)[1]
        for name, part in value.items():
            if isinstance(part, dict):
                yield from unknown(part, section, f"{path}{name}.")
    elif isinstance(kind, type) and issubclass(kind, Section):
        yield from unknown(value, kind, path)


def _backend(where: str, backend: Backend, environ: Mapping[str, str]) -> Iterator[str]:
    plain = Backend(engine=backend.engine)
    for field in msgspec.structs.fields(Backend):
        meant = field.name in OPTIONS[backend.engine] or field.name in ("engine", "region")
        if not meant and getattr(backend, field.name) != getattr(plain, field.name):
            yield f"`{where}.{field.name}` means nothing to the engine {backend.engine}"
    for name in ("context", "slots", "max_batch", "workers"):
        if getattr(backend, name) < 1:
            yield f"`{where}.{name}` must be at least 1"
    if backend.most_at_once is not None and backend.most_at_once < 1:
        yield f"`{where}.most_at_once` must be at least 1"
    if not (_is_amount(backend.patience) and backend.patience > 0):
        yield f"`{where}.patience` must be a finite number above 0"
    if not _is_amount(backend.delay):
        yield f"`{where}.delay` must be a finite number of at least 0"
    if backend.engine == "artist" and not _FACTORY.fullmatch(backend.factory or ""):
        yield f"`{where}.factory` must be given, as package.module:name"
    if backend.threads is not None and backend.threads < 1:
        yield f"`{where}.threads` must be at least 1"
    if backend.engine == "remote":
        yield from _remote(where, backend, environ)


def _remote(where: str, backend: Backend, environ: Mapping[str, str]) -> Iterator[str]:
    if not (backend.url or "").startswith(("http://", "https://")):
        yield f"`{where}.url` must be given, and begin with http:// or https://"
    if backend.dialect == "azure" and not backend.api_version:
        yield f"`{where}.api_version` must be given where the dialect is azure"
    if backend.dialect == "openai" and backend.api_version:
        yield f"`{where}.api_version` means nothing where the dialect is openai"
    if backend.api_key_env and not environ.get(backend.api_key_env):
        yield f"`{where}.api_key_env` names {backend.api_key_env}, and that environment variable is not set"


def _deployment(where: str, name: str, settings: Settings) -> Iterator[str]:
    deployment = settings.deployments[name]
    model, backend = settings.models.get(deployment.model), settings.backends.get(deployment.backend)
    if model is None:
        yield f"`{where}.model` names {deployment.model!r}, and there is no such model"
    if backend is None:
        yield f"`{where}.backend` names {deployment.backend!r}, and there is no such backend"
    if deployment.max_output_tokens < 1:
        yield f"`{where}.max_output_tokens` must be at least 1"
    if model and backend:
        is_local = backend.engine in ("llamacpp", "onnx", "diffusers")
        if is_local and model.source is None:
            yield f"`models.{deployment.model}.source` must be given: {where} runs it here"
        if not is_local and model.source is not None:
            yield f"`models.{deployment.model}.source` means nothing: {where} does not run it here"


def _pictures(settings: Settings) -> Iterator[str]:
    pictures = settings.pictures
    days = {"pictures": pictures} | {f"projects.{name}": project for name, project in settings.projects.items()}
    if pictures.queue < _SHORTEST_QUEUE:
        yield f"`pictures.queue` must be at least {_SHORTEST_QUEUE}"
    for name, project in settings.projects.items():
        if not (_is_amount(project.weight) and project.weight > 0):
            yield f"`projects.{name}.weight` must be a finite number above 0"
    for where, section in days.items():
        if section.retention_days is not None and not 1 <= section.retention_days <= _MOST_DAYS:
            yield f"`{where}.retention_days` must be between 1 and {_MOST_DAYS}"
    if not 1 <= pictures.url_hours <= _MOST_HOURS:
        yield f"`pictures.url_hours` must be between 1 and {_MOST_HOURS}"
    if pictures.store and "://" in pictures.store and not pictures.store.startswith(_STORES):
        yield f"`pictures.store` must be a folder, or begin with {', '.join(_STORES)}"
    if pictures.approval and not pictures.moderators:
        yield "`pictures.approval` needs `pictures.moderators`: nobody could approve anything"


def _is_amount(value: float | None) -> bool:
    return value is None or (math.isfinite(value) and value >= 0)
