"""A project's limits by model in OpenAI's shape."""

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from zaffre.core.errors import BadRequest
from zaffre.core.limits import Limit
from zaffre.wire.body import check_known, convert

UNBOUNDED = 2**31 - 1
"""What is told, and taken, for no limit where OpenAI's shape must have a number."""
_NAMES = {
    "max_requests_per_1_minute": "requests_per_minute",
    "max_tokens_per_1_minute": "tokens_per_minute",
    "max_images_per_1_minute": "images_per_minute",
    "max_requests_per_1_day": "requests_per_day",
    "batch_1_day_max_input_tokens": "enqueued_batch_tokens",
}
_ALWAYS = ("max_requests_per_1_minute", "max_tokens_per_1_minute")
_PREFIX = "rl_"
Most = Annotated[int, Meta(ge=1, le=UNBOUNDED)]


class _Change(Struct, kw_only=True):
    max_requests_per_1_minute: Most | UnsetType = UNSET
    max_tokens_per_1_minute: Most | UnsetType = UNSET
    max_images_per_1_minute: Most | UnsetType = UNSET
    max_requests_per_1_day: Most | UnsetType = UNSET
    batch_1_day_max_input_tokens: Most | UnsetType = UNSET


def decode_change(raw: dict[str, Any]) -> dict[str, int | None]:
    """What changes, by the fields of `Limit`."""
    if "max_audio_megabytes_per_1_minute" in raw:
        text = "Unsupported parameter: 'max_audio_megabytes_per_1_minute' is not limited here."
        raise BadRequest(text, param="max_audio_megabytes_per_1_minute", code="unsupported_parameter")
    body = convert(raw, _Change)
    check_known(raw, _Change)
    values = {ours: getattr(body, theirs) for theirs, ours in _NAMES.items()}
    return {name: None if most == UNBOUNDED else most for name, most in values.items() if most is not UNSET}


def deployment_of(rate_limit_id: str) -> str:
    return rate_limit_id.removeprefix(_PREFIX)


def told(limit: Limit) -> dict[str, Any]:
    values = {theirs: getattr(limit, ours) for theirs, ours in _NAMES.items()}
    bounds = {name: UNBOUNDED if most is None else most for name, most in values.items() if most or name in _ALWAYS}
    return {"object": "project.rate_limit", "id": _PREFIX + limit.model, "model": limit.model} | bounds


def encode(limit: Limit) -> bytes:
    return msgspec.json.encode(told(limit))
