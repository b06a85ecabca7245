"""A real server in a process of its own, for tests to call, look into, and kill."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from zaffre.cli.app import app

ECHO = Path(__file__).parent / "echo.toml"
ARTISTS = Path(__file__).parent / "artists.toml"
FILTERED = Path(__file__).parent / "filtered.toml"
ZAFFRE = (sys.executable, "-m", "zaffre")


class House:
    """Its home outlives the process, so it can be started again. `config=None` serves the default models."""

    def __init__(self, home: Path, config: Path | None = ECHO):
        self.home = home
        self._config = [] if config is None else ["--config", str(config)]
        self.key = self.make_key()

    def make_key(self, *options: str) -> str:
        """A key, such as `make_key("--rpm", "1")`."""
        return run("keys", "create", "--home", str(self.home), *self._config, *options)

    def make_admin_key(self, *options: str) -> str:
        """A key for administration, such as `make_admin_key("--role", "auditor")`."""
        return run("keys", "admin", "create", "--home", str(self.home), *self._config, *options)

    def start(self) -> "House":
        """Start, and wait for the line that says where."""
        with (self.home / "stderr.txt").open("ab") as errors:
            self.process = subprocess.Popen(
                [*ZAFFRE, "serve", "--home", str(self.home), *self._config, "--port", "0"],
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        line = self.process.stdout.readline()
        assert line.startswith("Zaffre is ready at "), (self.home / "stderr.txt").read_text()
        self.url = line.split()[-1]
        return self

    def stop(self) -> None:
        self.process.terminate()
        self._await_end()

    def kill(self) -> None:
        """What a power cut does to a process: no last words."""
        self.process.kill()
        self._await_end()

    @property
    def address(self) -> tuple[str, int]:
        host, port = self.url.removeprefix("http://").split(":")
        return host, int(port)

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.home / "zaffre.db", timeout=5)) as database:
            return database.execute(statement, values).fetchall()

    def entry(self, request_id: str) -> dict[str, Any]:
        """The entry of a call, as soon as the database has it; fails after a second."""
        columns = ("status", "error", "prompt_tokens", "completion_tokens", "cost", "dialect")
        statement = f"SELECT {', '.join(columns)} FROM entries WHERE id = ?"
        return dict(zip(columns, eventually(lambda: self.rows(statement, request_id))[0], strict=True))

    def _await_end(self) -> None:
        self.process.wait(timeout=20)
        self.process.stdout.close()


def run(*words: str) -> str:
    """What a command prints. A process of its own would spend most of its time on starting."""
    with ThreadPoolExecutor(1) as apart:  # where no event loop runs yet, as in a process
        done = apart.submit(CliRunner().invoke, app, list(words)).result()
    assert done.exit_code == 0, done.stderr
    return done.stdout.strip()


def eventually(find: Callable[[], Any], within: float = 1.0) -> Any:
    """What `find` gives once it gives something; fails when it gives nothing for `within` seconds."""
    deadline = time.monotonic() + within
    while not (found := find()):
        assert time.monotonic() < deadline, f"nothing came within {within} s"
        time.sleep(0.02)
    return found
