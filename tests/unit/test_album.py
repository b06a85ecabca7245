"""The album: rows and bytes together, whatever fails in between, and no longer than they may be kept."""

import os
import sqlite3
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from tests.albums import Failing, Still, shelved
from zaffre.core.album import Complaint, Wanted
from zaffre.core.errors import StoreDown, StoreFull
from zaffre.service.retention import DAY, Terms, Upkeep
from zaffre.settings.pictures import Pictures
from zaffre.settings.safety import Project
from zaffre.storage import album as module
from zaffre.storage import collections, gallery, pictures, reports, tables

pytestmark = pytest.mark.both_databases


@pytest.fixture
async def shelf(tmp_path):
    async with shelved(tmp_path) as shelf:
        yield shelf


class Unread:
    """Stands where meanings are read."""

    async def catch_up(self):
        return None


def upkeep(shelf, clock, settings=None, **projects) -> Upkeep:
    return Upkeep(shelf.database, shelf.album, Terms(settings or Pictures(), projects), Unread(), clock)


async def found(shelf, project=None, **wanted):
    async with shelf.database.begin() as connection:
        page = await pictures.page(connection, project or shelf.mine, Wanted(**{"limit": 100} | wanted))
    return [picture.id for picture in page]


async def test_a_kept_picture_is_there_with_its_thumbnail(shelf):
    kept = await shelf.keep(title="Fox", seed=2**62, is_favourite=True)
    async with shelf.database.begin() as connection:
        assert await pictures.find(connection, shelf.mine, kept.id) == kept
        assert await pictures.find(connection, shelf.theirs, kept.id) is None
    assert shelf.files() == sorted([kept.file, kept.thumbnail_file])


@pytest.mark.parametrize("end", [".png", ".thumbnail.webp"])
async def test_a_full_store_leaves_no_half_picture(tmp_path, end):
    async with shelved(tmp_path, Failing(tmp_path / "pictures", end)) as shelf:
        with pytest.raises(StoreFull):
            await shelf.keep()
        assert (await found(shelf), shelf.files()) == ([], [])


@pytest.mark.parametrize(
    ("why", "problem"), [("database or disk is full", StoreFull), ("disk I/O error", StoreDown)], ids=["full", "broken"]
)
async def test_a_database_that_fails_leaves_no_bytes(shelf, monkeypatch, why, problem):
    async def fail(*_):
        raise OperationalError("INSERT", {}, sqlite3.OperationalError(why))

    monkeypatch.setattr(module.pictures, "add", fail)
    with pytest.raises(problem):
        await shelf.keep()
    assert shelf.files() == []


async def test_deleting_leaves_nothing_at_all(shelf):
    kept = await shelf.keep(shared_at=1.0)
    async with shelf.database.begin() as connection:
        await gallery.like(connection, "key_2", kept.id)
        await reports.add(connection, "key_2", kept.id, Complaint(reason="other"), is_own=False, now=1.0)
    await shelf.album.remove([kept])
    assert (await found(shelf), shelf.files()) == ([], [])
    async with shelf.database.begin() as connection:
        for table in (tables.pictures, tables.likes, tables.reports):
            assert (await connection.execute(select(table))).all() == []


async def test_bytes_that_no_row_knows_are_swept_away(shelf):
    kept = await shelf.keep(1)
    for name in ("img_00ff.png", f"{kept.id}.jpeg", f"{kept.file}.half-12345678", "img_00ff.thumbnail.webp"):
        await shelf.album.blobs.put(f"{shelf.mine}/ff/{name}", b"left")
    assert await upkeep(shelf, Still(time.time() + 60)).sweep(grace=3600) == 0
    assert await upkeep(shelf, Still(time.time() + 60)).sweep(grace=0) == 4
    assert shelf.files() == sorted([kept.file, kept.thumbnail_file])


async def test_what_the_database_knows_nothing_of_is_left_alone(shelf):
    await shelf.album.blobs.put("proj_of_a_backup/ff/img_00ff.png", b"precious")
    assert await upkeep(shelf, Still(time.time() + 60)).sweep(grace=0) == 0
    assert shelf.files() == ["img_00ff.png"]


