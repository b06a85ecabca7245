"""`zaffre audit`: whether the trail of administration is whole, and the trail itself."""

import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Annotated

import typer

from zaffre.cli.shared import AsJson, Config, Failed, Home, home_path, read_settings, run, show

app = typer.Typer(help="The trail of administration.", no_args_is_help=True)
Heads = Annotated[
    list[str] | None, typer.Option("--head", help="NUMBER:HASH that was noted down before; must still be in the chain.")
]


@app.command("list")
def list_all(
    home: Home = None,
    config: Config = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many, the newest first.")] = 20,
    about: Annotated[str | None, typer.Option(help="Only what was done to the object with this id.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show who did what to what, the newest first."""
    events = run(_list(home_path(home), config, limit, about))
    show(map(_row, events), as_json=as_json, empty="Nothing has been done yet.")


@app.command()
def verify(home: Home = None, config: Config = None, head: Heads = None) -> None:
    """Find any change, deletion or reordering of events; fails where there is one."""
    heads = dict(map(_head, head or ()))
    check = run(_verify(home_path(home), config, heads))
    if not check.is_whole:
        raise Failed(f"the trail is broken at event {check.broken_at}: {check.reason}")
    print(f"The trail is whole: {check.checked} events. Note down its head to find out later whether it was cut:")
    print(f"{check.last}:{check.head}")


@app.command()
def export(home: Home = None, config: Config = None) -> None:
    """Print all events as JSON lines, the oldest first."""
    run(_export(home_path(home), config))


@app.command()
def prune(home: Home = None, config: Config = None) -> None:
    """Take out events that are older than `[audit] retention_days`; a server does so itself every hour."""
    is_done = run(_prune(home_path(home), config))
    print("Old events are taken out." if is_done else "There is nothing to take out.", file=sys.stderr)


async def _list(home: Path, config: Path | None, limit: int, about: str | None):
    from zaffre.cli.administration import administration
    from zaffre.core.trail import Sought

    sought = Sought(limit=limit, object_ids=(about,) if about else ())
    async with administration(home, read_settings(config)) as (organization, caller):
        return (await organization.audit.page(caller, sought)).events


async def _verify(home: Path, config: Path | None, heads: dict[int, str]):
    from zaffre.cli.administration import administration

    async with administration(home, read_settings(config)) as (organization, caller):
        return await organization.audit.verify(caller, heads)


async def _export(home: Path, config: Path | None) -> None:
    from zaffre.cli.administration import administration
    from zaffre.wire.organization.audit import encode_line

    async with administration(home, read_settings(config)) as (organization, caller):
        async for event in organization.audit.export(caller):
            sys.stdout.write(encode_line(event).decode())


async def _prune(home: Path, config: Path | None) -> bool:
    from zaffre.cli.administration import administration

    async with administration(home, read_settings(config)) as (organization, _):
        return await organization.audit.prune()


def _row(event) -> dict[str, object]:
    return {
        "number": event.number,
        "time": datetime.fromtimestamp(event.time, timezone.utc).isoformat(timespec="seconds"),
        "who": event.actor_name,
        "from": event.address,
        "did": event.action,
        "to": event.object_id,
        "before": event.before,
        "after": event.after,
    }


def _head(text: str) -> tuple[int, str]:
    number, _, hash = text.partition(":")
    if not number.isdigit() or not hash:
        raise Failed(f"--head must be NUMBER:HASH, as `zaffre audit verify` prints it, not {text!r}")
    return int(number), hash
