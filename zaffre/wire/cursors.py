"""Places in a list, as opaque words that a client hands back to get what comes after."""

import base64
import binascii
from typing import Any

import msgspec

from zaffre.core.errors import BadRequest

MOST = 100
USUAL = 30


def encode(place: tuple[Any, ...]) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def decode(word: str | None, kind: Any) -> Any:
    """The place, a tuple of type `kind`; `None` where no word came. Raises `BadRequest`."""
    if word is None:
        return None
    try:
        return msgspec.json.decode(base64.b64decode(word + "=" * (-len(word) % 4), b"-_", validate=True), type=kind)
    except (msgspec.MsgspecError, binascii.Error, ValueError) as error:
        text = "Invalid value for 'after': hand back the `next` of an earlier page, unchanged."
        raise BadRequest(text, param="after", code="invalid_value") from error


def limit(given: str | None) -> int:
    """How many a page may have."""
    if given is None:
        return USUAL
    if not (given.isascii() and given.isdigit() and len(given) <= 4 and 1 <= int(given) <= MOST):
        text = f"Invalid value for 'limit': expected 1 to {MOST}."
        raise BadRequest(text, param="limit", code="invalid_value")
    return int(given)


def encode_page(told: list[dict[str, Any]], following: tuple[Any, ...] | None, **more: Any) -> bytes:
    """A page of a list; `following` is the place of its last one where there are more, `more` what else is told."""
    after = None if following is None else encode(following)
    return msgspec.json.encode({"object": "list", "data": told, "has_more": after is not None, "next": after} | more)
