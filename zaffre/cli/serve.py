"""`zaffre serve`: weights, a first key, and the server."""

import logging
import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from zaffre.cli.shared import Config, Failed, Home, home_path, read_settings, run


def serve(
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="The port to listen on.")] = None,
    home: Home = None,
    config: Config = None,
) -> None:
    """Serve the API and the web apps."""
    from zaffre.app import HomeInUse
    from zaffre.cli.models import pull_all
    from zaffre.core.errors import Problem
    from zaffre.engines.weights import PullFailed
    from zaffre.serving import run as run_server

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    settings = _with_address(read_settings(config), host, port)
    place = home_path(home)
    pull_all(settings, place)
    key, code = run(_first_start(place, settings))
    try:
        run_server(settings, place, lambda url: _announce(url, key, code, _first_call(settings)))
    except (HomeInUse, PullFailed) as error:
        raise Failed(str(error)) from error
    except Problem as problem:
        raise Failed(problem.message) from problem
    except OSError as error:
        raise Failed(f"the server cannot run: {error}") from error


def _with_address(settings, host: str | None, port: int | None):
    server = settings.server
    changed = msgspec.structs.replace(
        server, host=host if host is not None else server.host, port=port if port is not None else server.port
    )
    return msgspec.structs.replace(settings, server=changed)


async def _first_start(home: Path, settings) -> tuple[str | None, str | None]:
    """A key where there was none, and a code that makes the first owner where there is nobody."""
    from zaffre.access.issuing import Order
    from zaffre.cli.administration import administration
    from zaffre.service.nodes import node_id
    from zaffre.service.organization.projects.allowing import Allowance

    async with administration(home, settings) as (organization, caller):
        code = await organization.first_owner.code(node_id(home))
        if await organization.keys.are_any():
            return None, code
        made = await organization.keys.create_in(caller, "default", settings.region, Order(name="first"), Allowance())
        return made.value, code


def _first_call(settings) -> tuple[str, str]:
    """The path and body of a call that the first deployment answers."""
    name, deployment = next(iter(settings.deployments.items()))
    match settings.backends[deployment.backend].engine:
        case "onnx":
            return "embeddings", f'{{"model": "{name}", "input": "Hello!"}}'
        case "illustrator" | "tiny-diffusion" | "diffusers" | "artist":
            return "images/generations", f'{{"model": "{name}", "prompt": "a fox under a tree at sunset"}}'
        case _:
            messages = '[{"role": "user", "content": "Hello!"}]'
            return "chat/completions", f'{{"model": "{name}", "messages": {messages}, "max_tokens": 60}}'


def _announce(url: str, key: str | None, code: str | None, call: tuple[str, str]) -> None:
    path, body = call
    print(f"Zaffre is ready at {url}")
    print(f"  web page   {url}/")
    if code:
        print(f"  owner      {url}/account#invitation={code}  (makes the first account; once, within 7 days)")
    if key:
        print(f"  API key    {key}  (shown this once; more with: zaffre keys create)")
    else:
        print("  API key    the ones you have; more with: zaffre keys create")
    print(
        f'  try it     curl {url}/v1/{path} -H "Authorization: Bearer {key or "$ZAFFRE_API_KEY"}" '
        f"-H 'Content-Type: application/json' -d '{body}'"
    )
    sys.stdout.flush()
