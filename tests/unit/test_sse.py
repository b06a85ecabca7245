"""Server-sent events: what is read does not depend on how the bytes were cut."""

import itertools
import json
from collections.abc import AsyncIterator

from hypothesis import given
from hypothesis import strategies as st

from zaffre.wire import sse


async def blocks(data: bytes, cuts: list[int]) -> AsyncIterator[bytes]:
    places = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    for begin, end in itertools.pairwise(places):
        yield data[begin:end]


async def read(data: bytes, cuts: list[int] = ()) -> list[bytes]:
    return [event async for event in sse.events(blocks(data, list(cuts)))]


texts = st.lists(st.text(), max_size=5)
cuts = st.lists(st.integers(0, 10_000), max_size=20)


@given(texts, cuts)
async def test_events_are_the_same_however_the_bytes_are_cut(texts, cuts):
    said = [json.dumps(text, ensure_ascii=False).encode() for text in texts]
    body = b"".join(map(sse.event, said)) + sse.DONE
    assert await read(body, cuts) == said


@given(texts, cuts)
async def test_other_servers_line_ends_and_comments_change_nothing(texts, cuts):
    said = [json.dumps(text).encode() for text in texts]
    body = b"".join(b": still here\r\n\r\nevent: delta\r\ndata:" + data + b"\r\n\r\n" for data in said)
    assert await read(body, cuts) == said


async def test_nothing_after_done_is_read():
    assert await read(b"data: 1\n\n" + sse.DONE + b"data: 2\n\n") == [b"1"]


def test_an_event_can_have_a_name():
    assert sse.event(b"{}", b"created") == b"event: created\ndata: {}\n\n"
