"""Gathers every set, splits it, and writes what trains, what calibrates and what is reported."""

import sys
from collections.abc import Iterator
from pathlib import Path

from models.safety import synthetic
from models.safety.rows import Row, write
from models.safety.sources import ALL, CLEAN, prompts, unfamiliar
from models.safety.sources.clean import held_out_tasks
from models.safety.sources.packages import READERS as MORE
from models.safety.split import side, unique, windows, without_overlap

SIDES = ("train", "valid", "test")


def gather(source: Path, work: Path, packages: Path, never: Path | None = None) -> None:
    """Write a file for each side of the split; `never` holds further texts to keep away from, one a line."""
    rows = unique([*held_out_tasks(source), *_read(source, packages)])
    whole = {row.source for row in held_out_tasks(source)}
    sides: dict[str, list[Row]] = {name: [] for name in SIDES}
    for row in rows:
        sides["test" if row.source in whole else side(row)].append(row)
    sides["valid"] += unfamiliar.rows(packages)
    written = unique(synthetic.rows())
    sides["valid"] += [row for row in written if side(row) == "valid"]
    held = sides["test"] + synthetic.held_out() + _lines(never)
    sides["valid"] = without_overlap(sides["valid"], held)
    kept = without_overlap(sides["train"], held + sides["valid"])
    kept += [row for row in without_overlap(written, held) if side(row) != "valid"]
    sides["train"] = [part for row in kept for part in windows(row)]
    sides["valid"] = [part for row in sides["valid"] for part in windows(row)[:1]]
    for name, found in sides.items():
        write(found, work / f"{name}.jsonl")
        print(name, len(found), file=sys.stderr)


def _read(source: Path, packages: Path) -> Iterator[Row]:
    for reader in (ALL | CLEAN).values():
        yield from reader(source)
    for reader in (*prompts.READERS.values(), *MORE.values(), unfamiliar.generated):
        yield from reader(packages)


def _lines(path: Path | None) -> list[Row]:
    return [Row(line, {}, "never") for line in path.read_text().splitlines()] if path else []
