"""Two nodes on a PostgreSQL and a Valkey of their own: made one by one, to be broken, or by the one command."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.house import ZAFFRE, House
from zaffre.cli.instances import PostgreSQL, Valkey
from zaffre.settings.storage import COUNTERS, DATABASE


class Cluster:
    """`nodes` are running; the key of the first opens both."""

    def __init__(self, postgresql: PostgreSQL, valkey: Valkey, nodes: list[House]):
        self.postgresql = postgresql
        self.valkey = valkey
        self.nodes = nodes
        self.key = nodes[0].key

    def rows(self, statement: str) -> list[list[str]]:
        return [line.split("|") for line in self.postgresql.run("zaffre", statement).splitlines()]

    def log(self) -> str:
        return "".join((node.home / "stderr.txt").read_text() for node in self.nodes)


@contextmanager
def two_nodes(monkeypatch: pytest.MonkeyPatch, **environ: str) -> Iterator[Cluster]:
    """`environ` is said to the nodes too, such as another store of counters."""
    place = open_folder()
    postgresql, valkey = PostgreSQL(place / "postgresql").start(), Valkey(place / "valkey").start()
    told = {DATABASE: postgresql.url(), COUNTERS: valkey.url} | environ
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    nodes: list[House] = []
    try:
        nodes.append(House(place / "one"))
        (place / "two").mkdir()
        shutil.copy2(place / "one/server.key", place / "two/server.key")
        nodes.append(House(place / "two"))
        for node in nodes:
            node.key = nodes[0].key
            node.start()
        yield Cluster(postgresql, valkey, nodes)
    finally:
        for node in nodes:
            if hasattr(node, "process") and node.process.poll() is None:
                node.kill()
        valkey.stop()
        postgresql.stop()
        shutil.rmtree(place)


def serve_shared(home: Path, config: Path) -> subprocess.Popen:
    """The command with its own PostgreSQL, Valkey and two nodes; its errors go to `stderr.txt` in the home."""
    command = [*ZAFFRE, "serve-shared", "--home", str(home), "--port", "0", "--config", str(config)]
    with (home / "stderr.txt").open("wb") as errors:
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)


class Shared:
    """What `zaffre serve-shared` starts in `home`: the nodes' addresses, and the lines that it printed."""

    def __init__(self, home: Path, config: Path):
        self._errors = home / "stderr.txt"
        self.process = serve_shared(home, config)
        self.printed: list[str] = []
        while len(self.urls) < 2 or "try it" not in self.printed[-1]:
            line = self.process.stdout.readline()
            assert line, self._errors.read_text()
            self.printed.append(line)

    @property
    def urls(self) -> list[str]:
        return [line.split()[-1] for line in self.printed if line.startswith("Zaffre is ready at ")]

    @property
    def links(self) -> list[str]:
        """Those that make the first owner."""
        return re.findall(r"\S+#invitation=\S+", "".join(self.printed))

    def stop(self) -> None:
        self.process.terminate()
        status = self.process.wait(timeout=60)
        self.process.stdout.close()
        assert status == 0, self._errors.read_text()


@contextmanager
def shared(config: Path) -> Iterator[Shared]:
    """Two nodes as anybody starts them."""
    with ExitStack() as stack:
        place = open_folder()
        stack.callback(shutil.rmtree, place)
        running = Shared(place, config)
        stack.callback(running.stop)
        yield running


def open_folder() -> Path:
    """A folder that the database's own user may enter, unlike those of pytest."""
    place = Path(tempfile.mkdtemp(prefix="zaffre-cluster-"))
    place.chmod(0o755)
    return place
