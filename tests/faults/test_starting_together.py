"""Two nodes that start at the same moment on an empty database: both serve, and either's link makes the first owner."""

import os
import re
import subprocess

import httpx2
import pytest

from tests.house import ECHO, ZAFFRE
from zaffre.access.secrets import KeyHasher
from zaffre.cli.instances import PostgreSQL
from zaffre.settings.storage import COUNTERS, DATABASE


def start(home, url: str) -> subprocess.Popen:
    command = [*ZAFFRE, "serve", "--home", str(home), "--config", str(ECHO), "--port", "0"]
    with (home / "stderr.txt").open("wb") as errors:
        environ = os.environ | {DATABASE: url, COUNTERS: url}
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environ)


def printed(process: subprocess.Popen) -> str:
    """All that it prints at its start."""
    lines = []
    while "try it" not in "".join(lines[-1:]):
        lines.append(process.stdout.readline())
        assert lines[-1], "it has ended"
    return "".join(lines)


@pytest.fixture
def processes(postgresql: PostgreSQL, tmp_path):
    postgresql.run("postgres", "CREATE DATABASE together")
    homes = [tmp_path / name for name in ("one", "two")]
    for home in homes:
        home.mkdir()
    KeyHasher.of_home(homes[0])
    (homes[1] / "server.key").write_bytes((homes[0] / "server.key").read_bytes())
    started = [start(home, postgresql.url("together")) for home in homes]
    yield started
    for process in started:
        process.terminate()
    for process in started:
        process.wait(timeout=20)
        process.stdout.close()


def test_whatever_link_either_prints_is_valid_at_both(processes):
    told = [printed(process) for process in processes]
    urls = [re.search(r"http://\S+", text)[0] for text in told]
    codes = re.findall(r"#invitation=(\S+)", "".join(told))
    assert 1 <= len(codes) <= 2
    looks = [(url, {"code": code}) for url in urls for code in codes]
    answers = [httpx2.post(f"{url}/v1/auth/invitations/look", json=body) for url, body in looks]
    assert {(answer.status_code, answer.json().get("role")) for answer in answers} == {(200, "owner")}
