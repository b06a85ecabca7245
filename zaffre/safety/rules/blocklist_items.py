"""The items of blocklists, and what makes one unusable."""

from collections.abc import Sequence

from msgspec import Struct

MOST_ITEMS = 10_000
LONGEST_ITEM = 1_000
MOST_CHARACTERS = 1_000_000
"""In the items of one list together."""


class Item(Struct, frozen=True):
    """A term, found as a whole word, or a regular expression in RE2's syntax; both in upper or lower case."""

    id: str
    text: str
    is_regex: bool = False
    description: str = ""


class Entry(Struct, frozen=True):
    """An item and the list that it is in."""

    list_name: str
    item: Item

    def wrong(self, message: str) -> "BlocklistWrong":
        return BlocklistWrong(message, self.list_name, self.item.id)


Hit = tuple[Entry, int, int]
"""An entry, and where in the text that was searched."""


class BlocklistWrong(ValueError):
    """A list or an item that cannot be looked for; `message` says why, and what to do."""

    def __init__(self, message: str, list_name: str, item_id: str = ""):
        place = f"item {item_id!r} of blocklist {list_name!r}" if item_id else f"blocklist {list_name!r}"
        super().__init__(f"{place}: {message}")
        self.message = message
        self.list_name = list_name
        self.item_id = item_id


def check_size(name: str, items: Sequence[Item]) -> None:
    """Raises `BlocklistWrong` for too many items, and for empty or too long ones."""
    if len(items) > MOST_ITEMS:
        raise BlocklistWrong(f"it has {len(items):,} items; the most are {MOST_ITEMS:,}", name)
    for item in items:
        if not item.text.strip():
            raise BlocklistWrong("its text is empty", name, item.id)
        if len(item.text) > LONGEST_ITEM:
            message = f"its text has {len(item.text):,} characters; the most are {LONGEST_ITEM:,}"
            raise BlocklistWrong(message, name, item.id)
    if (total := sum(len(item.text) for item in items)) > MOST_CHARACTERS:
        raise BlocklistWrong(f"its items have {total:,} characters; the most are {MOST_CHARACTERS:,}", name)
