"""The official Node client, by a script of its own that Node's test runner runs."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "node"


@pytest.fixture(scope="session")
def node():
    """Node's path, once the client is installed beside the script."""
    path, npm = shutil.which("node"), shutil.which("npm")
    if path is None or npm is None:
        pytest.skip("Node and npm are not installed; `make test` brings them")
    if not (FOLDER / "node_modules" / "openai").exists():
        subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=FOLDER, check=True, timeout=120)
    return path


def test_the_node_client_is_at_home_in_every_dialect(server, node):
    place = {"ZAFFRE_URL": server.url, "ZAFFRE_KEY": server.key}
    command = [node, "--test", "client.test.js"]
    ran = subprocess.run(command, cwd=FOLDER, env=os.environ | place, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stdout + ran.stderr
