"""Server-sent events, read and written."""

from collections.abc import AsyncIterator

DONE = b"data: [DONE]\n\n"


def event(data: bytes, name: bytes | None = None) -> bytes:
    """One event; `data` must not contain a line break (JSON does not)."""
    return b"data: " + data + b"\n\n" if name is None else b"event: " + name + b"\ndata: " + data + b"\n\n"


async def events(blocks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The `data` of each event in a body that comes in blocks of any size, up to `[DONE]`."""
    rest = b""
    async for block in blocks:
        *lines, rest = (rest + block).split(b"\n")
        for line in lines:
            if line.startswith(b"data:"):
                data = line[5:].strip()
                if data == b"[DONE]":
                    return
                if data:
                    yield data
