"""What policies saw and stopped over time."""

from typing import Literal

import msgspec
from msgspec import Struct

from zaffre.core.errors import BadRequest

By = Literal["day", "hour"]
SECONDS: dict[By, int] = {"day": 86_400, "hour": 3_600}
_LOOK_BACK: dict[By, int] = {"day": 30 * 86_400, "hour": 2 * 86_400}
_LATEST = 2**33


class Seen(Struct, kw_only=True):
    """In how many calls a category was seen and let pass, and in how many it stopped something."""

    direction: str
    category: str
    annotated: int = 0
    blocked: int = 0


class Bucket(Struct, kw_only=True):
    """A stretch of time that begins at `start`, in seconds since 1970; `blocked` counts calls."""

    object: str = "bucket"
    start: int
    requests: int
    annotated: int
    blocked: int
    categories: list[Seen]


def decode(since: str | None, by: str | None, now: float) -> tuple[int, By]:
    """From when on, in seconds since 1970, and in which steps; a month by days where nothing is said."""
    if by not in (None, *SECONDS):
        raise BadRequest("Invalid value for 'by': expected 'day' or 'hour'.", param="by", code="invalid_value")
    step: By = by or "day"
    if since is None:
        return int(now) - _LOOK_BACK[step], step
    if not (since.isascii() and since.isdigit() and len(since) <= 10 and int(since) < _LATEST):
        text = "Invalid value for 'since': expected whole seconds since 1970."
        raise BadRequest(text, param="since", code="invalid_value")
    return int(since), step


def encode(by: By, since: int, buckets: list[Bucket]) -> bytes:
    return msgspec.json.encode({"object": "list", "by": by, "since": since, "data": buckets})
