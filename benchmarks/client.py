"""A load of requests from one cheap process: raw sockets, no HTTP library in the way."""

import asyncio
import statistics
import time
from urllib.parse import urlsplit

from msgspec import Struct


class Load(Struct, frozen=True, kw_only=True):
    """What is asked, how often in all, and by how many at once."""

    url: str
    body: bytes
    headers: dict[str, str]
    requests: int
    connections: int


class Times(Struct):
    """Seconds from the question to the first byte of the body, and to the last."""

    first: list[float]
    last: list[float]
    wall: float
    chunks: int

    def line(self) -> dict[str, float]:
        cuts = statistics.quantiles(self.last, n=100) if len(self.last) > 1 else [self.last[0]] * 99
        return {
            "requests/s": len(self.last) / self.wall,
            "p50 ms": cuts[49] * 1000,
            "p99 ms": cuts[98] * 1000,
            "first byte p50 ms": statistics.median(self.first) * 1000,
        }


async def run(load: Load) -> Times:
    """Send the load and read every answer to its end; raises on any status but 200."""
    parts = urlsplit(load.url)
    lines = [f"POST {parts.path}{'?' + parts.query if parts.query else ''} HTTP/1.1", f"host: {parts.netloc}"]
    lines += [f"{name}: {value}" for name, value in load.headers.items()]
    lines += ["content-type: application/json", f"content-length: {len(load.body)}", "", ""]
    request = "\r\n".join(lines).encode() + load.body
    times = Times([], [], 0.0, 0)
    left = iter(range(load.requests))
    began = time.perf_counter()
    await asyncio.gather(
        *(_connection(parts.hostname, parts.port, request, left, times) for _ in range(load.connections))
    )
    times.wall = time.perf_counter() - began
    return times


async def _connection(host: str, port: int, request: bytes, left: object, times: Times) -> None:
    reader, writer = await asyncio.open_connection(host, port, limit=2**22)
    for _ in left:
        began = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n")[0]:
            raise RuntimeError(head.decode())
        first = await _read_body(reader, head.lower(), times)
        times.first.append(first - began)
        times.last.append(time.perf_counter() - began)
    writer.close()


async def _read_body(reader: asyncio.StreamReader, head: bytes, times: Times) -> float:
    if b"transfer-encoding: chunked" not in head:
        length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        return time.perf_counter()
    first = 0.0
    while size := int(await reader.readline(), 16):
        await reader.readexactly(size + 2)
        first = first or time.perf_counter()
        times.chunks += 1
    await reader.readline()
    return first
