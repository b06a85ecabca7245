"""What HTTP itself refuses is answered in words, on a real socket, and nothing waits for it."""

import json
import socket
from contextlib import closing

import pytest

from tests.streams.test_hang_up import dial, read_until

HEAD = b"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
CHUNKED = HEAD + b"Authorization: Bearer %b\r\nTransfer-Encoding: chunked\r\n\r\n"


def ask(server, data: bytes) -> bytes:
    """All that comes back until the server has said all it has to say."""
    with closing(socket.create_connection(server.address, timeout=5)) as connection:
        connection.sendall(data)
        return read_all(connection)


def read_all(connection: socket.socket) -> bytes:
    return b"".join(iter(lambda: connection.recv(65536), b""))


def refused(answer: bytes) -> dict:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"\r\ncontent-type: application/json" in head
    assert b"\r\nconnection: close" in head
    assert f"\r\ncontent-length: {len(body)}".encode() in head
    return json.loads(body)["error"]


@pytest.mark.parametrize(
    "data",
    [
        b"nonsense\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /v1/models HTTP/9.9\r\nHost: localhost\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /v1/models HTTP/1.1\r\nHost localhost\r\n\r\n",
        b"GET /v1/models HTTP/1.1\r\nHost: local\0host\r\n\r\n",
        HEAD + b"Content-Length: many\r\n\r\n",
        HEAD + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
        CHUNKED % b"nobody" + b"zz\r\n{}",
    ],
    ids=lambda data: repr(data[-24:]),
)
def test_what_is_no_http_is_a_400_in_json(server, data):
    error = refused(ask(server, data))
    assert (error["code"], error["type"], error["param"]) == ("invalid_http_request", "invalid_request_error", None)


def test_a_chunk_that_is_none_ends_a_call_that_waits_for_its_body(server):
    with closing(socket.create_connection(server.address, timeout=5)) as connection:
        connection.sendall(CHUNKED % server.key.encode() + b'8\r\n{"model"\r\n')
        connection.sendall(b"zz\r\n")
        assert refused(read_all(connection))["code"] == "invalid_http_request"


@pytest.mark.parametrize("start", [b"GET /v1/models?", HEAD + b"X-Long: ", HEAD], ids=len)
def test_a_head_without_an_end_is_refused_and_not_kept(server, start):
    assert "64 KiB" in refused(ask(server, start + b"a" * 1_000_000))["message"]


def test_trailers_without_an_end_are_refused(server):
    trailers = b"".join(b"x-%d: 1\r\n" % number for number in range(100_000))
    answer = ask(server, CHUNKED % server.key.encode() + b"2\r\n{}\r\n0\r\n" + trailers)
    assert "64 KiB" in refused(answer)["message"]


def test_nonsense_after_a_call_breaks_its_stream_off_and_writes_nothing_into_it(server):
    with closing(dial(server, stream=True)) as connection:
        read_until(connection, b'"content":" 2"')
        connection.sendall(b"nonsense\r\n\r\n")
        rest = read_all(connection)
    assert b"HTTP/1.1" not in rest
    assert b"[DONE]" not in rest


def test_a_good_call_after_many_bad_ones_is_answered(server):
    for _ in range(50):
        ask(server, b"nonsense\r\n\r\n")
    good = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    assert ask(server, good).startswith(b"HTTP/1.1 200 ")
