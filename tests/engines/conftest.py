"""A server with the default configuration, and the real weights that it comes with."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import openai
import pytest
from filelock import FileLock

from tests.house import ZAFFRE, House


@pytest.fixture(scope="session")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose weights are pulled: the one in `ZAFFRE_TEST_HOME`, else a new one."""
    if given := os.environ.get("ZAFFRE_TEST_HOME"):
        return Path(given)
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    # Test processes side by side share one pull.
    with FileLock(folder / "weights.lock"):
        command = [*ZAFFRE, "models", "pull", "--home", str(folder / "weights")]
        subprocess.run(command, check=True, capture_output=True)
    return folder / "weights"


@pytest.fixture(scope="session")
def model_server(weights: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = model_house(weights, tmp_path_factory.mktemp("models")).start()
    yield house
    house.stop()


@pytest.fixture
def own_model_server(weights: Path, tmp_path: Path) -> Iterator[House]:
    """One that the test may kill."""
    house = model_house(weights, tmp_path).start()
    yield house
    if house.process.poll() is None:
        house.stop()


@pytest.fixture
def client(model_server: House) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{model_server.url}/v1", api_key=model_server.key, max_retries=0) as client:
        yield client


def model_house(weights: Path, home: Path) -> House:
    """A fresh home that borrows the weights of another."""
    (home / "models").symlink_to((weights / "models").absolute())
    return House(home, config=None)
