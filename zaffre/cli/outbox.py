"""`zaffre outbox`: what was mailed or told to webhooks, and how receivers verify it."""

from pathlib import Path
from typing import Any

import typer

from zaffre.cli.shared import AsJson, Config, Home, home_path, read_settings, run, show, told_time

app = typer.Typer(help="Mail and webhooks that were sent, or wait to be.", no_args_is_help=True)


@app.command("list")
def list_all(home: Home = None, config: Config = None, as_json: AsJson = False) -> None:
    """Show the newest, without what they say."""
    show(run(_list(home_path(home), config)), as_json=as_json, empty="Nothing was sent yet.")


@app.command()
def secret(home: Home = None, config: Config = None) -> None:
    """Print the secret by which receivers verify that a webhook is ours (standardwebhooks.com)."""
    print(run(_secret(home_path(home), config)))


async def _list(home: Path, config: Path | None) -> list[dict[str, Any]]:
    from zaffre.cli.administration import administration

    async with administration(home, read_settings(config)) as (organization, _):
        found = await organization.post.outbox.recent()
    return [
        {
            "id": one.id,
            "kind": one.kind,
            "to": one.recipient,
            "subject": one.subject,
            "state": one.state,
            "attempts": one.attempts,
            "made": told_time(one.created_at),
            "error": one.error,
        }
        for one in found
    ]


async def _secret(home: Path, config: Path | None) -> str:
    from zaffre.cli.administration import administration

    async with administration(home, read_settings(config)) as (organization, _):
        return organization.post.webhooks.secret
