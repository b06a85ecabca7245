"""How much of a verdict an answer tells: by the path's dialect, or as the caller asks."""

from collections.abc import Callable
from typing import get_args

from zaffre.api.visit import Visit
from zaffre.core.calls import Inference
from zaffre.core.errors import BadRequest
from zaffre.service.flow import Answer, Service
from zaffre.wire import azure
from zaffre.wire.openai.notes import Level, Notes

HEADER = b"x-content-filter-annotations"


def for_call(visit: Visit, service: Service, call: Inference) -> Callable[[Answer], Notes]:
    """From an answer to its notes. Raises `BadRequest` for a level that is none."""
    level = _level(visit)
    model = service.screen.version if call.moderation else None
    return lambda answer: Notes(level, answer.verdicts, model)


def _level(visit: Visit) -> Level:
    asked = visit.header(HEADER)
    if asked is None:
        if visit.dialect.is_azure and not azure.annotates(visit.query("api-version")):
            return "none"
        return visit.annotations
    if asked not in get_args(Level):
        text = f"Invalid '{HEADER.decode()}': {asked[:40]!r}. It is one of {', '.join(get_args(Level))}."
        raise BadRequest(text, param=HEADER.decode(), code="invalid_value")
    return asked
