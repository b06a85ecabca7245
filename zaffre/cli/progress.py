"""A bar for long work; plain lines where nobody watches a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[str, int, int | None], None]]:
    """Yields a function to be told of the stage, how much is done, and of how much."""
    if not sys.stderr.isatty():
        yield _lines(what)
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(what, total=None)
        yield lambda stage, done, total: bars.update(task, description=f"{what}: {stage}", completed=done, total=total)


def _lines(what: str) -> Callable[[str, int, int | None], None]:
    told: set[str] = set()

    def tell(stage: str, done: int, total: int | None) -> None:
        if stage not in told:
            told.add(stage)
            print(f"{what}: {stage}", file=sys.stderr, flush=True)

    return tell
