"""The rules of a policy's one direction, compiled: blocklists, personal data, profanity."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from zaffre.core.verdicts import BLOCKLISTS, PERSONAL, Finding
from zaffre.safety.policy import Side
from zaffre.safety.rules import pii, profanity
from zaffre.safety.rules.blocklists import Item, Matcher
from zaffre.settings.safety import Blocklist

_PATTERN = "re:"


class Wanted(Struct, frozen=True):
    """All of a policy's side that rules depend on; sides that want the same share them."""

    lists: tuple[str, ...]
    personal_data: bool
    kinds: tuple[str, ...]
    profanity: bool

    @classmethod
    def by(cls, side: Side) -> "Wanted":
        names = tuple(rule.name for rule in side.lists)
        return cls(names, side.personal_data is not None, side.kinds, "profanity" in side.rules)


class Rules:
    """What needs no model: finds the same whatever else is judged."""

    def __init__(self, wanted: Wanted, lists: Mapping[str, Sequence[Item]]):
        bound = {name: lists[name] for name in wanted.lists}
        self._matcher = Matcher(bound) if bound else None
        self._kinds = frozenset(wanted.kinds) or None
        self._wants_personal = wanted.personal_data
        self._wants_profanity = wanted.profanity

    @property
    def is_empty(self) -> bool:
        return not (self._matcher or self._wants_personal or self._wants_profanity)

    def find(self, text: str) -> Iterator[Finding]:
        """A finding for each match, with its place in `text`."""
        for match in self._matcher.find(text) if self._matcher else ():
            detail = f"{match.list_name}/{match.item_id}"
            yield Finding(category=BLOCKLISTS, span=match.span, detail=detail, source=f"blocklist {match.list_name}")
        for found in pii.find(text, self._kinds) if self._wants_personal else ():
            yield Finding(category=PERSONAL, span=found.span, detail=found.kind, source="personal data rules")
        for span in profanity.find(text) if self._wants_profanity else ():
            yield Finding(category="profanity", span=span, source="profanity list")


def items(blocklist: Blocklist) -> list[Item]:
    """The items that the settings of a blocklist declare, the ones in its file after them. Raises `OSError`."""
    terms, regexes = list(blocklist.terms), list(blocklist.regexes)
    for line in Path(blocklist.file).read_text().splitlines() if blocklist.file else ():
        if line.startswith(_PATTERN):
            regexes.append(line.removeprefix(_PATTERN).strip())
        elif line.strip():
            terms.append(line.strip())
    plain = [Item(id=f"term-{place}", text=text) for place, text in enumerate(terms, 1)]
    return plain + [Item(id=f"regex-{place}", text=text, is_regex=True) for place, text in enumerate(regexes, 1)]
