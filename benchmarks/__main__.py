"""`python -m benchmarks [PART …]`: measure, and print tables in Markdown."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from benchmarks import (
    admission,
    classifier,
    cluster,
    embeddings,
    engine,
    filter,
    gateway,
    images,
    keyring,
    paint,
    queue_simulation,
    usage,
    watermark,
)

PARTS: Mapping[str, Callable[[], Iterator[dict[str, object]]]] = {
    "gateway": gateway.rows,
    "cluster": cluster.rows,
    "admission": admission.rows,
    "engine": engine.rows,
    "embeddings": embeddings.rows,
    "classifier": classifier.rows,
    "filter": filter.rows,
    "watermark": watermark.rows,
    "queue": queue_simulation.rows,
    "images": images.rows,
    "usage": usage.rows,
    "keyring": keyring.rows,
    "paint": paint.rows,
}


def main() -> None:
    asked = sys.argv[1:] or [part for part in PARTS if part != "usage" or "ZAFFRE_SEEDED" in os.environ]
    print(f"{date.today()}, {os.cpu_count()} cores, {_processor()}\n")
    for part in asked:
        print(f"## {part}\n\n{_table(list(PARTS[part]()))}\n", flush=True)


def _table(rows: list[dict[str, object]]) -> str:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [f"| {' | '.join(columns)} |", f"| {' | '.join('---' for _ in columns)} |"]
    return "\n".join([*lines, *(f"| {' | '.join(_shown(row.get(name)) for name in columns)} |" for row in rows)])


def _shown(value: object) -> str:
    if value is None:
        return ""
    return (
        f"{value:,.3g}"
        if isinstance(value, float) and value < 100
        else f"{value:,.0f}"
        if isinstance(value, float)
        else str(value)
    )


def _processor() -> str:
    with open("/proc/cpuinfo") as file:
        return next((line.partition(":")[2].strip() for line in file if line.startswith("model name")), "unknown")


if __name__ == "__main__":
    main()
