"""`zaffre keys admin`: keys for administration."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zaffre.cli.shared import AsJson, Config, Home, home_path, read_settings, run, show, told_time

if TYPE_CHECKING:
    from zaffre.service.organization.people.admin_keys import Shown

app = typer.Typer(help="Keys for administration.", no_args_is_help=True)
_DAY = 86_400


@app.command()
def create(
    name: Annotated[str, typer.Option(help="What the key is for.")] = "unnamed",
    role: Annotated[str, typer.Option(help="What it allows; `zaffre people roles` shows them.")] = "owner",
    days: Annotated[float | None, typer.Option(min=0, help="Days until it ends; never if not given.")] = None,
    home: Home = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Make a key for administration and print it. It is shown this once."""
    made = run(_create(home_path(home), config, name, role, days))
    told = {"key": made.value, "id": made.key.id, "name": made.key.name, "role": made.key.role}
    print(json.dumps(told) if as_json else made.value)
    print("Keep it safe: it is not shown again.", file=sys.stderr)


@app.command("list")
def list_all(home: Home = None, config: Config = None, as_json: AsJson = False) -> None:
    """Show the valid ones, without their secrets."""
    rows = run(_list(home_path(home), config))
    show(rows, as_json=as_json, empty="There are none. Make one with: zaffre keys admin create")


@app.command()
def revoke(key: Annotated[str, typer.Argument(help="Its id.")], home: Home = None, config: Config = None) -> None:
    """Take one back; a running server refuses it within a second."""
    run(_revoke(home_path(home), config, key))
    print(f"Revoked {key}.", file=sys.stderr)


async def _create(home: Path, config: Path | None, name: str, role: str, days: float | None) -> "Shown":
    from zaffre.cli.administration import administration
    from zaffre.core.clock import Clock

    ends = None if days is None else Clock().now() + days * _DAY
    async with administration(home, read_settings(config)) as (organization, caller):
        return await organization.admin_keys.create(caller, name, role, ends)


async def _list(home: Path, config: Path | None) -> list[dict[str, object]]:
    from zaffre.cli.administration import administration
    from zaffre.core.people import Page

    async with administration(home, read_settings(config)) as (organization, _):
        found, _ = await organization.admin_keys.page(Page(sys.maxsize - 1))
    return [_row(one) for one in found]


async def _revoke(home: Path, config: Path | None, key: str) -> None:
    from zaffre.cli.administration import administration

    async with administration(home, read_settings(config)) as (organization, caller):
        await organization.admin_keys.revoke(caller, key)


def _row(one: "Shown") -> dict[str, object]:
    key = one.key
    return {
        "id": key.id,
        "key": key.shown,
        "name": key.name,
        "role": key.role,
        "made by": one.owner.email if one.owner else "command line",
        "created": told_time(key.created_at),
        "used": told_time(key.used_at),
        "expires": told_time(key.expires_at),
    }
