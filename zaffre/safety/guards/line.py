"""The line to a service elsewhere: JSON goes out with our key, and only whole, plain answers come back."""

import os
from collections.abc import Mapping

import aiohttp
import msgspec

from zaffre.safety.filters import FilterUnavailable
from zaffre.safety.guards.breaker import Unreadable

MOST_BYTES = 256 * 1024
IDLE_CONNECTION = 15.0
_AT_FAULT = (400, 413, 415, 422)
"""Statuses that blame the text and not the service, or us as its customer."""


def key_from(variable: str | None) -> str | None:
    """The key in that environment variable; read at start, kept nowhere but in the line."""
    return os.environ.get(variable, "").strip() or None if variable else None


class Line:
    """One address. Its headers hold a key, so it has no `repr` of its own and is never logged."""

    def __init__(self, url: str, headers: Mapping[str, str]):
        self._url = url.rstrip("/")
        self._headers = {"content-type": "application/json", **headers}
        self._session: aiohttp.ClientSession | None = None

    async def post(self, tail: str, body: object) -> bytes:
        """The answer's body. Raises `FilterUnavailable`, or `Unreadable` where the text is at fault."""
        data = msgspec.json.encode(body)
        try:
            async with self._connected().post(f"{self._url}{tail}", data=data, allow_redirects=False) as response:
                _check(response)
                return await _whole(response)
        except (aiohttp.ClientError, OSError) as error:
            raise FilterUnavailable(f"it could not be reached or broke off ({type(error).__name__})") from error

    async def close(self) -> None:
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    def _connected(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(keepalive_timeout=IDLE_CONNECTION)
            jar = aiohttp.DummyCookieJar()
            self._session = aiohttp.ClientSession(headers=self._headers, connector=connector, cookie_jar=jar)
        return self._session


def _check(response: aiohttp.ClientResponse) -> None:
    if response.status in _AT_FAULT:
        raise Unreadable(f"it refused a text (status {response.status})")
    if 300 <= response.status < 400:
        raise FilterUnavailable(f"it sent us elsewhere (status {response.status}), where we do not follow")
    if response.status != 200:
        told = response.headers.get("retry-after", "")
        after = float(told) if told.isascii() and told.isdigit() else 1.0
        raise FilterUnavailable(f"it answered with status {response.status}", after)


async def _whole(response: aiohttp.ClientResponse) -> bytes:
    body = b""
    async for block in response.content.iter_any():
        body += block
        if len(body) > MOST_BYTES:
            raise Unreadable("its answer is far too long")
    return body
