"""`zaffre applications`: who applies, and letting them in."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from zaffre.cli.shared import AsJson, Config, Failed, Home, home_path, read_settings, run, show, told_time

app = typer.Typer(help="Applications and the waiting list.", no_args_is_help=True)
Which = Annotated[str, typer.Argument(help="The application's id.")]
Note = Annotated[str | None, typer.Option(help="A word that the applicant sees.")]
Given = Annotated[
    str | None,
    typer.Option("--conditions", help="JSON as the API takes it; what `[access.starting]` says where not given."),
]


@app.command("list")
def list_all(
    state: Annotated[list[str] | None, typer.Option(help="Only those in this state.")] = None,
    home: Home = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Show applications, the oldest first, with their places on the waiting list."""
    rows = run(_list(home_path(home), config, tuple(state or ())))
    show(rows, as_json=as_json, empty="Nobody applies.")


@app.command("show")
def look(application: Which, home: Home = None, config: Config = None) -> None:
    """Show one as JSON, with what was asked and each step."""
    print(json.dumps(run(_look(home_path(home), config, application)), indent=2))


@app.command()
def review(application: Which, home: Home = None, config: Config = None) -> None:
    """Say that somebody looks at it now."""
    _decide(home, config, application, "review")


@app.command()
def ask(
    application: Which,
    note: Annotated[str, typer.Option(help="The question.")],
    home: Home = None,
    config: Config = None,
) -> None:
    """Ask the applicant back; they keep their place on the waiting list."""
    _decide(home, config, application, "ask", note)


@app.command()
def decline(application: Which, note: Note = None, home: Home = None, config: Config = None) -> None:
    """Decline it."""
    _decide(home, config, application, "decline", note)


@app.command()
def approve(
    application: Which, conditions: Given = None, note: Note = None, home: Home = None, config: Config = None
) -> None:
    """Approve it under conditions; production and gated capabilities wait for a second person then."""
    _decide(home, config, application, "approve", note, conditions)


@app.command()
def admit(
    count: Annotated[int, typer.Argument(min=1, help="How many.")],
    conditions: Given = None,
    home: Home = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Let in the next so many of the waiting list, in its order."""
    rows = run(_admit(home_path(home), config, count, conditions))
    show(rows, as_json=as_json, empty="Nobody waits.")


def _decide(
    home: Path | None,
    config: Path | None,
    application: str,
    action: str,
    note: str | None = None,
    conditions: str | None = None,
) -> None:
    state = run(_decided(home_path(home), config, application, action, note, conditions))
    print(f"{application} is {state.replace('_', ' ')} now.", file=sys.stderr)


async def _list(home: Path, config: Path | None, states: tuple[str, ...]) -> list[dict[str, Any]]:
    from zaffre.cli.administration import administration
    from zaffre.core.people import Page
    from zaffre.wire.organization.applications import decode_states

    async with administration(home, read_settings(config)) as (organization, _):
        page = Page(sys.maxsize - 1)
        found, _ = await organization.applications.page(page, states=decode_states(list(states)))
    return [_row(one) for one in found]


async def _look(home: Path, config: Path | None, application_id: str) -> dict[str, Any]:
    from zaffre.api.organization.ways_in.applications import told
    from zaffre.cli.administration import administration

    async with administration(home, read_settings(config)) as (organization, _):
        return told(await organization.applications.one(application_id))


async def _decided(
    home: Path, config: Path | None, application_id: str, action: str, note: str | None, conditions: str | None
) -> str:
    from zaffre.cli.administration import administration
    from zaffre.service.organization.ways_in.reviews import Decision

    async with administration(home, read_settings(config)) as (organization, caller):
        decision = Decision(action=action, conditions=_conditions(conditions), note=note)
        return (await organization.reviews.decide(caller, application_id, decision)).application.state


async def _admit(home: Path, config: Path | None, count: int, conditions: str | None) -> list[dict[str, Any]]:
    from zaffre.cli.administration import administration

    async with administration(home, read_settings(config)) as (organization, caller):
        results = await organization.reviews.admit(caller, count, _conditions(conditions))
    rows = [_row(one.case) if one.case else {"id": one.application_id} for one in results]
    problems = [one.problem.message if one.problem else None for one in results]
    return [row | {"problem": problem} for row, problem in zip(rows, problems, strict=True)]


def _conditions(text: str | None):
    from zaffre.core.clock import Clock
    from zaffre.wire.organization.conditions import decode

    try:
        raw = None if text is None else json.loads(text)
    except ValueError as error:
        raise Failed(f"--conditions is no JSON: {error}") from error
    return decode(raw, Clock().now())


def _row(case) -> dict[str, Any]:
    one = case.application
    applicant = case.people.get(one.user_id)
    return {
        "id": one.id,
        "kind": one.kind,
        "state": one.state,
        "place": case.position,
        "who": applicant.email if applicant else one.user_id,
        "use_case": one.asked.use_case[:60],
        "applied": told_time(one.created_at),
    }
