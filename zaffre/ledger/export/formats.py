"""The kinds of files, by name."""

from collections.abc import Callable, Mapping

from zaffre.ledger.export.base import File
from zaffre.ledger.export.parquet import Parquet
from zaffre.ledger.export.text import Csv, JsonLines

FORMATS: Mapping[str, Callable[[], File]] = {"csv": Csv, "parquet": Parquet, "jsonl": JsonLines}
TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "jsonl": "application/jsonl",
}
