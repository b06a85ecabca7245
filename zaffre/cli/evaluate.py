"""`zaffre policies evaluate`: how good a policy is on labelled texts."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from zaffre.cli.policies import find
from zaffre.cli.shared import AsJson, Config, Failed, read_settings, show

if TYPE_CHECKING:
    from zaffre.safety.evaluation.examples import Example
    from zaffre.safety.evaluation.report import Report
    from zaffre.safety.evaluation.scoring import Run, Scorer
    from zaffre.settings.schema import Settings

Direction = Literal["prompt", "completion"]


def evaluate(
    files: Annotated[list[Path], typer.Argument(metavar="FILE.jsonl", help="Labelled texts, one JSON object a line.")],
    policy: Annotated[str, typer.Option(help="Whose decisions are counted.")] = "default",
    direction: Annotated[Direction, typer.Option(help="Whether the texts are asked or answered.")] = "prompt",
    plot: Annotated[Path | None, typer.Option(metavar="OUT.svg", help="Draw curves and times, too.")] = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Score labelled texts: precision, recall, F1 and AUPRC for each category, over-refusal, and time."""
    from zaffre.safety.evaluation.report import report
    from zaffre.safety.evaluation.scoring import together

    sets = {str(path): _examples(path) for path in files}
    scorer = _scorer(read_settings(config), policy, direction)
    runs = list(_runs(sets, scorer))
    runs += [together(runs)] if len(runs) > 1 else []
    reports = [report(run, scorer.side) for run in runs]
    if as_json:
        _print_json(reports, scorer, direction)
    else:
        print(f"{scorer.policy.id} on {direction}s, by {scorer.version}")
        for found in reports:
            _print(found)
    if plot:
        _draw(plot, runs[-1], scorer)


def _scorer(settings: "Settings", policy: str, direction: Direction) -> "Scorer":
    from zaffre.safety.evaluation.scoring import Scorer

    (rules,) = find(settings, policy)
    try:
        return Scorer.of(settings, rules, direction)
    except (OSError, ValueError) as error:
        raise Failed(f"the classifier cannot be loaded: {error}") from error


def _examples(path: Path) -> "list[Example]":
    from zaffre.safety.evaluation.examples import ExamplesWrong, read

    try:
        return read(path)
    except ExamplesWrong as error:
        raise Failed(str(error)) from error
    except OSError as error:
        raise Failed(f"{path} cannot be read: {error.strerror}") from error


def _runs(sets: "dict[str, list[Example]]", scorer: "Scorer") -> "Iterator[Run]":
    for name, examples in sets.items():
        with _progress(name, len(examples)) as tell:
            yield scorer.run(name, examples, tell)


@contextmanager
def _progress(name: str, total: int) -> Iterator[Callable[[], None]]:
    """A bar of texts on the terminal, and nothing where nobody watches."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console, is_quiet = Console(stderr=True), not sys.stderr.isatty()
    with Progress(*columns, console=console, transient=True, disable=is_quiet) as bars:
        task = bars.add_task(name, total=total)
        yield lambda: bars.advance(task)


def _print_json(reports: "list[Report]", scorer: "Scorer", direction: Direction) -> None:
    import msgspec

    told = {"policy": scorer.policy.id, "direction": direction, "classifier": scorer.version, "sets": reports}
    print(msgspec.json.format(msgspec.json.encode(told), indent=2).decode())


def _print(found: "Report") -> None:
    import msgspec

    print(f"\n{found.name}: {found.texts:,} texts")
    rows = [{name: _number(value) for name, value in msgspec.structs.asdict(one).items()} for one in found.figures]
    show(rows, as_json=False, empty="No text has a label.")
    if found.over_refusal is not None:
        print(f"Over-refusal: {found.over_refusal:.2%} of {found.harmless:,} harmless texts were blocked.")
    speed = found.speed
    print(f"One text: {speed.p50:.2f} ms p50, {speed.p99:.2f} ms p99, {speed.mean:.2f} ms mean.")
    print(f"100 tokens, taken as 400 characters: {speed.per_100_tokens:.2f} ms.")
    print(f"Settled by the gate: {speed.settled_by_gate:.1%}.")


def _number(value: Any) -> Any:
    return f"{value:.3f}" if isinstance(value, float) else value


def _draw(place: Path, run: "Run", scorer: "Scorer") -> None:
    from zaffre.safety.evaluation.plot import draw

    try:
        place.write_text(draw(run, scorer.side, f"{scorer.policy.id} on {run.name}"))
    except OSError as error:
        raise Failed(f"{place} cannot be written: {error.strerror}") from error
