"""The command that starts everything is told to stop before everything runs: it leaves nothing behind."""

import shutil

import psutil
import pytest

from tests.cluster import open_folder, serve_shared
from tests.house import ECHO, eventually


@pytest.fixture
def home():
    folder = open_folder()
    yield folder
    shutil.rmtree(folder)


def test_a_stop_while_the_second_node_starts_ends_every_process(home):
    process = serve_shared(home, ECHO)
    assert process.stdout.readline().startswith("Zaffre is ready")
    command = psutil.Process(process.pid)

    def both_nodes():
        told = [child for child in command.children() if "serve" in child.cmdline()]
        return told if len(told) == 2 else None

    eventually(both_nodes, within=10)
    children = command.children(recursive=True)
    process.terminate()
    assert process.wait(timeout=60) == 0
    process.stdout.close()
    assert len(children) >= 4 and psutil.wait_procs(children, timeout=10)[1] == []
