"""Servers for all tests: one that everybody shares, and ones that may be broken."""

from collections.abc import Iterator

import hypothesis
import pytest

from tests.databases import (  # noqa: F401
    copied,
    emptied,
    migrated,
    on_database,
    placed,
    postgresql,
    pytest_generate_tests,
    services,
    valkey,
)
from tests.house import FILTERED, House

# A busy machine is no failure, so no example is given a time.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Echo deployments, for tests that leave the process alone."""
    house = House(tmp_path_factory.mktemp("home")).start()
    yield house
    house.stop()


@pytest.fixture(scope="session")
def filtered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Echo deployments under policies that a made-up phrase breaks."""
    house = House(tmp_path_factory.mktemp("filtered"), FILTERED).start()
    yield house
    house.stop()


@pytest.fixture
def own_server(tmp_path) -> Iterator[House]:
    """Echo deployments in a home of the test's own, which may kill and start it."""
    house = House(tmp_path).start()
    yield house
    if house.process.poll() is None:
        house.kill()
