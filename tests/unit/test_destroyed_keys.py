"""A key that was destroyed is nowhere in the database's files: not in a page, and not in the write-ahead log."""

import logging
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import insert

from zaffre.core.callers import Caller, Rights
from zaffre.core.clock import Clock
from zaffre.ledger.audit import Trail
from zaffre.service.organization.acts import Acts
from zaffre.service.organization.audit.bodies import Bodies
from zaffre.storage import bodies
from zaffre.storage.database import opened
from zaffre.storage.following import Following
from zaffre.storage.tables import projects

# So many keys that pages were split, which moves rows and leaves copies where they lay.
PROJECTS = [f"proj_{number:03}" for number in range(120)]
OWNER = Caller(key_id="s", project_id="", region="", rights=Rights(frozenset({"policies.write"})))


@pytest.fixture
async def keys(tmp_path):
    """The sealed keys of all projects, in an open database, and the stories of bodies."""
    async with opened(tmp_path) as database:
        made, clock = {}, Clock()
        for project in PROJECTS:
            async with database.begin() as connection:
                row = {"id": project, "name": project, "region": "here", "created_at": 0.0, "keeps_bodies": True}
                await connection.execute(insert(projects).values(row))
                made[project] = project.encode() + bytes(range(60))
                await bodies.add_key(connection, project, made[project], 1.0)
        yield made, Bodies(database, Acts(database, Trail(b"t" * 32, clock), Following(database)), b"b" * 32, clock)


def found(home, keys):
    """The projects whose keys lie somewhere in the files."""
    told = b"".join(path.read_bytes() for path in home.glob("zaffre.db*"))
    return [project for project, sealed in keys.items() if sealed in told]


async def test_a_destroyed_key_is_in_no_file(keys, tmp_path):
    made, stories = keys
    assert found(tmp_path, made) == PROJECTS
    for project in PROJECTS[::3]:
        await stories.destroy(OWNER, project)
    assert found(tmp_path, made) == [project for project in PROJECTS if project not in PROJECTS[::3]]


async def test_where_somebody_reads_on_the_log_tells_that_a_copy_may_be_left(keys, tmp_path, caplog):
    made, stories = keys
    with closing(sqlite3.connect(tmp_path / "zaffre.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM projects").fetchall()
        with caplog.at_level(logging.WARNING, "zaffre.organization"):
            await stories.destroy(OWNER, "proj_001")
        assert "may hold a copy" in caplog.text
        reader.execute("COMMIT")
    await stories.destroy(OWNER, "proj_002")
    assert not {"proj_001", "proj_002"} & set(found(tmp_path, made))
