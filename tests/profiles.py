"""Colour profiles for tests, made byte by byte."""

import struct

DISPLAY_P3 = {
    "rXYZ": (0.51512, 0.2412, -0.00105),
    "gXYZ": (0.29198, 0.69225, 0.04189),
    "bXYZ": (0.1571, 0.06657, 0.78407),
}
"""The primaries of Display P3, a wide gamut, adapted to D50 as profiles have them."""
D50 = (0.9642, 1.0, 0.8249)
_GAMMA = 2.2
_HEADER = 128


def wide_gamut() -> bytes:
    """An ICC profile, version 2.1, of a monitor with the primaries of Display P3 and a gamma of 2.2."""
    curve = b"curv" + bytes(4) + struct.pack(">IHH", 1, round(_GAMMA * 256), 0)
    tags = {name: _xyz(value) for name, value in ({"wtpt": D50} | DISPLAY_P3).items()}
    tags |= {"rTRC": curve, "gTRC": curve, "bTRC": curve}
    place = _HEADER + 4 + 12 * len(tags)
    table, data = struct.pack(">I", len(tags)), b""
    for name, value in tags.items():
        table += struct.pack(">4sII", name.encode(), place + len(data), len(value))
        data += value
    return _header(place + len(data)) + table + data


def _header(size: int) -> bytes:
    start = struct.pack(">I4sI4s4s4s", size, bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    date = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    white = b"".join(struct.pack(">i", round(part * 65536)) for part in D50)
    return (start + date + b"acsp" + bytes(28) + white).ljust(_HEADER, b"\0")


def _xyz(value: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + b"".join(struct.pack(">i", round(part * 65536)) for part in value)
