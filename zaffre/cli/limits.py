"""`zaffre limits`: how much may be used, by whom; also while the server runs."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from zaffre.cli.shared import AsJson, Config, Home, home_path, read_settings, run, show

app = typer.Typer(help="Limits of keys, projects, users, end users, deployments and models.", no_args_is_help=True)
Subject = Annotated[str, typer.Argument(help="organization, project, user, end_user, key, deployment or model.")]
SubjectId = Annotated[str, typer.Argument(help="Its id; `*` for each one that has none of its own.")]
SetBy = Annotated[str | None, typer.Option(help="organization, or project for one that a project set for itself.")]
ForModel = Annotated[str, typer.Option("--model", help="Only for calls of this deployment or model.")]


@app.command("list")
def list_all(home: Home = None, config: Config = None, as_json: AsJson = False) -> None:
    """Show all limits."""
    rows = run(_list(home_path(home), config))
    show(rows, as_json=as_json, empty="There are no limits. Set one with: zaffre limits set")


@app.command("set")
def put(
    subject: Subject,
    subject_id: SubjectId = "",
    model: ForModel = "",
    rpm: Annotated[int | None, typer.Option(min=1, help="Requests in any minute.")] = None,
    tpm: Annotated[int | None, typer.Option(min=1, help="Tokens in any minute.")] = None,
    ipm: Annotated[int | None, typer.Option(min=1, help="Pictures in any minute.")] = None,
    rpd: Annotated[int | None, typer.Option(min=1, help="Requests in a UTC day.")] = None,
    tpd: Annotated[int | None, typer.Option(min=1, help="Tokens in a UTC day.")] = None,
    streams: Annotated[int | None, typer.Option(min=1, help="Streams at once.")] = None,
    batch_tokens: Annotated[int | None, typer.Option(min=1, help="Tokens that wait in batches.")] = None,
    slice_seconds: Annotated[int | None, typer.Option("--slice", help="1 or 10: spread requests that finely.")] = None,
    set_by: SetBy = None,
    home: Home = None,
    config: Config = None,
) -> None:
    """Let a limit hold, in place of the one that is there; a running server keeps it within a second."""
    meters = {
        "requests_per_minute": rpm,
        "tokens_per_minute": tpm,
        "images_per_minute": ipm,
        "requests_per_day": rpd,
        "tokens_per_day": tpd,
        "concurrent_streams": streams,
        "enqueued_batch_tokens": batch_tokens,
        "slice_seconds": slice_seconds,
    }
    whose = {"subject": subject, "subject_id": subject_id, "model": model, "set_by": set_by}
    run(_put(home_path(home), config, whose | meters))
    print("It holds.", file=sys.stderr)


@app.command()
def remove(
    subject: Subject,
    subject_id: SubjectId = "",
    model: ForModel = "",
    set_by: SetBy = None,
    home: Home = None,
    config: Config = None,
) -> None:
    """Take a limit away."""
    which = {"subject": subject, "subject_id": subject_id, "model": model, "set_by": set_by}
    run(_remove(home_path(home), config, which))
    print("It is gone.", file=sys.stderr)


async def _list(home: Path, config: Path | None) -> list[dict[str, Any]]:
    from zaffre.cli.administration import administration

    async with administration(home, read_settings(config)) as (organization, caller):
        found = await organization.limits.all(caller)
    return [
        {"subject": one.limit.subject, "id": one.limit.subject_id, "name": one.name, "model": one.limit.model}
        | {"set_by": one.limit.set_by}
        | {"limits": " ".join(f"{meter}={most}" for meter, most in one.limit.meters.items())}
        for one in found
    ]


async def _put(home: Path, config: Path | None, raw: dict[str, Any]) -> None:
    from zaffre.cli.administration import administration
    from zaffre.wire.organization.limits import decode

    async with administration(home, read_settings(config)) as (organization, caller):
        await organization.limits.put(caller, *decode(raw))


async def _remove(home: Path, config: Path | None, which: dict[str, str | None]) -> None:
    from zaffre.cli.administration import administration
    from zaffre.wire.organization.limits import decode_which

    async with administration(home, read_settings(config)) as (organization, caller):
        await organization.limits.remove(caller, *decode_which(which.get))
