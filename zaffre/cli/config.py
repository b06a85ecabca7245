"""`zaffre config`: is it right, what holds, and what could be set."""

import sys

import msgspec
import typer

from zaffre.cli.shared import Config, read_settings

app = typer.Typer(help="The configuration.", no_args_is_help=True)


@app.command()
def check(config: Config = None) -> None:
    """Tell whether a server would start with this configuration."""
    read_settings(config)
    print("The configuration is right.", file=sys.stderr)


@app.command()
def show(config: Config = None) -> None:
    """Print the settings that hold, defaults included, as JSON."""
    from zaffre.settings.storage import shown

    told = msgspec.to_builtins(read_settings(config))
    for name in ("storage", "counters"):
        told[name]["url"] = shown(told[name]["url"])
    print(msgspec.json.format(msgspec.json.encode(told), indent=2).decode())


@app.command()
def reference() -> None:
    """Print every setting with its type, default and meaning."""
    from zaffre.settings.reference import markdown

    print(markdown())
