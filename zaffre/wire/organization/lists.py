"""Lists as OpenAI's administration has them: a place is the id of the one before, and the whole list says its ends."""

from collections.abc import Callable
from typing import Any

import msgspec

from zaffre.core.errors import BadRequest
from zaffre.core.people import Page

Ask = Callable[[str], str | None]
MOST = 1000
USUAL = 20
_LONGEST_ID = 200


def decode_page(ask: Ask, *, is_newest_first: bool = False, most: int = MOST) -> Page:
    """Which part of a list a query asks for."""
    order = ask("order")
    if order not in (None, "asc", "desc"):
        raise BadRequest("Invalid value for 'order': expected asc or desc.", param="order", code="invalid_value")
    after = ask("after")
    if after is not None and len(after) > _LONGEST_ID:
        raise BadRequest("Invalid value for 'after': it is no id.", param="after", code="invalid_value")
    return Page(_limit(ask("limit"), most), after or None, order == "desc" if order else is_newest_first)


def decode_flag(ask: Ask, name: str) -> bool:
    """A `true` or `false` of a query; false where it is not there."""
    value = ask(name)
    if value not in (None, "true", "false"):
        raise BadRequest(f"Invalid value for '{name}': expected true or false.", param=name, code="invalid_value")
    return value == "true"


def part(told: list[dict[str, Any]], page: Page) -> tuple[list[dict[str, Any]], bool]:
    """The page of a short list, and whether there is more."""
    ordered = told[::-1] if page.is_newest_first else told
    ids = [one["id"] for one in ordered]
    first = ids.index(page.after) + 1 if page.after in ids else 0 if page.after is None else len(ids)
    return ordered[first : first + page.limit], first + page.limit < len(ids)


def encode_list(told: list[dict[str, Any]], has_more: bool = False) -> bytes:
    ends = (told[0].get("id"), told[-1].get("id")) if told else (None, None)
    more = {"first_id": ends[0], "last_id": ends[1], "has_more": has_more, "next": ends[1] if has_more else None}
    return msgspec.json.encode({"object": "list", "data": told} | more)


def encode_deleted(kind: str, id: str | None = None) -> bytes:
    told = {"object": f"{kind}.deleted", "deleted": True}
    return msgspec.json.encode(told if id is None else {"id": id} | told)


def _limit(given: str | None, most: int) -> int:
    if given is None:
        return min(USUAL, most)
    if not (given.isascii() and given.isdigit() and len(given) <= 4 and 1 <= int(given) <= most):
        raise BadRequest(f"Invalid value for 'limit': expected 1 to {most}.", param="limit", code="invalid_value")
    return int(given)