async def test_a_large_store_is_swept_in_portions(shelf, monkeypatch):
    monkeypatch.setattr(module, "_AT_ONCE", 2)
    for number in range(5):
        await shelf.keep(number)
        await shelf.album.blobs.put(f"{shelf.mine}/ff/img_{number}.png", b"left")
    assert await upkeep(shelf, Still(time.time() + 60)).sweep(grace=0) == 5
    assert len(await found(shelf)) == 5
    assert await shelf.album.remove_expired(1e12) == 0


async def test_pictures_expire_by_the_terms_of_their_project(shelf):
    clock = Still(1000.0 + 2 * DAY)
    mine, theirs = await shelf.keep(0), await shelf.keep(1, project_id=shelf.theirs)
    keeper = upkeep(shelf, clock, Pictures(retention_days=3), mine=Project(retention_days=1))
    await keeper.apply_terms()
    assert await shelf.album.remove_expired(clock.now()) == 1
    assert (await found(shelf), await found(shelf, shelf.theirs)) == ([], [theirs.id])
    assert mine.file not in shelf.files()


async def test_longer_terms_hold_for_older_pictures_too(shelf):
    kept = await shelf.keep(expires_at=2000.0)
    await upkeep(shelf, Still()).apply_terms()
    assert await shelf.album.remove_expired(1e12) == 0
    assert await found(shelf) == [kept.id]


async def test_pages_cover_all_pictures_once_even_of_one_moment(shelf):
    for number in range(7):
        await shelf.keep(number, created_at=5.0 if number < 4 else 6.0)
    seen, after = [], None
    async with shelf.database.begin() as connection:
        while page := await pictures.page(connection, shelf.mine, Wanted(limit=2, after=after)):
            seen += [picture.id for picture in page]
            after = (page[-1].created_at, page[-1].id)
    assert seen == sorted(seen, key=lambda id: (int(id[4:], 16) >= 4, id), reverse=True)
    assert len(seen) == 7


async def test_pictures_are_found_by_what_is_said_of_them(shelf):
    async with shelf.database.begin() as connection:
        pile = await collections.add(connection, shelf.mine, "foxes", 0.0)
    await shelf.keep(0, prompt="a RED fox in 100% snow", collection_id=pile)
    await shelf.keep(1, title="Snow", is_favourite=True, operation="image_edit", parent_id="img_x", shared_at=1.0)
    first, second = f"img_{0:024x}", f"img_{1:024x}"
    assert await found(shelf, words=("red", "SNOW")) == [first]
    assert await found(shelf, words=("snow",)) == [second, first]
    assert await found(shelf, words=("100%",)) == [first]
    assert await found(shelf, words=("%",)) == [first]
    assert await found(shelf, words=("_",)) == []
    assert await found(shelf, collection_id=pile) == [first]
    assert await found(shelf, is_favourite=True) == await found(shelf, operation="image_edit") == [second]
    assert await found(shelf, is_favourite=False) == await found(shelf, is_shared=False) == [first]
    assert await found(shelf, parent_id="img_x") == await found(shelf, is_shared=True) == [second]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(word=st.text(max_size=12))
async def test_any_search_is_answered(shelf, word):
    await found(shelf, words=(word,))


async def test_a_deleted_collection_leaves_its_pictures(shelf):
    async with shelf.database.begin() as connection:
        pile = await collections.add(connection, shelf.mine, "foxes", 0.0)
    kept = await shelf.keep(collection_id=pile)
    async with shelf.database.begin() as connection:
        assert (await collections.find(connection, shelf.mine, pile)).pictures == 1
        await collections.remove(connection, shelf.mine, pile)
        assert (await pictures.find(connection, shelf.mine, kept.id)).collection_id is None


async def test_old_half_written_files_go_by_their_age(shelf):
    await shelf.album.blobs.put(f"{shelf.mine}/ff/img_1.png", b"new")
    await shelf.album.blobs.put(f"{shelf.mine}/ff/img_2.png", b"old")
    old = shelf.home / "pictures" / shelf.mine / "ff" / "img_2.png"
    os.utime(old, (time.time() - 7200,) * 2)
    assert await upkeep(shelf, Still(time.time())).sweep(grace=3600) == 1
    assert shelf.files() == ["img_1.png"]
