"""Reading the formats in which the sets come."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def table(path: Path, *, delimiter: str = ",", skip: int = 0) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        for _ in range(skip):
            next(file)
        yield from csv.DictReader(file, delimiter=delimiter)


def documents(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def document(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def lines(path: Path) -> Iterator[str]:
    yield from filter(None, map(str.strip, path.read_text(encoding="utf-8", errors="replace").splitlines()))
