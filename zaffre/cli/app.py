"""All commands together."""

import typer

import zaffre
from zaffre.cli import (
    applications,
    audit,
    budgets,
    config,
    invitations,
    keys,
    limits,
    models,
    outbox,
    people,
    policies,
    projects,
    usage,
)
from zaffre.cli.evaluate import evaluate
from zaffre.cli.look import look
from zaffre.cli.migrate import migrate
from zaffre.cli.serve import serve
from zaffre.cli.serve_shared import serve_shared
from zaffre.cli.verify import verify

app = typer.Typer(
    help="An open generative-AI service that an organisation runs itself.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(serve)
app.command()(serve_shared)
app.command()(migrate)
app.command()(verify)
policies.app.command()(evaluate)
policies.app.command()(look)
app.add_typer(keys.app, name="keys")
app.add_typer(people.app, name="people")
app.add_typer(projects.app, name="projects")
app.add_typer(invitations.app, name="invitations")
app.add_typer(applications.app, name="applications")
app.add_typer(outbox.app, name="outbox")
app.add_typer(limits.app, name="limits")
app.add_typer(budgets.app, name="budgets")
app.add_typer(models.app, name="models")
app.add_typer(policies.app, name="policies")
app.add_typer(audit.app, name="audit")
app.add_typer(usage.app, name="usage")
app.add_typer(config.app, name="config")


def _show_version(is_asked: bool) -> None:
    if is_asked:
        typer.echo(zaffre.__version__)
        raise typer.Exit


@app.callback()
def about(version: bool = typer.Option(False, "--version", callback=_show_version, is_eager=True)) -> None:
    """An open generative-AI service that an organisation runs itself."""
