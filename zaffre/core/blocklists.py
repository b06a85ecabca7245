"""Blocklists that projects keep, and what they find."""

from msgspec import Struct


class Blocklist(Struct, frozen=True, kw_only=True):
    """A list without its items; `revision` grows with every change of them."""

    id: str
    name: str
    description: str | None = None
    revision: int = 0


class ListItem(Struct, frozen=True, kw_only=True):
    """A term or a regular expression of a list."""

    id: str
    text: str
    is_regex: bool = False
    description: str | None = None


class ListMatch(Struct, frozen=True):
    """An item that a text has; `text` is the item's."""

    list_name: str
    item_id: str
    text: str
