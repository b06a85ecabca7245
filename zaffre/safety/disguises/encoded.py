"""What a text carries in base64, hexadecimal digits, escapes, or invisible tags."""

import binascii
import html
import re
from collections.abc import Callable
from urllib.parse import unquote

from zaffre.safety.disguises.view import View

# Possessive, so that a long run that is none of these is looked at once.
_RUN = re.compile(
    r"""
      (?P<base64> (?<![A-Za-z0-9+/_=-]) [A-Za-z0-9+/_-]{16,}+ )
    | (?P<hex> (?<![0-9A-Za-z]) (?: 0x | \\x )? [0-9a-fA-F]{2} (?: [\s:,]{1,2} (?: 0x | \\x )? [0-9a-fA-F]{2} ){7,}+ )
    """,
    re.VERBOSE,
)
_HEX = re.compile("(?:[0-9a-fA-F]{2})+")
_INVISIBLE = re.compile("[\U000e0020-\U000e007e]{8,}|[\ufe00-\ufe0f\U000e0100-\U000e01ef]{8,}")
_ESCAPE = re.compile(
    r"""(?: % [0-9a-fA-F]{2} )++
      | & (?: \# [0-9]{1,7} | \# [xX] [0-9a-fA-F]{1,6} | [A-Za-z]{2,31} ) ;
      | (?: \\u [0-9a-fA-F]{4} | \\x [0-9a-fA-F]{2} )++
    """,
    re.VERBOSE,
)
_BACKSLASHED = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
_NOT_HEX = re.compile(r"0x|\\x|[\s:,]")
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_READABLE = 0.9


def unescaped(view: View) -> View:
    """The view with escapes of letters, digits and blanks read; itself where there are none."""
    return view.edited(_ESCAPE, _escape) if any(mark in view.text for mark in "%&\\") else view


def decoded(view: View) -> View | None:
    """All that the view carries in base64 or hexadecimal, each piece on its own line and mapped to its run."""
    return _gathered(view, _RUN, _encoded)


def invisible(view: View) -> View | None:
    """All that the view carries in tag characters or variation selectors."""
    return None if view.text.isascii() else _gathered(view, _INVISIBLE, _unseen)


def _gathered(view: View, pattern: re.Pattern[str], read: Callable[[re.Match[str]], str]) -> View | None:
    parts: list[str] = []
    offsets: list[int] = []
    end = 0
    for match in pattern.finditer(view.text):
        if text := read(match):
            span = view.origin(*match.span())
            # Pieces of one run that was itself decoded share its place.
            parts += ("\n", text) if parts else (text,)
            offsets += [min(end, span.start)] * (len(parts) > 1) + [span.start] * len(text)
            end = span.end
    return View("".join(parts), [*offsets, end]) if parts else None


def _encoded(match: re.Match[str]) -> str:
    run = match[0] if match["base64"] else _NOT_HEX.sub("", match[0])
    as_hex = _text(bytes.fromhex(run)) if _HEX.fullmatch(run) else ""
    return as_hex or _text(_from_base64(run))


def _from_base64(run: str) -> bytes:
    # One digit over a whole number of quads says nothing; missing padding is supplied.
    run = run[:-1] if len(run) % 4 == 1 else run
    return binascii.a2b_base64(run.encode().translate(_URL_SAFE) + b"=" * (-len(run) % 4))


def _unseen(match: re.Match[str]) -> str:
    codes = [ord(one) & 0xFFF for one in match[0]]
    if 0x20 <= codes[0] < 0x7F:
        return "".join(map(chr, codes))
    # Sixteen selectors in one block, 240 in the other, make a byte.
    return _text(bytes(code & 0xF if code >= 0xE00 else code - 0x100 + 16 for code in codes))


def _text(data: bytes) -> str:
    """What the bytes say, in UTF-8 or, where every other one is zero, UTF-16; nothing where they are no text."""
    is_wide = 3 * data[1::2].count(0) > len(data)
    text = data.decode("utf-16-le" if is_wide else "utf-8", "replace")
    readable = sum((one.isprintable() and one != "\ufffd") or one.isspace() for one in text)
    return text if readable >= _READABLE * len(text) else ""


def _escape(match: re.Match[str]) -> str:
    escape = match[0]
    if escape[0] == "%":
        text = unquote(escape, errors="replace")
    elif escape[0] == "&":
        text = html.unescape(escape)
    else:
        text = _BACKSLASHED.sub(lambda one: chr(int(one[1] or one[2], 16)), escape)
    return text if any(one.isalnum() or one.isspace() for one in text) else escape
