"""A test that is marked for both databases lies on each of them, and on the one that its name says."""

from pathlib import Path

import pytest

from zaffre.storage.database import opened


@pytest.mark.both_databases
async def test_what_a_test_opens_lies_where_its_name_says(request: pytest.FixtureRequest, tmp_path: Path):
    async with opened(tmp_path) as database:
        assert database.address.is_shared == ("[postgresql]" in request.node.name)
