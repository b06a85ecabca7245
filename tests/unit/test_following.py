"""What is kept in memory follows the database: told of each change once, at once, and again where reading failed."""

import asyncio
from pathlib import Path

import pytest

from zaffre.access.keyring import Keyring
from zaffre.access.secrets import KeyHasher
from zaffre.access.standing import Standings
from zaffre.core.clock import Clock
from zaffre.core.keys import Key
from zaffre.storage import keys, places, revisions
from zaffre.storage.database import Database, opened
from zaffre.storage.following import Following

pytestmark = pytest.mark.both_databases


async def grow(database: Database, *names: str) -> None:
    async with database.begin() as connection:
        for name in names:
            await revisions.grow(connection, name)


async def test_each_change_is_told_once_and_to_those_whom_it_concerns(tmp_path: Path):
    heard: list[str] = []

    async def read() -> None:
        heard.append("read")

    async with opened(tmp_path) as database:
        following = Following(database)
        following.tell(read, "keys", "projects")
        following.tell(lambda: heard.append("forgotten"), "sessions")
        await grow(database, "keys", "projects", "sessions")
        await following.look()
        assert sorted(heard) == ["forgotten", "read"]
        await grow(database, "keys")
        await following.look()
        await following.look()
        assert sorted(heard) == ["forgotten", "read", "read"]


async def test_what_could_not_be_read_is_read_at_the_next_look(tmp_path: Path):
    failures = [OSError("away"), None]

    async def read() -> None:
        if failure := failures.pop(0):
            raise failure

    heard: list[str] = []
    async with opened(tmp_path) as database:
        following = Following(database)
        following.tell(read, "limits")
        following.tell(lambda: heard.append("told all the same"), "limits")
        await grow(database, "limits")
        with pytest.raises(OSError, match="away"):
            await following.look()
        await following.look()
        await following.look()
    assert (failures, heard) == ([], ["told all the same"])


async def test_many_who_look_at_once_need_two_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    looks = []

    async def counted(connection: object) -> dict[str, int]:
        looks.append(connection)
        return {}

    monkeypatch.setattr(revisions, "read_all", counted)
    async with opened(tmp_path) as database:
        following = Following(database)
        await asyncio.gather(*(following.look() for _ in range(20)))
    assert len(looks) == 2


async def test_who_waited_for_a_look_that_failed_looks_themselves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    looks: list[str] = []

    async def failing_at_first(connection: object) -> dict[str, int]:
        looks.append("look")
        await asyncio.sleep(0)
        if len(looks) <= 2:
            raise OSError("away")
        return {}

    monkeypatch.setattr(revisions, "read_all", failing_at_first)
    async with opened(tmp_path) as database:
        following = Following(database)
        ends = await asyncio.gather(*(following.look() for _ in range(5)), return_exceptions=True)
    assert [isinstance(end, OSError) for end in ends] == [True, True, False, False, False]
    assert len(looks) == 3


async def test_a_key_is_known_no_sooner_than_its_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    reading, read_on, read_places = asyncio.Event(), asyncio.Event(), places.places

    async def slowly(connection: object) -> list[places.Place]:
        found = await read_places(connection)
        reading.set()
        await read_on.wait()
        return found

    async with opened(tmp_path) as database:
        hasher, clock = KeyHasher.of_home(tmp_path), Clock()
        keyring = Keyring(database, hasher, clock, Standings(database))
        await keyring.refresh()
        async with database.begin() as connection:
            project = await keys.ensure_project(connection, "new", "local", 0.0)
            key = Key(id="key_1", name="", shown="", project_id=project, project="new", created_at=0.0)
            await keys.add(connection, key, hasher.digest("zf-new"))
        monkeypatch.setattr(places, "places", slowly)
        following = asyncio.create_task(keyring.refresh())
        await reading.wait()
        finding = asyncio.create_task(keyring.find("zf-new"))
        await asyncio.sleep(0)
        read_on.set()
        assert (await finding).project_id == project
        await following
