"""Stores of bytes: whole or not at all, in folders and in object storage alike."""

import errno
import os
import string
import time

import obstore
import pytest
from hypothesis import given
from hypothesis import strategies as st
from obstore.store import MemoryStore

from tests.fake_s3 import serving
from zaffre.core.errors import StoreDown, StoreFull
from zaffre.storage.blobs.base import BlobLost, check_key
from zaffre.storage.blobs.folder import Folder
from zaffre.storage.blobs.objects import Objects
from zaffre.storage.blobs.opening import StoreWrong, claim, open_store

LARGE = bytes(range(256)) * 4000


async def read(store, key):
    async with store.open(key) as blob:
        data = b"".join([block async for block in blob.blocks])
    assert blob.size == len(data)
    return data


async def keys(store, prefix):
    return sorted([found.key async for portion in store.list(prefix) for found in portion])


@pytest.fixture(params=["folder", "memory", "s3"])
def store(request, tmp_path, monkeypatch):
    if request.param == "folder":
        yield Folder(tmp_path / "blobs")
    elif request.param == "memory":
        yield Objects(MemoryStore())
    else:
        with serving() as endpoint:
            for name, value in {"ENDPOINT_URL": endpoint, "ACCESS_KEY_ID": "a", "SECRET_ACCESS_KEY": "b"}.items():
                monkeypatch.setenv(f"AWS_{name}", value)
            monkeypatch.setenv("AWS_REGION", "us-east-1")
            yield open_store("s3://bucket/inside", tmp_path)


@pytest.mark.parametrize("data", [b"", b"one", LARGE], ids=["empty", "small", "large"])
async def test_what_was_put_is_read(store, data):
    await store.put("project/ab/one.png", data)
    assert await read(store, "project/ab/one.png") == data


async def test_the_last_one_put_is_there(store):
    for data in (b"first, and longer", b"second"):
        await store.put("project/one", data)
    assert await read(store, "project/one") == b"second"


async def test_what_is_not_there_is_lost(store):
    assert not await store.exists("project/none")
    with pytest.raises(BlobLost):
        await read(store, "project/none")


async def test_what_was_deleted_is_gone_and_may_be_deleted_again(store):
    await store.put("project/one", b"one")
    assert await store.exists("project/one")
    for _ in range(2):
        await store.delete("project/one")
    assert not await store.exists("project/one")


async def test_a_list_has_what_lies_below_and_when_it_was_written(store):
    for key in ("mine/ab/one", "mine/cd/two", "mines/ab/three"):
        await store.put(key, b"x")
    assert await keys(store, "mine") == ["mine/ab/one", "mine/cd/two"]
    written = [found.written_at async for portion in store.list("mine") for found in portion]
    assert all(abs(at - time.time()) < 60 for at in written)
    assert await keys(store, "nobody") == []


@pytest.mark.parametrize("key", ["", "/etc/passwd", "../up", "a/../b", "a//b", "a/.hidden", "a\\b", "a\0b", "ü", "a/"])
def test_a_key_that_could_leave_the_store_is_refused(key):
    with pytest.raises(AssertionError):
        check_key(key)


@given(st.text(alphabet=string.ascii_letters + "./\\_-%", max_size=20))
def test_no_key_leads_out_of_the_folder(text):
    try:
        key = check_key(text)
    except AssertionError:
        return
    assert os.path.normpath(os.path.join("/root", key)) == f"/root/{key}"


@pytest.mark.parametrize(("number", "problem"), [(errno.ENOSPC, StoreFull), (errno.EIO, StoreDown)])
async def test_a_disk_that_fails_leaves_what_was_there(tmp_path, monkeypatch, number, problem):
    store = Folder(tmp_path)
    await store.put("project/one", b"before")

    def fail(descriptor):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fail)
        with pytest.raises(problem):
            await store.put("project/one", b"after")
        with pytest.raises(problem):
            await store.put("project/two", b"after")
    assert await read(store, "project/one") == b"before"
    assert await keys(store, "project") == ["project/one"]


async def test_a_bucket_that_is_away_is_a_503(monkeypatch, tmp_path):
    store = Objects(MemoryStore())

    async def fail(*_):
        raise obstore.exceptions.GenericError("connection refused")

    monkeypatch.setattr(obstore, "put_async", fail)
    with pytest.raises(StoreDown):
        await store.put("project/one", b"one")


async def test_a_store_belongs_to_one_installation(store):
    await claim(store, "ours")
    await claim(store, "ours")
    with pytest.raises(StoreWrong, match="another installation"):
        await claim(store, "theirs")


def test_a_bucket_that_cannot_be_one_is_refused(tmp_path):
    with pytest.raises(StoreWrong):
        open_store("s3://", tmp_path)
