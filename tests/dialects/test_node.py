"""The official Node client, by a script of its own that Node's test runner runs."""

import os
import subprocess
from pathlib import Path

FOLDER = Path(__file__).parent / "node"


def test_the_node_client_is_at_home_in_every_dialect(server, node):
    place = {"ZAFFRE_URL": server.url, "ZAFFRE_KEY": server.key}
    command = [node, "--test", "client.test.js"]
    ran = subprocess.run(command, cwd=FOLDER, env=os.environ | place, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stdout + ran.stderr
