"""Files of text: comma-separated values, and JSON lines."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime, timezone
from decimal import Decimal

import msgspec

from zaffre.core.callers import NANO
from zaffre.ledger.export.base import FIELDS, Row

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


class Csv:
    """A header, times as people write them, costs in money to the last digit."""

    def begin(self) -> bytes:
        return _lines([FIELDS])

    def write(self, rows: Sequence[Row]) -> bytes:
        return _lines([[_cell(name, row[name]) for name in FIELDS] for row in rows])

    def end(self) -> bytes:
        return b""


class JsonLines:
    """An object on each line, numbers as the API tells them."""

    def begin(self) -> bytes:
        return b""

    def write(self, rows: Sequence[Row]) -> bytes:
        return b"".join(msgspec.json.encode({**row, "cost": row["cost"] / NANO}) + b"\n" for row in rows)

    def end(self) -> bytes:
        return b""


def _cell(name: str, value: object) -> object:
    match name:
        case "time":
            return datetime.fromtimestamp(value, timezone.utc).isoformat(timespec="milliseconds")
        case "cost":
            return format(Decimal(value) / NANO, "f")
    # Callers choose some of these texts, and a spreadsheet would take what begins so for a formula and run it.
    return f"'{value}" if isinstance(value, str) and value.startswith(_DANGEROUS) else value


def _lines(rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
