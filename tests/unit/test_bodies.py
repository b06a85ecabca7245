"""Logged bodies: kept where a project wants it, read by who may, and unreadable once their key is destroyed."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from zaffre.core.answers import Delta
from zaffre.core.callers import Caller, Origin, Rights
from zaffre.core.calls import Chat, Message, Part
from zaffre.core.clock import Clock
from zaffre.core.errors import Forbidden, NotFound
from zaffre.core.sealing import CannotOpen, Sealer, new_key
from zaffre.core.trail import Sought
from zaffre.ledger.audit import Trail
from zaffre.service.organization.acts import Acts
from zaffre.service.organization.audit.bodies import Bodies, BodyGone
from zaffre.service.organization.audit.body_log import BodyLog
from zaffre.storage import bodies, trail
from zaffre.storage.database import Database, opened
from zaffre.storage.following import Following
from zaffre.storage.tables import metadata, projects

pytestmark = pytest.mark.both_databases

PROMPT, ANSWER = "my cat is called Tibbles", "what a lovely name"
CHAT = Chat(deployment="echo", messages=(Message(role="user", content=PROMPT),))


async def spoken(*texts: str) -> AsyncIterator[Delta]:
    for text in texts:
        yield Delta(text=text)


class Archive:
    """Two projects, of which one has its bodies logged."""

    def __init__(self, database: Database, home: Path):
        self.database, self.home, clock = database, home, Clock()
        self.bodies = Bodies(database, Acts(database, Trail(b"t" * 32, clock), Following(database)), b"b" * 32, clock)
        self.log = BodyLog(database, self.bodies, 30, clock)

    async def fill(self) -> None:
        async with self.database.begin() as connection:
            for name, keeps in (("open", True), ("private", False)):
                row = {"id": name, "name": name, "region": "here", "created_at": 0.0, "keeps_bodies": keeps}
                await connection.execute(insert(projects).values(row))
        await self.log.refresh()

    async def call(self, request_id: str, project: str = "open", call: Chat = CHAT) -> None:
        caller = Caller(key_id="key_1", project_id=project, region="here")
        async with self.log.noting(call, Origin(caller, request_id, "openai")) as heard:
            assert [piece.text async for piece in heard(spoken("what a ", "lovely name"))] == ["what a ", "lovely name"]
        await self.log.write()

    async def read(self, request_id: str, project: str = "open") -> dict:
        return json.loads((await self.bodies.read(reader(project), project, request_id))[1])

    async def count(self) -> int:
        async with self.database.begin() as connection:
            return sum([len(await bodies.page(connection, one, None, 100)) for one in ("open", "private")])


def reader(*of: str) -> Caller:
    held = {one: frozenset({"bodies.read", "policies.write"}) for one in of}
    return Caller(key_id="s", kind="session", user_id="user_1", project_id="", region="", rights=Rights(projects=held))


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    async with opened(tmp_path) as database:
        archive = Archive(database, tmp_path)
        await archive.fill()
        yield archive


async def test_prompt_and_answer_are_kept_where_a_project_wants_it(archive):
    await archive.call("request-1")
    body = await archive.read("request-1")
    assert (body["request"]["messages"][0]["content"], body["answers"]) == (PROMPT, [ANSWER])


async def test_nothing_is_kept_of_a_project_that_did_not_ask_for_it(archive):
    await archive.call("request-1", "private")
    assert await archive.count() == 0


async def test_what_lies_in_the_database_tells_nothing(archive):
    await archive.call("request-1")
    async with archive.database.begin() as connection:
        for table in metadata.sorted_tables:
            assert "Tibbles" not in repr((await connection.execute(select(table))).all())
    assert not any(b"Tibbles" in path.read_bytes() for path in archive.home.glob("zaffre.db*"))


async def test_files_in_a_prompt_are_described_and_not_kept(archive):
    picture = Part("image_url", data={"url": "data:image/png;base64," + "A" * 5000})
    await archive.call("request-1", call=Chat(deployment="echo", messages=(Message(role="user", content=(picture,)),)))
    kept = (await archive.read("request-1"))["request"]["messages"][0]["content"][0]
    assert kept["data"]["url"] == "data:image/png;base64,(5022 characters)"


async def test_whoever_opens_a_body_leaves_a_trace(archive):
    await archive.call("request-1")
    await archive.read("request-1")
    async with archive.database.begin() as connection:
        event = (await trail.page(connection, Sought()))[0]
    assert (event.action, event.object_id, event.actor_id) == ("body.read", "request-1", "user_1")


async def test_only_who_may_opens_a_body_and_of_their_own_projects_alone(archive):
    await archive.call("request-1")
    with pytest.raises(Forbidden):
        await archive.bodies.read(reader("private"), "open", "request-1")
    with pytest.raises(NotFound):
        await archive.read("request-1", "private")


async def test_a_destroyed_key_takes_every_copy_with_it(archive):
    await archive.call("request-1")
    async with archive.database.begin() as connection:
        copy = await bodies.find(connection, "open", "request-1")
    assert await archive.bodies.destroy(reader("open"), "open") == 1
    async with archive.database.begin() as connection:
        await bodies.add(connection, [copy])
    with pytest.raises(BodyGone):
        await archive.read("request-1")


async def test_after_a_key_was_destroyed_new_bodies_have_a_new_one(archive):
    await archive.call("request-1")
    await archive.bodies.destroy(reader("open"), "open")
    await archive.call("request-2")
    assert (await archive.read("request-2"))["answers"] == [ANSWER]


async def test_a_body_that_was_moved_to_another_call_does_not_open(archive):
    await archive.call("request-1")
    async with archive.database.begin() as connection:
        await connection.exec_driver_sql("UPDATE bodies SET request_id = 'request-2'")
    with pytest.raises(BodyGone):
        await archive.read("request-2")


async def test_bodies_wait_while_the_database_is_away(archive, monkeypatch):
    async def away(notes):
        raise OSError

    monkeypatch.setattr(archive.bodies, "keep", away)
    with pytest.raises(OSError):
        await archive.call("request-1")
    monkeypatch.undo()
    await archive.log.write()
    assert (await archive.read("request-1"))["answers"] == [ANSWER]


async def test_old_bodies_are_deleted(archive):
    await archive.call("request-1")
    assert (await archive.bodies.expire(1), await archive.count()) == (0, 1)
    assert (await archive.bodies.expire(-1), await archive.count()) == (1, 0)


def test_what_is_sealed_opens_for_nothing_else():
    sealer = Sealer(new_key())
    sealed = sealer.seal(b"text", "one")
    assert sealer.open(sealed, "one") == b"text"
    for key, about in ((sealer, "two"), (Sealer(new_key()), "one")):
        with pytest.raises(CannotOpen):
            key.open(sealed, about)
