"""Options that many commands take, and how they print."""

import asyncio
import json
import os
import sys
from collections.abc import Coroutine, Iterable, Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

if TYPE_CHECKING:
    from zaffre.settings.schema import Settings

T = TypeVar("T")
_WIDE = 240


class Failed(Exception):
    """A command could not do its work; the message says why, and what to do."""


Home = Annotated[
    Path | None, typer.Option("--home", help="Where state lives.", envvar="ZAFFRE_HOME", show_default="~/.zaffre")
]
Config = Annotated[Path | None, typer.Option("--config", help="The TOML file with the settings.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


def home_path(home: Path | None) -> Path:
    return (home or Path(os.path.expanduser("~")) / ".zaffre").absolute()


def read_settings(config: Path | None) -> "Settings":
    from zaffre.safety.check import problems
    from zaffre.settings.load import SettingsWrong, load

    try:
        return load(config, also=problems)
    except SettingsWrong as error:
        raise Failed(str(error)) from error


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run `work`; what is foreseen to fail is told, not traced."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        return asyncio.run(work)
    except (OSError, ValueError, SQLAlchemyError) as error:
        raise Failed(str(error).splitlines()[0]) from error


def told_time(seconds: float | None) -> str | None:
    """A time as people read it, in UTC."""
    return None if seconds is None else datetime.fromtimestamp(seconds, timezone.utc).isoformat(timespec="seconds")


def show(rows: Iterable[Mapping[str, Any]], *, as_json: bool, empty: str) -> None:
    """Print rows: a JSON array, or a table."""
    rows = list(rows)
    if as_json:
        print(json.dumps(rows, indent=2))
        return
    if not rows:
        print(empty, file=sys.stderr)
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(*(name.replace("_", " ") for name in rows[0]), box=None, header_style="bold")
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row.values()))
    # Where nobody watches, nothing is cut off to fit a window.
    Console(width=None if sys.stdout.isatty() else _WIDE).print(table)
