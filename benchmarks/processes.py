"""Servers under measurement: started, asked what they used, and stopped."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

ECHO = """
[backends.echo]
engine = "echo"
[models.echo]
[deployments.echo]
model = "echo"
backend = "echo"
"""
"""The configuration of a server whose pages are measured, and not its models."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Running:
    """A server process; `cpu` and `memory` are its own, children not counted."""

    def __init__(self, process: subprocess.Popen, url: str, key: str, seconds_to_ready: float):
        self._process = psutil.Process(process.pid)
        self.url = url
        self.headers = {"authorization": f"Bearer {key}"}
        self.seconds_to_ready = seconds_to_ready

    def cpu(self) -> float:
        """Seconds of processor time so far."""
        times = self._process.cpu_times()
        return times.user + times.system

    def memory(self) -> float:
        """MiB held now."""
        return self._process.memory_info().rss / 2**20


@contextmanager
def python(*arguments: str, port: int) -> Iterator[Running]:
    """A Python program that listens on `port`."""
    with _started([sys.executable, *arguments]) as process:
        began = time.perf_counter()
        _await_port(port)
        yield Running(process, f"http://127.0.0.1:{port}", "none", time.perf_counter() - began)


@contextmanager
def zaffre(config: str | None, home: Path | None = None) -> Iterator[Running]:
    """A Zaffre with this configuration (None: the default one) and a home of its own, unless one is given."""
    with tempfile.TemporaryDirectory() as folder:
        place = home or Path(folder)
        options = ["--home", str(place)]
        if config is not None:
            path = Path(folder) / "config.toml"
            path.write_text(config)
            options += ["--config", str(path)]
        command = [sys.executable, "-m", "zaffre"]
        made = subprocess.run([*command, "keys", "create", "--home", str(place)], capture_output=True, check=True)
        port = free_port()
        began = time.perf_counter()
        with _started([*command, "serve", "--port", str(port), *options]) as process:
            _await_port(port)
            yield Running(
                process, f"http://127.0.0.1:{port}", made.stdout.decode().strip(), time.perf_counter() - began
            )


@contextmanager
def _started(command: list[str]) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def _await_port(port: int) -> None:
    for _ in range(6000):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        except OSError:
            time.sleep(0.01)
    raise RuntimeError("the server did not start within a minute")
