"""Clients that hang up while pictures are drawn: the worker is free at the next step, pictures that are kept count."""

import json
import socket
from contextlib import closing

import openai
import pytest

from tests.house import eventually
from tests.streams.test_hang_up import read_until, request_id


def dial(server, **asked: object) -> socket.socket:
    """A connection on which pictures were asked for, of a worker that takes a twentieth of a second for a step."""
    told = {"model": "slow", "prompt": "a fox", "stream": True, "stream_options": {"include_progress": True}}
    body = json.dumps(told | asked).encode()
    head = (
        "POST /v1/images/generations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {server.key}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    connection = socket.create_connection(server.address, timeout=10)
    connection.sendall(head.encode() + body)
    return connection


def images(server, name: str) -> tuple:
    found = eventually(lambda: server.rows("SELECT status, images, cost FROM entries WHERE id = ?", name), 30)
    return found[0]


def test_hanging_up_frees_the_worker_and_costs_nothing(own_server):
    with closing(dial(own_server, steps=400)) as connection:
        data = read_until(connection, b'"step":3')
    assert images(own_server, request_id(data)) == ("cancelled", 0, 0)
    with openai.OpenAI(base_url=f"{own_server.url}/v1", api_key=own_server.key) as client:
        stream = client.images.generate(
            model="slow", prompt="x", stream=True, extra_body={"stream_options": {"include_progress": True}}
        )
        assert [event.type.rpartition(".")[2] for event in stream] == [*["progress"] * 3, "completed"]


def test_hanging_up_leaves_what_is_kept_counted(own_server):
    with closing(dial(own_server, steps=40, n=10)) as connection:
        data = read_until(connection, b"image_generation.completed")
    status, count, _ = images(own_server, request_id(data))
    # How many more were kept before the server heard of the hang-up is chance.
    assert (status, count) == ("cancelled", len(own_server.rows("SELECT id FROM pictures")))
    assert count >= 1


@pytest.mark.parametrize("stream", [True, False])
def test_who_waits_and_hangs_up_leaves_the_line(own_server, stream):
    with closing(dial(own_server, steps=400)) as first:
        read_until(first, b'"step":1')
        waiting = dial(own_server, stream=stream, **({} if stream else {"stream_options": None}))
        if stream:
            name = request_id(read_until(waiting, b"image_generation.queued"))
            waiting.close()
            assert images(own_server, name) == ("cancelled", 0, 0)
        else:
            waiting.close()
            statement = "SELECT status FROM entries WHERE is_stream = 0"
            assert eventually(lambda: own_server.rows(statement), 30) == [("cancelled",)]
