"""Regular expressions, thousands at once, in time linear in the text."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from zaffre.safety.rules.blocklist_items import BlocklistWrong, Entry, Hit

_MEMORY_OF_ONE = 1 << 20
_MEMORY_OF_ALL = 64 << 20
"""Bytes that expressions may take, compiled and while they run."""

_PROBES = ("", "a", " a ", "0", "\n")
_NOT_LINEAR = re.compile(r"\(\?(?:<?[=!]|>|P=)|\\[1-9kg]|[*+?}]\+")


class Regexes:
    """One set of all tells which of them a text has; each of those then tells where."""

    def __init__(self, entries: Sequence[Entry]):
        """Raises `BlocklistWrong` for what RE2 does not take, and for what matches without any character."""
        self._entries = entries
        if entries:
            import re2

            self._options = _options(_MEMORY_OF_ONE)
            self._compile = re2.compile
            for entry in entries:
                _check(entry, self._options)
            self._set = _together(entries)

    def find(self, text: str) -> Iterator[Hit]:
        """The occurrences of each in turn, which do not overlap."""
        if not self._entries:
            return
        text = text.encode(errors="replace").decode()
        # Every text has the last member; a set that misses even that has run out of memory.
        matching = self._set.Match(text) or range(len(self._entries))
        for place in sorted(matching):
            if place < len(self._entries):
                yield from self._places(self._entries[place], text)

    def _places(self, entry: Entry, text: str) -> Iterator[Hit]:
        for match in self._compile(entry.item.text, self._options).finditer(text):
            if match.end() > match.start():
                yield entry, match.start(), match.end()


def _options(memory: int) -> Any:
    import re2

    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = memory
    return options


def _together(entries: Sequence[Entry]) -> Any:
    import re2

    together = re2.Set.SearchSet(_options(_MEMORY_OF_ALL))
    for pattern in (*(entry.item.text for entry in entries), ""):
        together.Add(pattern)
    try:
        together.Compile()
    except re2.error:
        message = "the regular expressions together take too much memory; use fewer, or repeat less in them"
        raise BlocklistWrong(message, entries[-1].list_name) from None
    return together


def _check(entry: Entry, options: Any) -> None:
    import re2

    try:
        compiled = re2.compile(entry.item.text, options)
    except UnicodeEncodeError:
        raise entry.wrong("the regular expression has half a character, a lone surrogate") from None
    except re2.error as wrong:
        raise entry.wrong(_explained(entry.item.text, wrong.args[0].decode(errors="replace"))) from None
    if any((match := compiled.search(probe)) and match.start() == match.end() for probe in _PROBES):
        raise entry.wrong("the regular expression matches even where nothing is; make it ask for a character")


def _explained(pattern: str, said: str) -> str:
    message = f"not a regular expression that RE2 takes: {said}"
    if _NOT_LINEAR.search(pattern):
        message += "; look-around, back-references and possessive repeats take more than linear time, so do without"
    return message
