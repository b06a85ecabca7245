"""Callers of pictures who hang up, on a real socket: a place in the queue and a worker are free again at once."""

import json
import socket
from collections.abc import Iterator
from contextlib import closing

import pytest
import requests

from tests.house import ARTISTS, House, eventually
from tests.streams.test_hang_up import read_until

STEPS = 4


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Two workers."""
    house = House(tmp_path_factory.mktemp("studio"), ARTISTS).start()
    yield house
    house.stop()


def dial(house: House, seed: int, n: int = 1, prompt: str = "slow") -> socket.socket:
    """A connection on which pictures were asked for, as a stream."""
    asked = {"model": "painter", "prompt": prompt, "n": n, "seed": seed, "stream": True}
    body = json.dumps(asked).encode()
    head = (
        "POST /v1/images/generations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {house.key}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    connection = socket.create_connection(house.address, timeout=30)
    connection.sendall(head.encode() + body)
    return connection


def steps(house: House, seed: int) -> list[int]:
    """The steps that were begun of the picture with this seed."""
    file = house.home / "diary"
    lines = [line.split() for line in file.read_text().splitlines()] if file.exists() else []
    return [int(step) for _, drawn, step in lines if int(drawn) == seed]


def test_hanging_up_stops_the_picture_at_its_next_step(studio: House):
    with closing(dial(studio, seed=1000)):
        eventually(lambda: steps(studio, 1000), within=30)
    with closing(dial(studio, seed=1100)) as patient:
        assert b".completed" in read_until(patient, b".completed")
    assert len(steps(studio, 1000)) < STEPS
    assert steps(studio, 1100) == [1, 2, 3, 4]


def waiting(house: House) -> float:
    """How many pictures wait, as operators are told."""
    told = requests.get(f"{house.url}/metrics", timeout=30).text
    lines = [line for line in told.splitlines() if line.startswith("zaffre_pictures_waiting{")]
    return sum(float(line.split()[-1]) for line in lines)


def test_operators_see_how_many_wait(studio: House):
    with closing(dial(studio, seed=6000, n=10)):
        eventually(lambda: waiting(studio) == 8, within=30)
    eventually(lambda: waiting(studio) == 0, within=30)


def test_hanging_up_while_waiting_takes_the_picture_out_of_the_queue(studio: House):
    with closing(dial(studio, seed=2000, n=4)) as busy:
        eventually(lambda: steps(studio, 2000), within=30)
        dial(studio, seed=2100, n=3).close()
        seen = b""
        while seen.count(b"image_generation.completed\n") < 4:
            seen += read_until(busy, b"\n\n")
    assert [steps(studio, 2000 + place) for place in range(4)] == [[1, 2, 3, 4]] * 4
    assert [steps(studio, 2100 + place) for place in range(3)] == [[]] * 3


def test_a_storm_of_hang_ups_leaves_both_workers_free(studio: House):
    for number in range(40):
        dial(studio, seed=3000 + 10 * number, n=1 + number % 4).close()
    with closing(dial(studio, seed=4000, n=2)) as patient:
        seen = b""
        while seen.count(b"image_generation.completed\n") < 2:
            seen += read_until(patient, b"\n\n")
    begun = [line.split() for line in (studio.home / "diary").read_text().splitlines()]
    assert len({pid for pid, seed, _ in begun if int(seed) >= 4000}) == 2


def test_what_was_drawn_before_a_hang_up_is_settled(studio: House):
    with closing(dial(studio, seed=5000, n=10)) as connection:
        read_until(connection, b"image_generation.completed")
    statement = "SELECT images, cost FROM entries WHERE status = 'cancelled' AND images > 0"
    [(images, cost), *_] = eventually(lambda: studio.rows(statement), within=30)
    assert 1 <= images < 10
    assert cost == images * 40_000_000


def test_what_was_finished_before_a_hang_up_is_kept(studio: House):
    with closing(dial(studio, seed=6000, n=10)) as connection:
        read_until(connection, b"image_generation.completed")
    statement = "SELECT bytes, id FROM pictures WHERE seed BETWEEN 6000 AND 6009"
    [(size, id), *more] = eventually(lambda: studio.rows(statement), within=30)
    assert len(more) < 9
    (file,) = (studio.home / "pictures").rglob(f"{id}.png")
    assert file.stat().st_size == size
