"""The server is killed while it keeps pictures: no row lacks its bytes, and what was left over is swept away."""

import asyncio
import os
import random
import time

import requests

from tests.house import House, eventually

_KILLS = 4


def draw(house: House, answers: list[int]) -> None:
    body = {"model": "pictures", "prompt": "a red fox", "n": 4, "size": "256x256"}
    headers = {"api-key": house.key}
    for _ in range(100):
        try:
            answer = requests.post(f"{house.url}/v1/images/generations", headers=headers, json=body, timeout=60)
        except requests.RequestException:
            return
        answers.append(answer.status_code)


async def kill_while_drawing(house: House, seconds: float) -> list[int]:
    """The server dies so long after its first answer; the answers that it gave."""
    answers: list[int] = []
    drawing = asyncio.gather(*(asyncio.to_thread(draw, house, answers) for _ in range(3)))
    await asyncio.to_thread(eventually, lambda: answers, 60)
    await asyncio.sleep(seconds)
    await asyncio.to_thread(house.kill)
    await drawing
    return answers


def files(house: House) -> set[str]:
    return {path.name for path in (house.home / "pictures").rglob("img_*") if path.is_file()}


async def test_no_row_lacks_its_bytes_and_no_bytes_their_row(tmp_path):
    house = House(tmp_path)
    seconds = random.Random(4).uniform
    answers = []
    for _ in range(_KILLS):
        house.start()
        answers += await kill_while_drawing(house, seconds(0, 0.5))
    assert set(answers) == {200}
    project = house.rows("SELECT id FROM projects")[0][0]
    orphan = house.home / "pictures" / project / "ff" / f"img_{'0' * 24}.png.half-00000000"
    orphan.parent.mkdir(parents=True, exist_ok=True)
    orphan.write_bytes(b"half a pict")
    for path in (house.home / "pictures").rglob("img_*"):
        os.utime(path, (time.time() - 7200,) * 2)
    house.start()
    eventually(lambda: not orphan.exists(), within=20)
    kept = house.rows("SELECT id, format, bytes FROM pictures")
    # What was finished at the moment of a kill may be kept without its client: four pictures for each of three.
    assert 4 * len(answers) <= len(kept) <= 4 * len(answers) + 12 * _KILLS
    expected = {f"{id}.{format}" for id, format, _ in kept} | {f"{id}.thumbnail.webp" for id, _, _ in kept}
    eventually(lambda: files(house) == expected, within=20)
    sizes = {path.name: path.stat().st_size for path in (house.home / "pictures").rglob("*.png")}
    assert all(sizes[f"{id}.{format}"] == size for id, format, size in kept)
    house.stop()
