"""Blocklists and their items, as Azure AI Content Safety's clients read and write them."""

import re
import uuid
from typing import Annotated, Any
from urllib.parse import urlencode

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from zaffre.core.blocklists import Blocklist, ListItem
from zaffre.core.errors import BadRequest
from zaffre.wire.body import check_known, convert

MAX_AT_ONCE = 100
"""Items that one call may add, update or remove."""
LONGEST_TERM = 128
LONGEST_REGEX = 1000
PAGE = 100
MAX_PAGE = 1000
_LARGEST = 2**31 - 1
_NAME = re.compile(r"[0-9A-Za-z._~-]{1,64}")

Description = Annotated[str, Meta(max_length=1024)]


class ListBody(Struct, kw_only=True, rename="camel"):
    """`blocklist_name` repeats what the path says."""

    blocklist_name: str | None = None
    description: Description | UnsetType | None = UNSET


class ItemBody(Struct, kw_only=True, rename="camel"):
    """`blocklist_item_id` is ours to give; what a caller sends there is not read."""

    text: str
    description: Description | None = None
    is_regex: bool = False
    blocklist_item_id: str | None = None


class ItemsBody(Struct, kw_only=True, rename="camel"):
    blocklist_items: Annotated[list[dict[str, Any]], Meta(min_length=1, max_length=MAX_AT_ONCE)]


class RemovalBody(Struct, kw_only=True, rename="camel"):
    blocklist_item_ids: Annotated[list[str], Meta(min_length=1, max_length=MAX_AT_ONCE)]


class Page(Struct, frozen=True):
    """Which items are wanted: `top` is how many in all pages together, `size` how many at most in one."""

    skip: int
    size: int
    top: int | None

    @property
    def limit(self) -> int:
        """How many this page has at most."""
        return self.size if self.top is None else min(self.size, self.top)

    def next(self) -> "Page | None":
        left = None if self.top is None else self.top - self.limit
        return None if left == 0 else Page(self.skip + self.limit, self.size, left)


def check_name(name: str) -> str:
    """The name itself, where it may be a blocklist's."""
    if not _NAME.fullmatch(name):
        text = f"{name[:80]!r} can't name a blocklist: use 1 to 64 of the characters 0-9 A-Z a-z . _ ~ -"
        raise BadRequest(text, param="blocklistName", code="InvalidResourceName")
    return name


def decode_description(raw: dict[str, Any], name: str) -> str | UnsetType | None:
    """The new description: `UNSET` leaves it as it is, None takes it away."""
    body = convert(raw, ListBody)
    check_known(raw, ListBody)
    if body.blocklist_name not in (None, name):
        text = f"Invalid 'blocklistName': it must be {name!r}, as in the path, or left out."
        raise BadRequest(text, param="blocklistName", code="invalid_value")
    return body.description


def decode_items(raw: dict[str, Any]) -> list[ListItem]:
    """The items that a body adds or updates, each with an id in case it is new."""
    body = convert(raw, ItemsBody)
    check_known(raw, ItemsBody)
    return [_item(one, f"blocklistItems[{place}]") for place, one in enumerate(body.blocklist_items)]


def decode_removal(raw: dict[str, Any]) -> list[str]:
    body = convert(raw, RemovalBody)
    check_known(raw, RemovalBody)
    return body.blocklist_item_ids


def decode_page(top: str | None, skip: str | None, size: str | None) -> Page:
    """The page that a query asks for; `maxpagesize` is held to what one page may have."""
    wanted = _number("maxpagesize", size, PAGE, least=1)
    return Page(_number("skip", skip, 0), min(wanted, MAX_PAGE), _number("top", top, None))


def encode_list(blocklist: Blocklist) -> bytes:
    return msgspec.json.encode(_list(blocklist))


def encode_lists(blocklists: list[Blocklist]) -> bytes:
    return msgspec.json.encode({"value": [_list(one) for one in blocklists]})


def encode_item(item: ListItem) -> bytes:
    return msgspec.json.encode(_told(item))


def encode_items(items: list[ListItem]) -> bytes:
    """What was added or updated."""
    return msgspec.json.encode({"blocklistItems": [_told(item) for item in items]})


def encode_page(items: list[ListItem], page: Page, url: str, version: str) -> bytes:
    """A page of items, which may be given one more than the page has: then there is a next, at `url`."""
    told: dict[str, Any] = {"value": [_told(item) for item in items[: page.limit]]}
    following = page.next() if len(items) > page.limit else None
    if following:
        query = {"api-version": version, "skip": following.skip, "maxpagesize": following.size}
        told["nextLink"] = f"{url}?{urlencode(query | ({'top': following.top} if following.top else {}))}"
    return msgspec.json.encode(told)


def _item(raw: dict[str, Any], path: str) -> ListItem:
    body = convert(raw, ItemBody, path)
    check_known(raw, ItemBody, path)
    longest = LONGEST_REGEX if body.is_regex else LONGEST_TERM
    if not body.text.strip() or len(body.text) > longest:
        text = f"Invalid '{path}.text': it must have 1 to {longest} characters, and not only blanks."
        raise BadRequest(text, param=f"{path}.text", code="invalid_value")
    return ListItem(id=str(uuid.uuid4()), text=body.text, is_regex=body.is_regex, description=body.description)


def _number(name: str, given: str | None, default: int | None, *, least: int = 0) -> int | None:
    if given is None:
        return default
    if not (given.isascii() and given.isdigit() and len(given) <= 10 and least <= int(given) <= _LARGEST):
        text = f"Invalid value for '{name}': expected a whole number of at least {least}."
        raise BadRequest(text, param=name, code="invalid_value")
    return int(given)


def _list(blocklist: Blocklist) -> dict[str, Any]:
    return _filled({"blocklistName": blocklist.name, "description": blocklist.description})


def _told(item: ListItem) -> dict[str, Any]:
    told = {"blocklistItemId": item.id, "description": item.description, "text": item.text, "isRegex": item.is_regex}
    return _filled(told)


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
