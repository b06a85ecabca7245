"""Parquet files, by pyarrow: times as timestamps, costs as decimals with nine digits."""

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from zaffre.core.callers import NANO
from zaffre.core.errors import BadRequest
from zaffre.ledger.export.base import FIELDS, Row
from zaffre.ledger.records import Record

_ROWS = 50_000
"""Rows that lie together in the file, and wait for each other."""


class Parquet:
    """Raises `BadRequest` where pyarrow is not installed."""

    def __init__(self) -> None:
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError as error:
            text = (
                "Parquet needs a library that is not installed here: pip install 'zaffre[parquet]'. "
                "Or ask for format=csv or format=jsonl."
            )
            raise BadRequest(text, param="format", code="format_unavailable") from error
        self._arrow = pyarrow
        self._schema = pyarrow.schema([(name, self._kind(name)) for name in FIELDS])
        self._sink = _Sink()
        self._writer = pyarrow.parquet.ParquetWriter(self._sink, self._schema)
        self._waiting: list[Row] = []

    def begin(self) -> bytes:
        return self._sink.taken()

    def write(self, rows: Sequence[Row]) -> bytes:
        self._waiting += rows
        if len(self._waiting) >= _ROWS:
            self._flush()
        return self._sink.taken()

    def end(self) -> bytes:
        self._flush()
        self._writer.close()
        return self._sink.taken()

    def _flush(self) -> None:
        if self._waiting:
            columns = {name: [_value(name, row[name]) for row in self._waiting] for name in FIELDS}
            self._writer.write_table(self._arrow.table(columns, schema=self._schema))
            self._waiting = []

    def _kind(self, name: str) -> Any:
        arrow, kind = self._arrow, Record.__annotations__[name]
        if name == "time":
            return arrow.timestamp("us", tz="UTC")
        if name == "cost":
            return arrow.decimal128(28, 9)
        if kind is bool:
            return arrow.bool_()
        if kind is int:
            return arrow.int64()
        return arrow.string() if kind in (str, str | None) else arrow.float64()


class _Sink(io.RawIOBase):
    """What is written here can be taken away, while places in the file are still counted from its beginning."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._place = 0

    def writable(self) -> bool:
        return True

    def write(self, block: Any) -> int:
        self._blocks.append(bytes(block))
        self._place += len(self._blocks[-1])
        return len(self._blocks[-1])

    def tell(self) -> int:
        return self._place

    def taken(self) -> bytes:
        written, self._blocks = b"".join(self._blocks), []
        return written


def _value(name: str, value: Any) -> Any:
    match name:
        case "time":
            return int(value * 1_000_000)
        case "cost":
            return Decimal(value) / NANO
    return value
