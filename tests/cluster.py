"""Two nodes on a PostgreSQL and a Valkey of their own, which a test may stop, kill and start again."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.house import House
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
    place = Path(tempfile.mkdtemp(prefix="zaffre-cluster-"))
    place.chmod(0o755)
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
