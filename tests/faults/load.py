"""Load on a server: workers that chat, whole and streamed, and remember what they were told to the end."""

import asyncio
import json
from contextlib import suppress

import aiohttp

from tests.house import House


class Load:
    """`finished` has the ids of answers that a client holds completely."""

    def __init__(self, house: House):
        self._url = f"{house.url}/v1/chat/completions"
        self._headers = {"Authorization": f"Bearer {house.key}"}
        self.finished: list[str] = []

    async def run(self, workers: int, seconds: float) -> None:
        """Call from so many workers for so long; connections that break are a part of it."""
        async with aiohttp.ClientSession(headers=self._headers) as session:
            tasks = [asyncio.create_task(self._work(session, number)) for number in range(workers)]
            await asyncio.sleep(seconds)

            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _work(self, session: aiohttp.ClientSession, number: int) -> None:
        while True:
            with suppress(aiohttp.ClientError, OSError):
                await self._chat(session, stream=number % 2 == 0)

    async def _chat(self, session: aiohttp.ClientSession, *, stream: bool) -> None:
        body = {"model": "echo", "messages": [{"role": "user", "content": "one two three"}], "stream": stream}
        async with session.post(self._url, json=body) as answer:
            data = await answer.read()
            is_whole = b"data: [DONE]" in data if stream else "choices" in json.loads(data)
            if answer.status == 200 and is_whole:
                self.finished.append(answer.headers["x-request-id"])
