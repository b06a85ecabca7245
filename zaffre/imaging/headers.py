"""What the headers of a picture say: its format, and its size before anything is decoded."""

import re
import struct

from zaffre.core.pictures import PictureFormat

_PNG = b"\x89PNG\r\n\x1a\n"
_MARKER = re.compile(rb"\xff[\xff\x00]{0,32}([\x01-\xfe])", re.DOTALL)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE = frozenset((0x01, *range(0xD0, 0xD9)))
_SCAN = 0xDA
# Decoders look at each piece in turn: a file of millions of empty ones could keep us for minutes.
_MAX_PIECES = 100_000


def format_of(data: bytes) -> PictureFormat | None:
    """The format that the first bytes tell; `None` where it is none of ours."""
    if data.startswith(_PNG):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    return "webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None


def size_of(data: bytes, format: PictureFormat) -> tuple[int, int] | None:
    """Width and height in pixels as the headers say; `None` where there are no headers that make sense."""
    try:
        return {"png": _png, "jpeg": _jpeg, "webp": _webp}[format](data)
    except (struct.error, IndexError):
        return None


def _png(data: bytes) -> tuple[int, int] | None:
    at, pieces = len(_PNG), 0
    while at < len(data) and pieces < _MAX_PIECES:
        at += 12 + struct.unpack_from(">I", data, at)[0]
        pieces += 1
    return struct.unpack_from(">II", data, 16) if data[12:16] == b"IHDR" and pieces < _MAX_PIECES else None


def _jpeg(data: bytes) -> tuple[int, int] | None:
    size, at = None, 2
    for _ in range(_MAX_PIECES):
        found = _MARKER.match(data, at)
        if not found:
            return None
        at, marker = found.end(), found[1][0]
        if marker == _SCAN:
            return size
        if marker in _FRAMES:
            if size:
                return None
            height, width = struct.unpack_from(">HH", data, at + 3)
            size = width, height
        at += 0 if marker in _BARE else struct.unpack_from(">H", data, at)[0]
    return None


def _webp(data: bytes) -> tuple[int, int] | None:
    kind = data[12:16]
    if kind == b"VP8X":
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
        return width, height
    if kind == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None
