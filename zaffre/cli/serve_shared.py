"""`zaffre serve-shared`: a private PostgreSQL and Valkey, and one node or several that share them."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Annotated

import typer

from zaffre.cli.instances import PostgreSQL, Valkey
from zaffre.cli.shared import Config, Failed, home_path
from zaffre.settings.storage import COUNTERS, DATABASE

_ROOTS_HOME = Path("/var/lib/zaffre")
_SAME = ("server.key", "provenance")
_COMMON = ("pictures", "models")


def serve_shared(
    nodes: Annotated[int, typer.Option(min=1, max=16, help="How many servers share them.")] = 2,
    port: Annotated[int, typer.Option(min=0, max=65520, help="The first one's port; the others have the next.")] = 8000,
    home: Annotated[Path | None, typer.Option(help="Where all state lives.", envvar="ZAFFRE_SHARED_HOME")] = None,
    config: Config = None,
) -> None:
    """Start PostgreSQL and Valkey of its own in the home, and servers that share them, until it is told to stop."""
    place = home or (_ROOTS_HOME if os.getuid() == 0 else home_path(None) / "shared")
    signal.signal(signal.SIGTERM, _interrupt)
    # Being told to stop is how it ends, and no failure; everything is closed before.
    with suppress(KeyboardInterrupt), ExitStack() as stack:
        database = stack.enter_context(_lasting(PostgreSQL(place / "postgresql")))
        counters = stack.enter_context(_lasting(Valkey(place / "valkey")))
        environ = os.environ | {DATABASE: database.url(), COUNTERS: counters.url}
        running = []
        for number in range(1, nodes + 1):
            own = _prepare(place, number)
            running.append(stack.enter_context(_Node(own, port and port + number - 1, config, environ)))
        for node in running:
            node.process.wait()


class _lasting:
    """An instance for as long as the block runs."""

    def __init__(self, instance: PostgreSQL | Valkey):
        self._instance = instance

    def __enter__(self):
        try:
            return self._instance.start()
        except BaseException:
            self._instance.stop()
            raise

    def __exit__(self, *error: object) -> None:
        self._instance.stop()


class _Node:
    """A server in a home of its own; entered once it takes calls, and what it says is passed on."""

    def __init__(self, home: Path, port: int, config: Path | None, environ: dict[str, str]):
        self._environ = environ
        self._command = [sys.executable, "-m", "zaffre", "serve", "--home", str(home), "--port", str(port)]
        self._command += [] if config is None else ["--config", str(config)]

    def __enter__(self) -> "_Node":
        # In a group of its own, so that Ctrl-C comes to it once, from us, and in good order.
        self.process = subprocess.Popen(
            self._command, stdout=subprocess.PIPE, text=True, env=self._environ, start_new_session=True
        )
        try:
            self._await_ready()
        except BaseException:
            self.__exit__()
            raise
        threading.Thread(target=self._pass_on, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        self.process.wait()

    def _await_ready(self) -> None:
        for line in self.process.stdout:
            print(line, end="", flush=True)
            if line.startswith("Zaffre is ready"):
                return
        raise Failed("a server could not start; what it said is above")

    def _pass_on(self) -> None:
        for line in self.process.stdout:
            print(line, end="", flush=True)


def _prepare(place: Path, number: int) -> Path:
    """The home of a node: keys are the first one's, pictures and weights lie in one place for all."""
    own, first = place / f"node-{number}", place / "node-1"
    own.mkdir(parents=True, exist_ok=True)
    for name in _COMMON:
        (place / name).mkdir(exist_ok=True)
        if not (own / name).exists():
            (own / name).symlink_to(place / name, target_is_directory=True)
    for name in _SAME if own != first else ():
        if (first / name).is_dir():
            shutil.copytree(first / name, own / name, dirs_exist_ok=True)
        elif (first / name).exists():
            shutil.copy2(first / name, own / name)
    return own


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt
