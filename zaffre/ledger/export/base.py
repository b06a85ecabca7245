"""What every kind of file can do, and which fields its rows have."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from zaffre.ledger.records import Record

Row = Mapping[str, Any]
FIELDS = Record.__struct_fields__
"""The columns, in the order of a record's fields: `time` in seconds since 1970, `cost` in nano-units."""


class File(Protocol):
    """A file under way. What its functions give, one after the other, is the whole file."""

    def begin(self) -> bytes: ...

    def write(self, rows: Sequence[Row]) -> bytes: ...

    def end(self) -> bytes: ...
