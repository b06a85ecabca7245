"""The baseline: a proxy that governs nothing, with the same server and the same client library as ours."""

import sys

import aiohttp
import uvicorn


class Proxy:
    """Passes bodies on as they come."""

    def __init__(self, upstream: str):
        self._upstream = upstream
        self._session: aiohttp.ClientSession | None = None

    async def __call__(self, scope: dict, receive: object, send: object) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        url = self._upstream + scope["path"]
        async with self._session.post(url, data=body, headers={"content-type": "application/json"}) as response:
            kind = response.headers["content-type"].encode()
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind)]})
            async for block in response.content.iter_any():
                await send({"type": "http.response.body", "body": block, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


if __name__ == "__main__":
    uvicorn.run(Proxy(sys.argv[2]), port=int(sys.argv[1]), lifespan="off", access_log=False, log_level="error")
