"""Cuts a prompt into marks: each a word or a run of words whose part in the picture is known."""

import re
from typing import Any

from msgspec import Struct

from zaffre.engines.artists.illustrator.lexicon import Lexicon
from zaffre.engines.artists.illustrator.wordlists import table, turned


class Mark(Struct, frozen=True):
    """`kind` is one of the tables below, `thing`, `noun`, `silent`, `pause`, or `word` for what nobody knows."""

    kind: str
    value: Any
    words: tuple[str, ...]


def scan(prompt: str, lexicon: Lexicon) -> list[Mark]:
    """The marks of a prompt in order; at each place the longest run of words wins."""
    tables = _tables()
    tokens = _tokens(prompt)
    marks: list[Mark] = []
    at = 0
    while at < len(tokens):
        mark = _longest(tokens, at, tables, lexicon, marks)
        marks.append(mark)
        at += len(mark.words)
    return marks


def _tokens(prompt: str) -> list[str]:
    text = prompt.lower().replace("'s ", " ").replace("’", "'").replace("-", " ")
    return re.findall(r"[a-z0-9]+|[,.;:!?&+]", text.replace("&", " and "))


def _longest(tokens: list[str], at: int, tables: dict[str, dict], lexicon: Lexicon, before: list[Mark]) -> Mark:
    if not tokens[at][0].isalnum():
        return Mark("pause", None, (tokens[at],))
    for length in range(min(5, len(tokens) - at), 0, -1):
        words = tuple(tokens[at : at + length])
        phrase = " ".join(words)
        if phrase in tables["after"] and before and _is_preposition(before):
            return Mark("place", tables["after"][phrase], words)
        for kind, known in tables.items():
            if kind != "after" and phrase in known:
                return Mark(kind, known[phrase], words)
        mark = _meant(words, lexicon)
        if mark:
            return mark
    number = int(tokens[at]) if tokens[at].isdigit() and len(tokens[at]) < 4 else None
    return Mark("count", number, (tokens[at],)) if number else Mark("word", None, (tokens[at],))


def _meant(words: tuple[str, ...], lexicon: Lexicon) -> Mark | None:
    """Something by its name, a noun of the dictionary, or a word that shows nothing by itself."""
    if art := lexicon.named(words):
        return Mark("thing", art, words)
    if len(words) == 1 and lexicon.is_silent(words[0]):
        return Mark("silent", None, words)
    if noun := lexicon.noun(words):
        return Mark("place", noun.place, words) if noun.place else Mark("noun", noun, words)
    return None


def _is_preposition(before: list[Mark]) -> bool:
    prepositions = table("relations", "prepositions")["words"]
    last = next((mark for mark in reversed(before) if mark.words[0] not in ("the", "a", "an")), None)
    return last is not None and " ".join(last.words) in prepositions


def _tables() -> dict[str, dict[str, Any]]:
    """The word lists by the kind of mark they make; the earlier wins where two know the same words."""
    return {
        "style": turned("styles", "styles"),
        "after": turned("places", "after"),
        "place": turned("places", "always"),
        "relation": turned("relations", "relations"),
        "count": table("looks", "counts"),
        "hour": table("looks", "hours"),
        "weather": table("looks", "weather"),
        "colour": table("looks", "colours"),
        "size": table("looks", "sizes"),
        "mood": table("looks", "moods"),
        "doing": table("things", "doing"),
        "skip": dict.fromkeys(table("relations", "skipped")["words"]),
    }
