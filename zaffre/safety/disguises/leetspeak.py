"""Words written with digits and signs, read as letters."""

import re

from zaffre.safety.disguises.view import View

_LETTERS = str.maketrans("013457@$!", "oieastasi")

_HINT = re.compile(r"[a-z](?:[013457][013457@$!]{0,7}[a-z]|[@$!]{1,8}[a-z]|[@$!]{2})")
_WORD = re.compile(r"(?<![\w@$!./\\-])[a-z013457@$!]{3,24}+(?![\w@$/\\=(}-]|\.\w)")
_CODE = re.compile(r"[0-9a-f]{6,}|0x[0-9a-f]+|[a-z]\d\d[a-z]|[a-z@$!]+\d+!*|\d+[a-z]{1,3}|\W?[a-z]+!*")
"""A hash, a number, `i18n`, `sha256`, `2nd`, `@name`: these are not words in disguise."""


def read(view: View) -> View:
    """The folded `view` with `k1ll` and `h4ck3r` read as letters; itself where there is nothing to read."""
    return view.edited(_WORD, _word) if _HINT.search(view.text) else view


def _word(match: re.Match[str]) -> str:
    word = match[0]
    letters = sum(map(str.isalpha, word))
    if letters == len(word) or letters < 2 or 2 * letters < len(word) or _CODE.fullmatch(word):
        return word
    bare = word.rstrip("!")
    return _one_or_l(bare).translate(_LETTERS) + word[len(bare) :]


def _one_or_l(word: str) -> str:
    """`1` is an `i`, but beside another `1` or an `i` it is an `l`."""
    return word.replace("11", "ll").replace("i1", "il").replace("1i", "li")
