"""`zaffre people`: who there is, and which roles they have."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zaffre.cli.shared import AsJson, Config, Failed, Home, home_path, read_settings, run, show, told_time

if TYPE_CHECKING:
    from zaffre.core.people import User
    from zaffre.service.organization.organization import Organization
    from zaffre.service.organization.people.people import Person

app = typer.Typer(help="People and their roles.", no_args_is_help=True)
Who = Annotated[str, typer.Argument(help="Their address or id.")]
Role = Annotated[str, typer.Argument(help="The role's name; `zaffre people roles` shows them.")]
Where = Annotated[str | None, typer.Option("--project", help="Only in the project of that name.")]
There = Annotated[str | None, typer.Option("--project", help="The project's own too.")]


@app.command("list")
def list_all(home: Home = None, config: Config = None, as_json: AsJson = False) -> None:
    """Show all users, with their roles."""
    rows = run(_list(home_path(home), config))
    show(rows, as_json=as_json, empty="There is nobody yet. Add somebody with: zaffre people add")


@app.command()
def add(
    email: Annotated[str, typer.Argument(help="Their address.")],
    name: Annotated[str | None, typer.Option(help="Their name.")] = None,
    role: Annotated[str, typer.Option(help="Their role in the organisation.")] = "member",
    home: Home = None,
    config: Config = None,
) -> None:
    """Add a user, who has no password yet: they set one through `zaffre invitations`, or sign in elsewhere."""
    made = run(_add(home_path(home), config, email, name or email.partition("@")[0], role))
    print(made.user.id)


@app.command()
def grant(who: Who, role: Role, project: Where = None, home: Home = None, config: Config = None) -> None:
    """Give somebody a role, in the organisation or in a project."""
    run(_assign(home_path(home), config, "give", who, role, project))
    print(f"{who} has the role {role} now.", file=sys.stderr)


@app.command()
def take(who: Who, role: Role, project: Where = None, home: Home = None, config: Config = None) -> None:
    """Take a role back from somebody."""
    run(_assign(home_path(home), config, "take", who, role, project))
    print(f"{who} no longer has the role {role}.", file=sys.stderr)


@app.command()
def suspend(who: Who, home: Home = None, config: Config = None) -> None:
    """Let somebody in no more: their sessions end, and their keys stop working within a second."""
    run(_change(home_path(home), config, who, state="suspended"))
    print(f"Suspended {who}.", file=sys.stderr)


@app.command()
def activate(who: Who, home: Home = None, config: Config = None) -> None:
    """Let somebody in again; their keys work again."""
    run(_change(home_path(home), config, who, state="active"))
    print(f"{who} is active.", file=sys.stderr)


@app.command()
def remove(who: Who, home: Home = None, config: Config = None) -> None:
    """Forget somebody for good, and revoke their keys."""
    run(_remove(home_path(home), config, who))
    print(f"Removed {who}.", file=sys.stderr)


@app.command()
def roles(project: There = None, home: Home = None, config: Config = None, as_json: AsJson = False) -> None:
    """Show all roles, and what they allow."""
    show(run(_roles(home_path(home), config, project)), as_json=as_json, empty="There are no roles.")


async def found(organization: "Organization", who: str) -> "User":
    """The user with that address or id; raises `Failed`."""
    from zaffre.core.people import Page

    people, _ = await organization.people.page(Page(1), [who])
    if people:
        return people[0].user
    if "@" in who:
        raise Failed(f"there is nobody with the address {who!r}. See who there is with: zaffre people list")
    return (await organization.people.one(who)).user


async def _list(home: Path, config: Path | None) -> list[dict[str, object]]:
    from zaffre.cli.administration import administration
    from zaffre.core.people import Page

    async with administration(home, read_settings(config)) as (organization, _):
        people, _ = await organization.people.page(Page(sys.maxsize - 1))
    return [_row(one) for one in people]


async def _add(home: Path, config: Path | None, email: str, name: str, role: str) -> "Person":
    from zaffre.cli.administration import administration
    from zaffre.wire.organization.people import decode_new

    async with administration(home, read_settings(config)) as (organization, caller):
        body = decode_new({"email": email, "name": name, "role": role})
        return await organization.people.create(caller, body.email, name, body.role)


async def _assign(home: Path, config: Path | None, verb: str, who: str, role: str, project: str | None) -> None:
    from zaffre.cli.administration import administration
    from zaffre.service.organization.people.assignments import Holder

    async with administration(home, read_settings(config)) as (organization, caller):
        place = "" if project is None else (await organization.projects.named(project)).id
        holder = Holder("user", (await found(organization, who)).id, place)
        await getattr(organization.assignments, verb)(caller, holder, role)


async def _change(home: Path, config: Path | None, who: str, **given: Any) -> None:
    from zaffre.cli.administration import administration

    async with administration(home, read_settings(config)) as (organization, caller):
        await organization.people.change(caller, (await found(organization, who)).id, **given)


async def _remove(home: Path, config: Path | None, who: str) -> None:
    from zaffre.cli.administration import administration

    async with administration(home, read_settings(config)) as (organization, caller):
        await organization.people.remove(caller, (await found(organization, who)).id)


async def _roles(home: Path, config: Path | None, project: str | None) -> list[dict[str, object]]:
    from zaffre.cli.administration import administration

    async with administration(home, read_settings(config)) as (organization, _):
        place = "" if project is None else (await organization.projects.named(project)).id
        known = await organization.roles.all(place)
    return [
        {"role": one.name, "description": one.description, "permissions": ", ".join(sorted(one.permissions))}
        for one in known
    ]


def _row(one: "Person") -> dict[str, object]:
    from zaffre.core.people import role_name

    given = [grant for grant in one.grants if grant.project_id]
    there = [f"{role_name(grant.role)} in {one.places[grant.project_id]}" for grant in given]
    return {
        "id": one.user.id,
        "email": one.user.email,
        "name": one.user.name,
        "state": one.user.state,
        "roles": ", ".join([*one.roles, *there]),
        "added": told_time(one.user.created_at),
        "seen": told_time(one.user.seen_at),
    }
