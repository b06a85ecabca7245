"""Clients that hang up, on a real socket: what was used is settled, and nothing goes on running."""

import json
import socket
import time
from contextlib import closing

from tests.house import eventually

WORDS = 100


def dial(server, *, stream: bool, deployment: str = "slow") -> socket.socket:
    """A connection on which a call of a hundred words was asked for; the slow one takes five seconds for it."""
    messages = [{"role": "user", "content": " ".join(map(str, range(WORDS)))}]
    body = json.dumps({"model": deployment, "messages": messages, "stream": stream}).encode()
    head = (
        "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {server.key}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    connection = socket.create_connection(server.address, timeout=10)
    connection.sendall(head.encode() + body)
    return connection


def read_until(connection: socket.socket, mark: bytes) -> bytes:
    data = b""
    while mark not in data:
        block = connection.recv(65536)
        assert block, data
        data += block
    return data


def request_id(data: bytes) -> str:
    return data.partition(b"x-request-id: ")[2].split(b"\r\n")[0].decode()


def test_hanging_up_in_a_stream_settles_the_entry(server):
    with closing(dial(server, stream=True)) as connection:
        data = read_until(connection, b'"content":" 2"')
    entry = server.entry(request_id(data))
    assert entry["status"] == "cancelled"
    assert entry["prompt_tokens"] == WORDS
    assert 3 <= entry["completion_tokens"] < 20


def test_a_reset_in_a_stream_settles_the_entry(server):
    connection = dial(server, stream=True)
    data = read_until(connection, b'"content":" 2"')
    # Lingering for zero seconds makes the system send a reset instead of a farewell.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    connection.close()
    assert server.entry(request_id(data))["status"] == "cancelled"


def test_hanging_up_before_a_whole_answer_settles_the_entry(own_server):
    with closing(dial(own_server, stream=False)):
        time.sleep(0.3)
    statement = "SELECT status, completion_tokens FROM entries"
    [(status, said)] = eventually(lambda: own_server.rows(statement))
    assert status == "cancelled"
    assert said < 20


def test_the_server_answers_others_after_many_hang_ups(server):
    for _ in range(50):
        dial(server, stream=True).close()
    with closing(dial(server, stream=True, deployment="echo")) as connection:
        assert b"[DONE]" in read_until(connection, b"[DONE]")


def test_a_stream_that_was_heard_out_is_completed(server):
    with closing(dial(server, stream=True, deployment="echo")) as connection:
        data = read_until(connection, b"[DONE]")
    entry = server.entry(request_id(data))
    assert (entry["status"], entry["completion_tokens"]) == ("completed", WORDS)


def test_chunks_arrive_while_the_answer_is_made(server):
    began = time.monotonic()
    with closing(dial(server, stream=True)) as connection:
        read_until(connection, b'"content":" 2"')
        early = time.monotonic() - began
        read_until(connection, b'"content":" 40"')
        late = time.monotonic() - began
    assert early < 1
    assert late - early > 1
