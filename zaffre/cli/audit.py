"""`zaffre audit`: whether the trail of administration is whole, and the trail itself."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from zaffre.cli.shared import Config, Failed, Home, home_path, read_settings, run

app = typer.Typer(help="The trail of administration.", no_args_is_help=True)
Heads = Annotated[
    list[str] | None, typer.Option("--head", help="NUMBER:HASH that was noted down before; must still be in the chain.")
]


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


def _head(text: str) -> tuple[int, str]:
    number, _, hash = text.partition(":")
    if not number.isdigit() or not hash:
        raise Failed(f"--head must be NUMBER:HASH, as `zaffre audit verify` prints it, not {text!r}")
    return int(number), hash
