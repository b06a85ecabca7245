"""`zaffre usage`: what was used, and what it cost, from the ledger; as files, checked, and beside a provider's bill."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from zaffre.cli.shared import AsJson, Config, Failed, Home, home_path, read_settings, run, show

app = typer.Typer(help="What was used, and what it cost.", invoke_without_command=True)
By = Literal[
    "day",
    "hour",
    "project",
    "key",
    "user",
    "end_user",
    "deployment",
    "model",
    "operation",
    "status",
    "region",
    "backend",
]
Days = Annotated[float, typer.Option(min=0.04, help="How far to look back.")]
Only = Annotated[
    list[str] | None, typer.Option("--only", help="COLUMN=VALUE, such as project_id=proj_1; again for more.")
]


@app.callback()
def usage(
    context: typer.Context,
    home: Home = None,
    config: Config = None,
    by: Annotated[By, typer.Option(help="What to sum over.")] = "day",
    then: Annotated[By | None, typer.Option(help="What to tell apart beside it.")] = None,
    days: Days = 30,
    only: Only = None,
    as_json: AsJson = False,
) -> None:
    """Show what was used, and what it cost."""
    if context.invoked_subcommand is not None:
        return
    query = {"by": [by], "then": [then] if then else [], **_asked(days, only)}
    rows = run(_used(home_path(home), config, query))
    show(rows, as_json=as_json, empty="Nothing was used in this time.")


@app.command()
def export(
    home: Home = None,
    config: Config = None,
    format: Annotated[Literal["csv", "parquet", "jsonl"], typer.Option(help="The kind of file.")] = "csv",
    days: Days = 30,
    only: Only = None,
    output: Annotated[Path | None, typer.Option(help="Where to write; to the output where not given.")] = None,
) -> None:
    """Write every call of some days as a file."""
    query = _asked(days, only)
    if output is None:
        run(_export(home_path(home), config, query, format, sys.stdout.buffer.write))
        return
    with output.open("wb") as file:
        run(_export(home_path(home), config, query, format, file.write))


@app.command()
def verify(home: Home = None, config: Config = None) -> None:
    """Compare all totals with the entries that they count; fails where they differ."""
    days, wrong = run(_verify(home_path(home), config))
    for one in wrong[:20]:
        print(f"{one.table} from {one.start} on, {one.names}: too much by {one.too_much}", file=sys.stderr)
    if wrong:
        raise Failed(f"{len(wrong)} totals differ from their entries. Make them anew with: zaffre usage rebuild")
    print(f"All totals of {days} days are what their entries add up to.")


@app.command()
def rebuild(home: Home = None, config: Config = None) -> None:
    """Make all totals anew from the entries, day by day, also while a server runs."""
    print(f"The totals of {run(_rebuild(home_path(home), config))} days were made anew.")


@app.command()
def reconcile(
    file: Annotated[
        Path, typer.Argument(help="The bill: OpenAI's costs (CSV, JSON) or usage (JSON), or Azure's cost details.")
    ],
    home: Home = None,
    config: Config = None,
    backend: Annotated[list[str] | None, typer.Option(help="Whose entries it is about; all of its provider.")] = None,
    as_json: AsJson = False,
) -> None:
    """Compare a provider's bill with the ledger, by day and model."""
    rows = run(_reconcile(home_path(home), config, file.read_bytes(), backend or ()))
    show(rows, as_json=as_json, empty="The bill and the ledger are empty.")


def _asked(days: float, only: list[str] | None) -> dict[str, list[str]]:
    from zaffre.core.usage import DIMENSIONS

    query: dict[str, list[str]] = {"from": [str(int(time.time() - days * 86_400))]}
    for given in only or ():
        column, _, value = given.partition("=")
        if column not in DIMENSIONS.values():
            raise Failed(f"there is no column {column!r}. There are {', '.join(DIMENSIONS.values())}")
        query.setdefault(column, []).append(value)
    return query


async def _used(home: Path, config: Path | None, query: dict[str, list[str]]) -> list[dict[str, Any]]:
    from zaffre.cli.administration import administration
    from zaffre.wire.organization import usage as wire

    async with administration(home, read_settings(config)) as (organization, caller):
        asked, by = wire.decode(lambda name: query.get(name, []), (), time.time())
        rows = await organization.usage.used(caller, asked)
        names = await organization.usage.named(rows)
    return [_flat(by, wire.row(by, one, names)) for one in rows]


def _flat(by: tuple[str, ...], row: dict[str, Any]) -> dict[str, Any]:
    parts = dict(zip(by, (row, row.get("then", {})), strict=False))
    told = {name: _called(name, part["key"], part["name"]) for name, part in parts.items()}
    return told | {name: value for name, value in row.items() if name not in ("key", "name", "then", "tokens")}


def _called(by: str, key: Any, name: str | None) -> str:
    if by in ("day", "hour"):
        return time.strftime("%Y-%m-%d" if by == "day" else "%Y-%m-%d %H:00", time.gmtime(key))
    return name or key


async def _export(
    home: Path, config: Path | None, query: dict[str, list[str]], format: str, write: Callable[[bytes], Any]
) -> None:
    from zaffre.cli.administration import administration
    from zaffre.wire.organization import usage as wire

    async with administration(home, read_settings(config)) as (organization, caller):
        asked = wire.decode_export(lambda name: query.get(name, []), (), time.time())
        async for block in organization.export.blocks(caller, asked, format):
            write(block)


async def _verify(home: Path, config: Path | None) -> tuple[int, list]:
    from zaffre.storage import recount
    from zaffre.storage.database import opened

    async with opened(home, read_settings(config).storage.url) as database:
        return await recount.verify(database)


async def _rebuild(home: Path, config: Path | None) -> int:
    from zaffre.storage import recount
    from zaffre.storage.database import opened

    async with opened(home, read_settings(config).storage.url) as database:
        return await recount.rebuild(database, lambda done, all: print(f"day {done} of {all}", file=sys.stderr))


async def _reconcile(home: Path, config: Path | None, bill: bytes, backends) -> list[dict[str, Any]]:
    from zaffre.cli.administration import administration
    from zaffre.wire.organization import invoices
    from zaffre.wire.organization.reconciliation import REASONS, amount

    async with administration(home, read_settings(config)) as (organization, caller):
        found = await organization.reconciliation.compare(caller, invoices.decode(bill), tuple(backends))
    return [
        {
            "day": time.strftime("%Y-%m-%d", time.gmtime(one.day)),
            "model": one.model or "all",
            "requests": one.own.requests,
            "measure": one.measure,
            "ledger": amount(one.counted, one.measure),
            "billed": amount(one.billed, one.measure),
            "difference": amount(one.billed - one.counted, one.measure),
            "why": " ".join(REASONS[reason] for reason in one.reasons),
        }
        for one in found.rows
    ]
