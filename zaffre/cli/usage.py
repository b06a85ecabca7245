"""`zaffre usage`: requests, tokens, pictures and cost from the ledger."""

import time
from pathlib import Path
from typing import Annotated, Literal

import typer

from zaffre.cli.shared import AsJson, Home, home_path, run, show

By = Literal["day", "key", "project", "deployment", "model", "operation", "status"]


def usage(
    home: Home = None,
    by: Annotated[By, typer.Option(help="What to sum over.")] = "day",
    days: Annotated[float, typer.Option(min=0, help="How far to look back.")] = 30,
    as_json: AsJson = False,
) -> None:
    """Show what was used, and what it cost."""
    rows = run(_usage(home_path(home), by, time.time() - days * 86400))
    show(rows, as_json=as_json, empty="Nothing was used in this time.")


async def _usage(home: Path, by: str, since: float) -> list[dict[str, object]]:
    from zaffre.storage import entries
    from zaffre.storage.database import opened

    async with opened(home) as database, database.begin() as connection:
        rows = await entries.usage(connection, by, since)
    return [{**row, "cost": row["cost"] / 1e9} for row in rows]
