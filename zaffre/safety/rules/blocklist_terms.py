"""Terms, thousands at once, found by one automaton in one pass."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from zaffre.safety.disguises.normalise import lower, views
from zaffre.safety.rules.blocklist_items import Entry, Hit

# Scripts that put no blanks between words, or endings on them, are left out: there a term may begin and end anywhere.
_WORD = re.compile(
    r"([^\W\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7a3"
    r"\uf900-\ufaff\U00020000-\U0003ffff]+)"
)
_EDGE = "\0"
_BLANKS = str.maketrans("\0\t\n\r", "    ")


class Terms:
    """Terms and texts get a NUL at each edge of a word, so that every hit of the automaton counts."""

    def __init__(self, entries: Iterable[Entry]):
        forms: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            text = entry.item.text
            for form in {lower(text).strip(), views(text)[0].text.strip()} - {""}:
                forms[form].append(entry)
        self._automaton = _automaton(forms) if forms else None

    def find(self, text: str) -> Iterator[Hit]:
        """Each occurrence, overlapping ones too, by where it ends."""
        if self._automaton is None:
            return
        marked = _marked(text)
        counted = num_edges = 0
        for last, (length, entries) in self._automaton.iter(marked):
            num_edges += marked.count(_EDGE, counted, last + 1)
            counted = last + 1
            end = counted - num_edges
            for entry in entries:
                yield entry, end - length, end


def _automaton(forms: Mapping[str, Sequence[Entry]]) -> Any:
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for form, entries in forms.items():
        automaton.add_word(_marked(form), (len(form), tuple(entries)))
    automaton.make_automaton()
    return automaton


def _marked(text: str) -> str:
    return _EDGE.join(_WORD.split(lower(text).translate(_BLANKS)))
