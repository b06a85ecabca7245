"""The official clients, without retries, so that every refusal is seen."""

import shutil
import subprocess
from pathlib import Path

import openai
import pytest
from filelock import FileLock

from tests.house import House
from tests.world import World

VERSION = "2024-10-21"
NODE = Path(__file__).parent / "node"


@pytest.fixture
def openai_client(server):
    with openai.OpenAI(base_url=f"{server.url}/v1", api_key=server.key, max_retries=0) as client:
        yield client


@pytest.fixture
def azure_client(server):
    with openai.AzureOpenAI(
        azure_endpoint=server.url, api_key=server.key, api_version=VERSION, max_retries=0
    ) as client:
        yield client


@pytest.fixture
def azure_v1_client(server):
    with openai.OpenAI(base_url=f"{server.url}/openai/v1", api_key=server.key, max_retries=0) as client:
        yield client


@pytest.fixture(params=["openai", "azure", "azure_v1"])
def client(request):
    """Each client in turn: whatever takes it must hold in every dialect."""
    return request.getfixturevalue(f"{request.param}_client")


@pytest.fixture(scope="session")
def node():
    """Node's path, once the client is installed beside the script."""
    path, npm = shutil.which("node"), shutil.which("npm")
    if path is None or npm is None:
        pytest.skip("Node and npm are not installed; `make test` brings them")
    with FileLock(NODE / "node_modules.lock"):
        if not (NODE / "node_modules" / "openai").exists():
            subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=NODE, check=True, timeout=120)
    return path


@pytest.fixture(scope="session")
def world(tmp_path_factory):
    """A house with everything in it, for walks that only look at what is there."""
    house = House(tmp_path_factory.mktemp("world")).start()
    yield World(house)
    house.stop()
