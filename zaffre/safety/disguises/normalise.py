"""What a text says once disguises are off: views of it, each mapped back to the original."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from zaffre.safety.disguises import encoded, leetspeak
from zaffre.safety.disguises.confusables import ALIKE, FANCY, TWINS
from zaffre.safety.disguises.view import View

__all__ = ["View", "lower", "unaccented", "views"]

# Nothing hides in this: words too short for an encoding, numbers apart from letters,
# signs apart from words. It stops at the first doubt, so it is linear.
_ORDINARY = re.compile(
    r"""(?:
        (?: [a-z]{2,15}+ [\ .,;:?()"'‘’“”—\n]++ )++
      | [a-z]{2,15}+ (?! [^\s.,;:?()"'`<>\[\]{}#*~^!] )
      | [a-z] (?! [a-z0-9@$!|+/=_-] ) (?! [\ \t]?[\ \t.*~,_/|+-][\ \t]? [a-z] (?![a-z0-9]) )
      | [0-9]{1,15}+ (?! [a-z0-9@$!|+/=_] | [\ :,] [0-9]{2} [\ :,] [0-9]{2} )
      | [\s.,;:?()"'`<>\[\]{}#*~^‘’“”—]++
      | (?: !++ | [|@$=/+_-] ) (?! [a-z0-9+/=_@$!-] )
      | [0-9]{1,6}+ (?! [a-f]\b ) [a-z]{1,3}+ (?! [a-z0-9@$!|+/=_-] )
      | (?= [a-z/_-]{3,15}+ (?![-+/=_a-z0-9@$!|]) ) (?! [a-z] [/_-] [a-z] [/_-] ) [a-z]++ (?: [/_-] [a-z]++ )++
      | % (?! [0-9a-f]{2} ) | & (?! [#a-z] ) | \$ (?=[0-9])
    )*+\Z""",
    re.VERBOSE | re.ASCII,
)

_MARK = (
    r"\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f"
    r"\uff9e\uff9f\U000e0100-\U000e01ef"
)
# Blocks whose letters are their own compatibility form; all else is looked at one by one.
_STABLE = (
    r"\t\n\r\x20-\x7e\u00c0-\u012f\u0134-\u013e\u0141-\u0148\u014a-\u017e\u0388-\u03ce\u0400-\u0481\u048a-\u052f"
    r"\u05d0-\u05ea\u0621-\u064a\u0904-\u0939\u2013\u2014\u2018-\u201e\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf"
    r"\u4e00-\u9fff\uac00-\ud7a3\U0001f300-\U0001f9ff"
)
_CLUSTER = re.compile(
    rf"[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|(?:[^{_STABLE}{_MARK}]|.(?=[{_MARK}]))[{_MARK}]{{0,8}}+|[{_MARK}]+",
    re.DOTALL,
)
_MARKS = re.compile(f"[{_MARK}]")
_ZALGO = 3
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_KEPT_CONTROLS = "\t\n\v\f\r\x85"
_BLANKS = "\u115f\u1160\u3164\uffa0\u17b4\u17b5\u180b\u180c\u180d\u2800"

_WORD = re.compile(r"[^\W\d_]+")
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u052f\u0531-\u0587\u13a0-\u13f4]")
_LATIN = re.compile("[A-Za-z]")
_MANY_TWINS = 8

_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")

_SPACED = re.compile(
    r"(?<![^\W_])[^\W\d_](?:(?:[ \t]|[ \t]?[.\-_*|/,~+·•][ \t]?)[^\W\d_](?![^\W_])){3,}+",
)
_GAPS = re.compile(r"[\W_]+")


def views(text: str) -> list[View]:
    """Ways to read `text`, the folded one first, others only where they say something else.

    Folded is lower-case compatibility form without what is invisible or piled up, with
    look-alike letters read as Latin in Latin words, and with spaced-out letters joined.
    After it may come: leetspeak as letters, escapes read, what was encoded, and what
    was encoded in that. Takes any `str`, in linear time.
    """
    plain = lower(text)
    if _ORDINARY.match(plain):
        return [View(plain)]
    shown = _shown(View(text))
    folded = _folded(shown)
    return _different([folded, leetspeak.read(folded), *map(_folded, map(_shown, _carried(text, shown)))])


def _carried(text: str, shown: View) -> Iterator[View]:
    """What was escaped, unseen, encoded, and encoded in what was encoded."""
    unescaped = encoded.unescaped(shown)
    hidden = encoded.decoded(shown)
    deeper = encoded.decoded(hidden) if hidden else None
    if unescaped is not shown:
        yield unescaped
    yield from filter(None, (encoded.invisible(View(text)), hidden, deeper))


def unaccented(view: View) -> View:
    """The view with accented Latin letters read as plain ones."""
    return view.edited(_ACCENTED, lambda match: unicodedata.normalize("NFD", match[0])[0])


def _different(found: list[View]) -> list[View]:
    kept: dict[str, View] = {}
    for view in found:
        kept.setdefault(view.text, view)
    return list(kept.values())


def _shown(view: View) -> View:
    """Without what cannot be seen, in compatibility form, and Latin where it looks Latin."""
    if view.text.isascii() and not _CONTROLS.search(view.text):
        return view
    view = view.edited(_CLUSTER, lambda match: _compatible(match[0]))
    return _with_latin(view) if _FOREIGN.search(view.text) else view


@lru_cache(maxsize=4096)
def _compatible(cluster: str) -> str:
    """A character and its marks in NFKC, without the marks that did not compose."""
    plain = cluster[0] if len(cluster) > _ZALGO else cluster
    return "".join(map(_visible, unicodedata.normalize("NFKC", plain.translate(FANCY))))


def _visible(one: str) -> str:
    match unicodedata.category(one):
        case "Cf" | "Me":
            return ""
        case "Cc":
            return one if one in _KEPT_CONTROLS else ""
        case "Cs":
            return "\ufffd"
        case "Mn":
            return "" if _MARKS.match(one) or one in _BLANKS else one
        case "Zs" | "Zl" | "Zp":
            return " "
    return "" if one in _BLANKS else one


def _with_latin(view: View) -> View:
    """Look-alikes read as Latin, in words that mix scripts and in words of twins alone.

    A foreign word that is no twin, or too few twins and nothing Latin, tell an honest
    foreign text; its words are left as they are.
    """
    words = set(filter(_FOREIGN.search, _WORD.findall(view.text)))
    mixed = {word for word in words if _LATIN.search(word)}
    pure = words - mixed
    is_latin = all(word.translate(TWINS).isascii() for word in pure) and (
        _LATIN.search(view.text) or sum(map(len, pure)) >= _MANY_TWINS
    )
    read = {word: latin for word in mixed if (latin := word.translate(ALIKE)).isascii() or is_latin}
    read |= {word: word.translate(TWINS) for word in pure if is_latin}
    return view.edited(_WORD, lambda match: read.get(match[0], match[0])) if read else view


def _folded(view: View) -> View:
    plain = View(lower(view.text), view.offsets)
    return plain.edited(_SPACED, lambda match: _GAPS.sub("", match[0]))


def lower(text: str) -> str:
    """In lower case, with every character in its place."""
    plain = text.lower()
    if len(plain) == len(text):
        return plain
    return "".join(low if len(low := one.lower()) == 1 else one for one in text)
