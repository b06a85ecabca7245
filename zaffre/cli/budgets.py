"""`zaffre budgets`: how much money may be spent, by whom; also while the server runs."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from zaffre.cli.shared import AsJson, Config, Home, home_path, read_settings, run, show

app = typer.Typer(help="Budgets of keys, projects, users and the organisation.", no_args_is_help=True)
Id = Annotated[str, typer.Argument(help="The budget's id.")]
Amount = Annotated[float | None, typer.Option(min=0, help="Money, in the ledger's currency.")]
WarnAt = Annotated[list[int] | None, typer.Option("--warn-at", help="A percentage at which to warn.")]
Emails = Annotated[list[str] | None, typer.Option("--email", help="Who is warned.")]
Webhook = Annotated[str | None, typer.Option(help="What is told of warnings.")]
Hard = Annotated[bool | None, typer.Option("--hard/--soft", help="Whether calls are refused at its end.")]


@app.command("list")
def list_all(home: Home = None, config: Config = None, as_json: AsJson = False) -> None:
    """Show all budgets, and what is spent of them."""
    rows = run(_list(home_path(home), config))
    show(rows, as_json=as_json, empty="There are no budgets. Make one with: zaffre budgets create")


@app.command()
def create(
    subject: Annotated[str, typer.Argument(help="organization, project, user or key.")],
    subject_id: Annotated[str, typer.Argument(help="Its id; `*` for each one that has none of its own.")] = "",
    period: Annotated[str, typer.Option(help="day, month or total.")] = "month",
    amount: Amount = None,
    hard: Hard = True,
    warn_at: WarnAt = None,
    email: Emails = None,
    webhook: Webhook = None,
    home: Home = None,
    config: Config = None,
) -> None:
    """Make a budget, and print its id; a running server keeps it within a second."""
    raw = {"subject": subject, "subject_id": subject_id, "period": period, "is_hard": hard}
    made = run(_create(home_path(home), config, raw | _given(amount, None, warn_at, email, webhook)))
    print(made)


@app.command()
def change(
    id: Id,
    amount: Amount = None,
    hard: Hard = None,
    warn_at: WarnAt = None,
    email: Emails = None,
    webhook: Webhook = None,
    home: Home = None,
    config: Config = None,
) -> None:
    """Change a budget; what is not given stays."""
    run(_change(home_path(home), config, id, _given(amount, hard, warn_at, email, webhook)))
    print("It holds.", file=sys.stderr)


@app.command()
def remove(id: Id, home: Home = None, config: Config = None) -> None:
    """Take a budget away."""
    run(_remove(home_path(home), config, id))
    print("It is gone.", file=sys.stderr)


def _given(
    amount: float | None, hard: bool | None, warn_at: list[int] | None, emails: list[str] | None, webhook: str | None
) -> dict[str, Any]:
    values = {"amount": amount, "is_hard": hard, "warn_at": warn_at, "emails": emails, "webhook": webhook}
    return {name: value for name, value in values.items() if value not in (None, [])}


async def _list(home: Path, config: Path | None) -> list[dict[str, Any]]:
    from zaffre.cli.administration import administration
    from zaffre.core.callers import NANO

    async with administration(home, read_settings(config)) as (organization, caller):
        found = await organization.budgets.all(caller)
    return [
        {
            "id": one.budget.id,
            "subject": one.budget.subject,
            "subject_id": one.budget.subject_id,
            "name": one.name,
            "period": one.budget.period,
            "amount": one.budget.amount / NANO,
            "spent": None if one.level is None else one.level.used / NANO,
            "hard": one.budget.is_hard,
            "set_by": one.budget.set_by,
            "warn_at": " ".join(map(str, one.budget.warn_at)),
        }
        for one in found
    ]


async def _create(home: Path, config: Path | None, raw: dict[str, Any]) -> str:
    from zaffre.cli.administration import administration
    from zaffre.wire.organization.budgets import decode_new

    async with administration(home, read_settings(config)) as (organization, caller):
        return (await organization.budgets.create(caller, *decode_new(raw))).budget.id


async def _change(home: Path, config: Path | None, id: str, raw: dict[str, Any]) -> None:
    from zaffre.cli.administration import administration
    from zaffre.wire.organization.budgets import decode_change

    async with administration(home, read_settings(config)) as (organization, caller):
        await organization.budgets.change(caller, id, decode_change(raw))


async def _remove(home: Path, config: Path | None, id: str) -> None:
    from zaffre.cli.administration import administration

    async with administration(home, read_settings(config)) as (organization, caller):
        await organization.budgets.remove(caller, id)
