"""`zaffre models`: what is declared and what is here; pull weights, and try a deployment."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zaffre.cli.progress import progress_bar
from zaffre.cli.shared import AsJson, Config, Failed, Home, home_path, read_settings, run, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zaffre.settings.schema import Backend, Settings

app = typer.Typer(help="Models and their weights.", no_args_is_help=True)


@app.command("list")
def list_all(home: Home = None, config: Config = None, as_json: AsJson = False) -> None:
    """Show the deployments, and whether their weights are here."""
    from zaffre.engines.weights import Store

    settings, store = read_settings(config), Store(home_path(home))
    rows = []
    for name, deployment in settings.deployments.items():
        model = settings.models[deployment.model]
        here = "" if model.source is None else "yes" if store.is_pulled(deployment.model, model) else "no"
        engine = settings.backends[deployment.backend].engine
        rows.append(
            {"deployment": name, "model": deployment.model, "engine": engine, "source": model.source, "pulled": here}
        )
    show(rows, as_json=as_json, empty="No deployments are declared.")


@app.command()
def pull(
    name: Annotated[str | None, typer.Argument(help="A model of the configuration; all where not given.")] = None,
    home: Home = None,
    config: Config = None,
) -> None:
    """Bring weights here and prepare them for their engine."""
    settings = read_settings(config)
    if name is not None and name not in settings.models:
        raise Failed(f"there is no model {name!r}. The configuration has: {', '.join(settings.models)}")
    pull_all(settings, home_path(home), name)


@app.command("try")
def try_one(
    prompt: Annotated[str, typer.Argument(help="What to say to it.")] = "Tell me a short story about the colour blue.",
    deployment: Annotated[str | None, typer.Option(help="Which one; the first where not given.")] = None,
    home: Home = None,
    config: Config = None,
) -> None:
    """Ask a deployment's engine something, without a server."""
    settings = read_settings(config)
    name = deployment or next(iter(settings.deployments))
    if name not in settings.deployments:
        raise Failed(f"there is no deployment {name!r}. The configuration has: {', '.join(settings.deployments)}")
    pull_all(settings, home_path(home), settings.deployments[name].model)
    run(_try(settings, home_path(home), name, prompt))


def pull_all(settings: "Settings", home: Path, only: str | None = None) -> None:
    """Pull and prepare the weights of every local deployment, or of those of one model."""
    from zaffre.engines.weights import PullFailed, Store

    store = Store(home)
    for name, backend in _local(settings):
        if settings.models[name].source is None or only not in (None, name):
            continue
        try:
            with progress_bar(name) as progress:
                run(_pull(store, settings, name, backend, progress))
        except PullFailed as error:
            raise Failed(str(error)) from error


def _local(settings: "Settings") -> "Iterator[tuple[str, Backend | None]]":
    """The models of deployments with the backends that they are prepared for, and the adapters put on them."""
    from zaffre.settings.pipelines import adapter

    for deployment in settings.deployments.values():
        backend = settings.backends[deployment.backend]
        yield deployment.model, backend
        yield from ((place, None) for place, _ in map(adapter, backend.lora) if place in settings.models)


async def _pull(store, settings: "Settings", name: str, backend: "Backend | None", progress) -> None:
    await store.pull(name, settings.models[name], progress)
    if backend is not None:
        await store.prepare(name, backend, progress)


async def _try(settings: "Settings", home: Path, name: str, prompt: str) -> None:
    from zaffre.cli.trying import ask
    from zaffre.core.errors import Problem

    try:
        await ask(settings, home, name, prompt)
    except Problem as problem:
        raise Failed(problem.message) from problem
    finally:
        sys.stdout.flush()
