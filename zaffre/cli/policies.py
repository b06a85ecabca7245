"""`zaffre policies`: what there is, what it says, and what it would do with a text."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from zaffre.cli.shared import AsJson, Config, Failed, Home, home_path, read_settings, run, show

if TYPE_CHECKING:
    from zaffre.core.verdicts import Verdict
    from zaffre.safety.policy import Policy
    from zaffre.settings.schema import Settings

app = typer.Typer(help="Content policies.", no_args_is_help=True)

Direction = Literal["prompt", "completion"]
Voice = Literal["user", "document", "tool", "system"]


@app.command("list")
def list_all(config: Config = None, as_json: AsJson = False) -> None:
    """Show the policies, and where each is bound."""
    from zaffre.safety import explained

    settings = read_settings(config)
    rows = []
    for policy in find(settings):
        told = {name: getattr(policy, name) for name in ("name", "version", "mode", "fail", "description")}
        places = explained.places(policy.name, settings)
        rows.append(told | {"bound": places if as_json else "; ".join(places)})
    show(rows, as_json=as_json, empty="There are no policies.")


@app.command("show")
def show_one(
    name: Annotated[str, typer.Argument(help="Its name; with @VERSION, as it was when that version held.")],
    home: Home = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Show every rule of one policy, for what is asked and what is answered."""
    import msgspec

    from zaffre.safety import explained

    settings = read_settings(config)
    present = {one.id: one for one in find(settings)}
    if "@" in name and name not in present:
        policy = run(_of_old(home_path(home), settings, name))
    else:
        policy = present.get(name) or find(settings, name)[0]
    if as_json:
        print(json.dumps(msgspec.to_builtins(policy) | {"bound": explained.places(policy.name, settings)}, indent=2))
        return
    print(f"{policy.id}: {policy.description}" if policy.description else policy.id)
    print(f"Streams are {policy.mode}. Filters: {', '.join(policy.filters) or 'none'}; fail {policy.fail}.")
    print(f"Pictures: {explained.pictures(policy)}.")
    show(explained.rules(policy), as_json=False, empty="It looks for nothing.")


@app.command()
def test(
    text: Annotated[str | None, typer.Argument(help="What to judge; read from the input where not given.")] = None,
    policy: Annotated[list[str] | None, typer.Option(help="Which policy, again for more; all where not given.")] = None,
    direction: Annotated[Direction, typer.Option(help="What is asked, or what is answered.")] = "prompt",
    voice: Annotated[Voice, typer.Option(help="Who asks; answers are the model's.")] = "user",
    home: Home = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Tell what policies would do with a text, and why; no server is needed."""
    from zaffre.core.errors import Problem
    from zaffre.safety import trial
    from zaffre.safety.filters import Passage

    settings = read_settings(config)
    policies = find(settings, *policy or ())
    passage = Passage(_given(text), voice if direction == "prompt" else "assistant", direction)
    try:
        verdicts = run(trial.judge(settings, home_path(home), passage, policies))
    except Problem as problem:
        raise Failed(problem.message) from problem
    told = [_told(one, verdict, passage.text) for one, verdict in zip(policies, verdicts, strict=True)]
    if as_json:
        print(json.dumps(told, indent=2))
        return
    for one in told:
        print(f"{one['policy']}: {one['does']}")
        show(map(_printable, one["categories"]), as_json=False, empty="Nothing was looked for.")


async def _of_old(home: Path, settings: "Settings", id: str) -> "Policy":
    """A version that once held here, as the database remembers it."""
    import msgspec

    from zaffre.safety.policy import Policy
    from zaffre.storage import policies
    from zaffre.storage.database import opened

    async with opened(home, settings.storage.url) as database, database.begin() as connection:
        body = await policies.body(connection, id)
    if body is None:
        raise Failed(f"no policy {id!r} has ever held here. See the present ones with: zaffre policies list")
    return msgspec.json.decode(body, type=Policy)


def find(settings: "Settings", *names: str) -> "list[Policy]":
    """The policies of these names; all of them where none is given."""
    from zaffre.safety.policies import Policies

    known = Policies.build(settings)
    for name in names:
        if known.find(name) is None:
            there = ", ".join(policy.name for policy in known)
            raise Failed(f"there is no policy {name!r}. The configuration has: {there}")
    return [known.find(name) for name in names] if names else list(known)


def _given(text: str | None) -> str:
    try:
        said = sys.stdin.read().rstrip("\n") if text is None else text
        said.encode()
    except UnicodeError as error:
        raise Failed(f"the text is not valid UTF-8: {error}") from error
    if not said.strip():
        raise Failed("there is no text to judge")
    return said


def _told(policy: "Policy", verdict: "Verdict | None", text: str) -> dict[str, Any]:
    from zaffre.safety import explained

    if verdict is None or not policy.filters:
        does = "pass unseen, as it asks no filter" if verdict else "refuse for now, as a filter cannot run"
        return {"policy": policy.id, "does": does, "error": None, "categories": []}
    side = policy.side(verdict.direction)
    return {
        "policy": policy.id,
        "does": explained.sentence(verdict, side),
        "error": verdict.error,
        "categories": list(explained.verdict(verdict, text, side)),
    }


def _printable(row: dict[str, Any]) -> dict[str, Any]:
    """What a text says is neither markup nor a command to the terminal."""
    from rich.markup import escape

    shown = "".join(one if one.isprintable() else " " for one in row["text"] or "")
    return row | {"text": escape(shown)}
