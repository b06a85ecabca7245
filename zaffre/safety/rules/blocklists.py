"""Blocklists, several together, looked for in a text and behind its disguises."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct

from zaffre.core.verdicts import Span
from zaffre.safety.disguises.normalise import View, lower, views
from zaffre.safety.rules.blocklist_items import BlocklistWrong, Entry, Item, check_size
from zaffre.safety.rules.blocklist_regexes import Regexes
from zaffre.safety.rules.blocklist_terms import Terms

__all__ = ["MOST_MATCHES", "BlocklistWrong", "Item", "Match", "Matcher"]

MOST_MATCHES = 100
# The words of a term may stand on two lines, with an indent.
_GAP = re.compile(r"\s{2,}")


class Match(Struct, frozen=True):
    """An item that a text has. `text` is the item's; `span` is where in the text."""

    list_name: str
    item_id: str
    text: str
    span: Span


class Matcher:
    """Lists by their names, compiled. Raises `BlocklistWrong`."""

    def __init__(self, lists: Mapping[str, Sequence[Item]]):
        for name, items in lists.items():
            check_size(name, items)
        entries = [Entry(name, item) for name, items in lists.items() for item in items]
        self._terms = Terms(entry for entry in entries if not entry.item.is_regex)
        self._regexes = Regexes([entry for entry in entries if entry.item.is_regex])

    def find(self, text: str) -> list[Match]:
        """Where `text` has the items, openly or disguised, by where they begin; no more than 100."""
        found = islice(_unlike(self._found(text)), MOST_MATCHES)
        matches = (Match(entry.list_name, entry.item.id, entry.item.text, span) for entry, span in found)
        return sorted(matches, key=lambda match: match.span)

    def _found(self, text: str) -> Iterator[tuple[Entry, Span]]:
        plain = lower(text)
        for view in (View(text), *(view for view in views(text) if view.text != plain)):
            tight = view.edited(_GAP, lambda _: " ")
            yield from ((entry, tight.origin(start, end)) for entry, start, end in self._terms.find(tight.text))
            yield from ((entry, view.origin(start, end)) for entry, start, end in self._regexes.find(view.text))


def _unlike(found: Iterable[tuple[Entry, Span]]) -> Iterator[tuple[Entry, Span]]:
    seen = set()
    for entry, span in found:
        if (key := (entry.list_name, entry.item.id, span)) not in seen:
            seen.add(key)
            yield entry, span
