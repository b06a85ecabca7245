"""`zaffre policies look`: what a policy would do with pictures."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zaffre.cli.policies import Direction, find
from zaffre.cli.shared import AsJson, Config, Failed, Home, home_path, read_settings, run, show

if TYPE_CHECKING:
    from zaffre.core.pictures import Pixels
    from zaffre.core.verdicts import Verdict
    from zaffre.safety.policy import Policy


def look(
    files: Annotated[list[Path], typer.Argument(metavar="PICTURE", help="PNG, JPEG or WebP.")],
    policy: Annotated[str, typer.Option(help="Whose filters look.")] = "default",
    direction: Annotated[Direction, typer.Option(help="Whether the pictures are given or drawn.")] = "prompt",
    home: Home = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Tell what a policy would do with pictures, and how much was seen; no server is needed."""
    from zaffre.core.errors import Problem
    from zaffre.safety import trial

    settings = read_settings(config)
    (chosen,) = find(settings, policy)
    try:
        verdicts = run(trial.look(settings, home_path(home), _opened(files), chosen, direction))
    except Problem as problem:
        raise Failed(problem.message) from problem
    rows = [row for path, one in zip(files, verdicts, strict=True) for row in _rows(str(path), one, chosen)]
    show(rows, as_json=as_json, empty="There are no pictures.")


def _opened(files: Sequence[Path]) -> "Iterator[Pixels]":
    from zaffre.imaging.door import read

    for path in files:
        yield read(path.read_bytes(), param=str(path))


def _rows(path: str, verdict: "Verdict | None", policy: "Policy") -> "Iterator[dict[str, Any]]":
    """One for each category that somebody could see in the picture."""
    from zaffre.safety import explained

    if verdict is None:
        told = "refuse for now, as a filter cannot run" if policy.images.are_looked_at else "pass unseen"
        yield {"picture": path, "does": told, "category": None, "severity": None, "score": None}
        return
    does = explained.sentence(verdict, policy.side(verdict.direction))
    for row in explained.verdict(verdict, "", policy.side(verdict.direction)):
        seen = {name: row[name] for name in ("category", "severity", "score")}
        yield {"picture": path, "does": does} | seen
