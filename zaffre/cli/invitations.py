"""`zaffre invitations`: make, list and revoke codes that let people in."""

import json
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from zaffre.cli.shared import AsJson, Config, Home, home_path, read_settings, run, show, told_time

app = typer.Typer(help="Invitations: codes and links that let people in.", no_args_is_help=True)
DAY = 86_400


@app.command()
def create(
    email: Annotated[
        str | None, typer.Option(help="Only for the person with this address; mailed if mail is set up.")
    ] = None,
    note: Annotated[str | None, typer.Option(help="A word that the invited person sees.")] = None,
    role: Annotated[str, typer.Option(help="Their role in the organisation.")] = "member",
    project: Annotated[
        list[str] | None,
        typer.Option(help="NAME or NAME:ROLE of a project that they join: as developer, or by a role of its own too."),
    ] = None,
    model: Annotated[list[str] | None, typer.Option(help="A deployment that they may call there; else all.")] = None,
    rpm: Annotated[int | None, typer.Option(min=0, help="Requests in any minute, for each of them.")] = None,
    tpm: Annotated[int | None, typer.Option(min=0, help="Tokens in any minute, for each of them.")] = None,
    budget: Annotated[float | None, typer.Option(min=0, help="Money in a month, for each of them.")] = None,
    uses: Annotated[int, typer.Option(min=0, help="How many people it lets in; 0 for any number.")] = 1,
    days: Annotated[int | None, typer.Option(min=1, help="For how many days it is valid.")] = None,
    home: Home = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Make an invitation and print its link. The code is shown this once: only its hash is kept."""
    limits = {"requests_per_minute": rpm, "tokens_per_minute": tpm}
    body = {"email": email, "note": note, "role": role, "models": model, "most_uses": uses or None}
    body |= {"limits": {name: most for name, most in limits.items() if most is not None} or None}
    body |= {"budget": None if budget is None else {"amount": budget, "period": "month"}}
    if days is not None:
        body["expires_in"] = days * DAY
    made = run(_create(home_path(home), config, body, project or []))
    print(json.dumps(made) if as_json else made["url"])
    print("Hand it over safely: it is not shown again.", file=sys.stderr)


@app.command("list")
def list_all(home: Home = None, config: Config = None, as_json: AsJson = False) -> None:
    """Show all invitations, the newest first."""
    rows = run(_list(home_path(home), config))
    show(rows, as_json=as_json, empty="There are no invitations yet. Make one with: zaffre invitations create")


@app.command("show")
def look(invitation: Annotated[str, typer.Argument(help="Its id.")], home: Home = None, config: Config = None) -> None:
    """Show one as JSON, with who came by it."""
    print(json.dumps(run(_look(home_path(home), config, invitation)), indent=2))


@app.command()
def revoke(
    invitation: Annotated[str, typer.Argument(help="Its id.")], home: Home = None, config: Config = None
) -> None:
    """Let nobody in by it any more; who has come stays."""
    run(_revoke(home_path(home), config, invitation))
    print(f"Revoked {invitation}.", file=sys.stderr)


@app.command()
def password(
    who: Annotated[str, typer.Argument(help="Their address or id.")], home: Home = None, config: Config = None
) -> None:
    """Print a link by which a person who is known already sets a new password; it works once, for an hour."""
    print(run(_password(home_path(home), config, who)))


async def _create(home: Path, config: Path | None, body: dict[str, Any], places: list[str]) -> dict[str, Any]:
    from zaffre.cli.administration import administration
    from zaffre.wire.organization import invitations

    settings, now = read_settings(config), time.time()
    async with administration(home, settings) as (organization, caller):
        body["projects"] = [await _seat(organization, place) for place in places]
        wanted = invitations.decode(body, now, organization.invitations.usual_days)
        made = await organization.invitations.create(caller, wanted)
        url = organization.post.letters.link(f"invitation={made.code}", base=base(settings))
        return invitations.told(made.invitation, None, now, code=made.code, url=url, is_mailed=made.is_mailed)


async def _seat(organization, place: str) -> dict[str, str]:
    name, _, role = place.partition(":")
    return {"id": (await organization.projects.named(name)).id, "role": role or "developer"}


async def _list(home: Path, config: Path | None) -> list[dict[str, Any]]:
    from zaffre.cli.administration import administration
    from zaffre.core.people import Page

    now = time.time()
    async with administration(home, read_settings(config)) as (organization, caller):
        found, _ = await organization.invitations.page(Page(sys.maxsize - 1, is_newest_first=True))
        projects, _ = await organization.projects.page(caller, Page(sys.maxsize - 1), with_archived=True)
    names = {one.id: one.name for one in projects}
    return [_row(one.invitation, names, now) for one in found]


def _row(one, names: dict[str, str], now: float) -> dict[str, Any]:
    from zaffre.core.people import role_name

    return {
        "id": one.id,
        "code": one.shown,
        "email": one.email,
        "role": one.role,
        "projects": ", ".join(f"{names[seat.project_id]}:{role_name(seat.role)}" for seat in one.projects),
        "uses": f"{one.uses}/{one.most_uses or 'any'}",
        "state": one.state(now),
        "made": told_time(one.created_at),
        "expires": told_time(one.expires_at),
    }


async def _look(home: Path, config: Path | None, invitation_id: str) -> dict[str, Any]:
    from zaffre.cli.administration import administration
    from zaffre.wire.organization import invitations

    async with administration(home, read_settings(config)) as (organization, _):
        one = await organization.invitations.one(invitation_id)
    told = invitations.told(one.invitation, one.creator, time.time())
    return told | {"uses": invitations.told_uses(one.uses)}


async def _revoke(home: Path, config: Path | None, invitation_id: str) -> None:
    from zaffre.cli.administration import administration

    async with administration(home, read_settings(config)) as (organization, caller):
        await organization.invitations.revoke(caller, invitation_id)


async def _password(home: Path, config: Path | None, who: str) -> str:
    from zaffre.cli.administration import administration

    settings = read_settings(config)
    async with administration(home, settings) as (organization, caller):
        fragment = await organization.recovery.link(caller, who)
        return organization.post.letters.link(fragment, base=base(settings))


def base(settings) -> str:
    """Where this machine reaches the server, for links where `[mail] url` does not say it."""
    return f"http://{settings.server.host}:{settings.server.port}"
