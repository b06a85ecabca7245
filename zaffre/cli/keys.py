"""`zaffre keys`: make, list, rotate and revoke API keys, also while the server runs."""

import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zaffre.cli import admin_keys
from zaffre.cli.shared import AsJson, Config, Failed, Home, home_path, read_settings, run, show, told_time

if TYPE_CHECKING:
    from zaffre.service.organization.projects.keys import Shown

app = typer.Typer(help="API keys.", no_args_is_help=True)
app.add_typer(admin_keys.app, name="admin")
KeyName = Annotated[str, typer.Argument(help="Its id, or how it is shown.")]
_DAY = 86_400


@app.command()
def create(
    home: Home = None,
    config: Config = None,
    name: Annotated[str, typer.Option(help="What the key is for.")] = "unnamed",
    project: Annotated[str, typer.Option(help="The project that it belongs to; made if there is none.")] = "default",
    user: Annotated[
        str | None, typer.Option(help="The address of the user who owns it; else the project does.")
    ] = None,
    model: Annotated[
        list[str] | None, typer.Option(help="A deployment that it may call; all if none is named.")
    ] = None,
    route: Annotated[list[str] | None, typer.Option(help="An operation that it may call, such as chat.")] = None,
    network: Annotated[list[str] | None, typer.Option(help="A network that it may be used from (CIDR).")] = None,
    days: Annotated[float | None, typer.Option(min=0, help="Days until it ends; never if not given.")] = None,
    rpm: Annotated[int | None, typer.Option(min=1, help="Requests in any minute.")] = None,
    tpm: Annotated[int | None, typer.Option(min=1, help="Tokens in any minute.")] = None,
    budget: Annotated[float | None, typer.Option(min=0, help="Money over the key's whole life.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make a key and print it. It is shown this once: only its hash is kept."""
    from zaffre.core.clock import Clock

    scope = {"models": _tuple(model), "routes": _tuple(route), "networks": _tuple(network)}
    ends = None if days is None else Clock().now() + days * _DAY
    order = {"name": name, "expires_at": ends} | scope
    allowed = {"requests_per_minute": rpm, "tokens_per_minute": tpm, "budget": _nano(budget)}
    made = run(_create(home_path(home), config, project, user, order, allowed))
    _print_secret(made, as_json)


@app.command("list")
def list_all(home: Home = None, config: Config = None, as_json: AsJson = False) -> None:
    """Show all keys, without their secrets."""
    rows = run(_list(home_path(home), config))
    show(rows, as_json=as_json, empty="There are no keys yet. Make one with: zaffre keys create")


@app.command()
def rotate(
    key: KeyName,
    overlap: Annotated[float, typer.Option(min=0, help="Seconds that the old secret still works.")] = 3600,
    home: Home = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Give a key another secret and print it. The old one works until the overlap is over."""
    _print_secret(run(_rotate(home_path(home), config, key, overlap)), as_json)


@app.command()
def revoke(key: KeyName, home: Home = None, config: Config = None) -> None:
    """Take a key back; a running server refuses it within a second."""
    run(_revoke(home_path(home), config, key))
    print(f"Revoked {key}.", file=sys.stderr)


async def _create(
    home: Path, config: Path | None, project: str, user: str | None, order: dict, allowed: dict
) -> "Shown":
    from zaffre.access.issuing import Order
    from zaffre.cli.administration import administration
    from zaffre.cli.people import found
    from zaffre.service.organization.projects.allowing import Allowance

    settings = read_settings(config)
    usual = Allowance.of(settings.key_defaults)
    allowance = Allowance(**{name: getattr(usual, name) if value is None else value for name, value in allowed.items()})
    async with administration(home, settings) as (organization, caller):
        owner = None if user is None else (await found(organization, user)).id
        ordered = Order(user_id=owner, **order)
        return await organization.keys.create_in(caller, project, settings.region, ordered, allowance)


async def _list(home: Path, config: Path | None) -> list[dict[str, object]]:
    from zaffre.cli.administration import administration

    async with administration(home, read_settings(config)) as (organization, _):
        return [_row(one) for one in await organization.keys.all()]


async def _rotate(home: Path, config: Path | None, key: str, overlap: float) -> "Shown":
    from zaffre.cli.administration import administration

    async with administration(home, read_settings(config)) as (organization, caller):
        found = await organization.keys.find(key)
        return await organization.keys.rotate(caller, found.project_id, found.id, overlap)


async def _revoke(home: Path, config: Path | None, key: str) -> None:
    from zaffre.cli.administration import administration

    async with administration(home, read_settings(config)) as (organization, caller):
        found = await organization.keys.find(key)
        await organization.keys.revoke(caller, found.project_id, found.id)


def _row(one: "Shown") -> dict[str, object]:
    key = one.key
    return {
        "id": key.id,
        "key": key.shown,
        "name": key.name,
        "project": key.project,
        "owner": one.owner.name if one.owner else None,
        "created": told_time(key.created_at),
        "used": told_time(key.used_at),
        "expires": told_time(key.expires_at),
        "revoked": told_time(key.revoked_at),
        "may": ", ".join([*(key.models or ()), *(key.routes or ()), *(key.networks or ())]) or None,
    }


def _print_secret(made: "Shown", as_json: bool) -> None:
    told = {"key": made.value, "id": made.key.id, "name": made.key.name, "project": made.key.project}
    print(json.dumps(told) if as_json else made.value)
    print("Keep it safe: it is not shown again.", file=sys.stderr)


def _tuple(values: list[str] | None) -> tuple[str, ...] | None:
    return tuple(values) if values else None


def _nano(amount: float | None) -> int | None:
    from zaffre.core.callers import NANO

    if amount is None:
        return None
    if not math.isfinite(amount):
        raise Failed("--budget must be a finite number")
    return round(amount * NANO)
