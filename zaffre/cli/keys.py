"""`zaffre keys`: make, list and revoke API keys, also while the server runs."""

import json
import math
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Annotated

import typer

from zaffre.cli.shared import AsJson, Config, Failed, Home, home_path, read_settings, run, show

app = typer.Typer(help="API keys.", no_args_is_help=True)


@app.command()
def create(
    home: Home = None,
    config: Config = None,
    name: Annotated[str, typer.Option(help="What the key is for.")] = "unnamed",
    project: Annotated[str, typer.Option(help="The project that it belongs to; made if there is none.")] = "default",
    rpm: Annotated[int | None, typer.Option(min=1, help="Requests in any minute.")] = None,
    tpm: Annotated[int | None, typer.Option(min=1, help="Tokens in any minute.")] = None,
    budget: Annotated[float | None, typer.Option(min=0, help="Money over the key's whole life.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make a key and print it. It is shown this once: only its hash is kept."""
    from zaffre.access.issuing import Order

    settings = read_settings(config)
    defaults = settings.key_defaults
    order = Order(
        name=name,
        project=project,
        region=settings.region,
        requests_per_minute=rpm if rpm is not None else defaults.requests_per_minute,
        tokens_per_minute=tpm if tpm is not None else defaults.tokens_per_minute,
        budget=_nano(budget if budget is not None else defaults.budget),
    )
    key = run(_create(home_path(home), order))
    print(json.dumps({"key": key, "name": name, "project": project}) if as_json else key)
    print("Keep it safe: it is not shown again.", file=sys.stderr)


@app.command("list")
def list_all(home: Home = None, as_json: AsJson = False) -> None:
    """Show all keys, without their secrets."""
    rows = run(_list(home_path(home)))
    show(rows, as_json=as_json, empty="There are no keys yet. Make one with: zaffre keys create")


@app.command()
def revoke(key: Annotated[str, typer.Argument(help="Its id, or how it is shown.")], home: Home = None) -> None:
    """Take a key back; a running server refuses it within a second."""
    if not run(_revoke(home_path(home), key)):
        raise Failed(f"there is no valid key {key!r}. See them with: zaffre keys list")
    print(f"Revoked {key}.", file=sys.stderr)


async def _create(home: Path, order) -> str:
    from zaffre.access.issuing import issue
    from zaffre.access.secrets import KeyHasher
    from zaffre.core.clock import Clock
    from zaffre.storage.database import opened

    async with opened(home) as database:
        return await issue(database, KeyHasher.of_home(home), order, Clock())


async def _list(home: Path) -> list[dict[str, object]]:
    from zaffre.storage import keys
    from zaffre.storage.database import opened

    async with opened(home) as database, database.begin() as connection:
        found = await keys.list_all(connection)
    return [
        {
            "id": key.id,
            "key": key.shown,
            "name": key.name,
            "project": key.project,
            "created": _time(key.created_at),
            "revoked": _time(key.revoked_at),
            "rpm": key.requests_per_minute,
            "tpm": key.tokens_per_minute,
            "budget": None if key.budget is None else key.budget / 1e9,
        }
        for key in found
    ]


async def _revoke(home: Path, key: str) -> bool:
    from zaffre.core.clock import Clock
    from zaffre.storage import keys
    from zaffre.storage.database import opened

    async with opened(home) as database, database.begin() as connection:
        return await keys.revoke(connection, key, Clock().now())


def _nano(amount: float | None) -> int | None:
    from zaffre.core.callers import NANO

    if amount is None:
        return None
    if not math.isfinite(amount):
        raise Failed("--budget must be a finite number")
    return round(amount * NANO)


def _time(seconds: float | None) -> str | None:
    return seconds and datetime.fromtimestamp(seconds, timezone.utc).isoformat(timespec="seconds")
