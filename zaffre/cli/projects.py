"""`zaffre projects`: make, change and archive projects."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zaffre.cli.shared import AsJson, Config, Home, home_path, read_settings, run, show, told_time

if TYPE_CHECKING:
    from zaffre.core.people import Project

app = typer.Typer(help="Projects, and what holds in them.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The project's name.")]
Policy = Annotated[str | None, typer.Option(help="The content policy of its calls; `-` for the settings'.")]
Deployments = Annotated[list[str] | None, typer.Option("--deployment", help="What it may call; `-` for all.")]
Weight = Annotated[float | None, typer.Option(help="Its share where calls wait for a place.")]
Description = Annotated[str | None, typer.Option(help="What it is for.")]
Bodies = Annotated[bool | None, typer.Option("--keep-bodies/--no-bodies", help="Keep prompts and answers, sealed.")]


@app.command("list")
def list_all(home: Home = None, config: Config = None, as_json: AsJson = False) -> None:
    """Show all projects, archived ones too."""
    rows = run(_list(home_path(home), config))
    show(rows, as_json=as_json, empty="There are no projects yet. Make one with: zaffre projects create")


@app.command()
def create(
    name: Name,
    region: Annotated[str | None, typer.Option(help="Where it lives; the installation's region if not given.")] = None,
    policy: Policy = None,
    deployment: Deployments = None,
    weight: Weight = None,
    description: Description = None,
    bodies: Bodies = None,
    home: Home = None,
    config: Config = None,
) -> None:
    """Make a project, and print its id."""
    given = _given(policy, deployment, weight, description, bodies)
    made = run(_create(home_path(home), config, name, region, given))
    print(made.id)


@app.command()
def change(
    name: Name,
    rename: Annotated[str | None, typer.Option(help="Another name.")] = None,
    policy: Policy = None,
    deployment: Deployments = None,
    weight: Weight = None,
    description: Description = None,
    bodies: Bodies = None,
    home: Home = None,
    config: Config = None,
) -> None:
    """Change a project; what is not given stays. It holds for the next call."""
    given = _given(policy, deployment, weight, description, bodies) | ({"name": rename} if rename else {})
    run(_change(home_path(home), config, name, given))
    print(f"Changed {name}.", file=sys.stderr)


@app.command()
def archive(name: Name, home: Home = None, config: Config = None) -> None:
    """Archive a project for good: its keys are revoked, and nothing in it changes any more."""
    run(_archive(home_path(home), config, name))
    print(f"Archived {name}.", file=sys.stderr)


async def _list(home: Path, config: Path | None) -> list[dict[str, object]]:
    from zaffre.cli.administration import administration
    from zaffre.core.people import Page

    async with administration(home, read_settings(config)) as (organization, caller):
        found, _ = await organization.projects.page(caller, Page(sys.maxsize - 1), with_archived=True)
    return [_row(one) for one in found]


async def _create(home: Path, config: Path | None, name: str, region: str | None, given: dict[str, Any]) -> "Project":
    from zaffre.cli.administration import administration
    from zaffre.wire.organization.projects import decode_new

    raw = {"name": name, "region": region} | {key: value for key, value in given.items() if value is not None}
    async with administration(home, read_settings(config)) as (organization, caller):
        body = decode_new(raw)
        return (await organization.founding.create(caller, body.name, body.region, **body.bound()))[0]


async def _change(home: Path, config: Path | None, name: str, given: dict[str, Any]) -> None:
    from zaffre.cli.administration import administration
    from zaffre.wire.organization.projects import decode_change

    async with administration(home, read_settings(config)) as (organization, caller):
        project = await organization.projects.named(name)
        await organization.projects.change(caller, project.id, decode_change(given).given())


async def _archive(home: Path, config: Path | None, name: str) -> None:
    from zaffre.cli.administration import administration

    async with administration(home, read_settings(config)) as (organization, caller):
        await organization.projects.archive(caller, (await organization.projects.named(name)).id)


def _given(
    policy: str | None,
    deployments: list[str] | None,
    weight: float | None,
    description: str | None,
    bodies: bool | None,
) -> dict[str, Any]:
    """What was given, by the fields of the API; `-` leaves something to the settings."""
    told = {
        "policy": policy,
        "deployments": ["-"] if deployments == ["-"] else deployments or None,
        "weight": weight,
        "description": description,
        "keeps_bodies": bodies,
    }
    given = {name: value for name, value in told.items() if value is not None}
    return {name: None if value in ("-", ["-"]) else value for name, value in given.items()}


def _row(one: "Project") -> dict[str, object]:
    return {
        "id": one.id,
        "name": one.name,
        "region": one.region,
        "policy": one.policy,
        "deployments": ", ".join(one.deployments) if one.deployments is not None else None,
        "weight": one.weight,
        "created": told_time(one.created_at),
        "archived": told_time(one.archived_at),
    }
