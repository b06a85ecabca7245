"""Personal data in a text, found by its form and its check digits, and taken out."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from zaffre.core.verdicts import Span
from zaffre.safety.rules.pii_rules import ADDRESSES, EMAIL, KINDS, NUMBERS, Rule

__all__ = ["KINDS", "Pii", "find", "redact"]

# Six digits that stand close: without them there is no number to look for.
_DIGITS = re.compile(r"[0-9](?:[^0-9\n]{0,3}[0-9]){5,}+")
_MARGIN = 24
_BEFORE, _AFTER = 48, 24


class Pii(Struct, frozen=True):
    """Personal data of one of `KINDS`, and where."""

    kind: str
    span: Span

    @property
    def redacted(self) -> str:
        """What may stand in its place, such as `[EMAIL]`."""
        return f"[{self.kind.upper()}]"


def find(text: str, kinds: frozenset[str] | None = None) -> list[Pii]:
    """Personal data of the `kinds`, or of all, by where it begins; none overlaps another."""
    free = bytearray(b"\1") * len(text)
    found = []
    for rule, match in _candidates(text, KINDS if kinds is None else kinds):
        start, end = match.span()
        if all(free[start:end]) and _holds(rule, match):
            free[start:end] = bytes(end - start)
            found.append(Pii(rule.kind, Span(start, end)))
    return sorted(found, key=lambda one: one.span)


def redact(text: str, found: Sequence[Pii]) -> str:
    """The text with each of `found`, in order and not overlapping, replaced by its kind in brackets."""
    parts, done = [], 0
    for one in found:
        parts += (text[done : one.span.start], one.redacted)
        done = one.span.end
    return "".join((*parts, text[done:]))


def _candidates(text: str, kinds: frozenset[str]) -> Iterator[tuple[Rule, re.Match[str]]]:
    if "@" in text and EMAIL.kind in kinds:
        yield from ((EMAIL, match) for match in EMAIL.pattern.finditer(text))
    if text.count(".") > 2 or text.count(":") > 2:
        for rule in ADDRESSES:
            if rule.kind in kinds:
                yield from ((rule, match) for match in rule.pattern.finditer(text))
    areas = [match.span() for match in _DIGITS.finditer(text)]
    for rule in NUMBERS if areas else ():
        if rule.kind in kinds:
            for start, end in areas:
                yield from (
                    (rule, match) for match in rule.pattern.finditer(text, max(0, start - _MARGIN), end + _MARGIN)
                )


def _holds(rule: Rule, match: re.Match[str]) -> bool:
    text, (start, end) = match.string, match.span()
    before = text[max(0, start - _BEFORE) : start]
    if rule.near and not (rule.near.search(before) or rule.near.search(text, end, end + _AFTER)):
        return False
    if rule.after and not rule.after.search(before):
        return False
    if rule.not_after and rule.not_after.search(before):
        return False
    return rule.check(match[0])
