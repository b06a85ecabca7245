"""A mock upstream: answers as fast as asyncio can, whole or in chunks; run as a process of its own."""

import asyncio
import json
import sys

CHUNKS = 200
_USAGE = {"prompt_tokens": 10, "completion_tokens": CHUNKS, "total_tokens": 10 + CHUNKS}


def _chunk(delta: dict, finish: str | None = None, usage: dict | None = None) -> bytes:
    body = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "mock"}
    body["choices"] = [] if usage else [{"index": 0, "delta": delta, "finish_reason": finish}]
    data = b"data: " + json.dumps(body | ({"usage": usage} if usage else {})).encode() + b"\n\n"
    return b"%x\r\n%s\r\n" % (len(data), data)


STREAM = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n",
    [_chunk({"content": " word"}) for _ in range(CHUNKS)],
    _chunk({}, "stop") + _chunk({}, usage=_USAGE) + b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n",
)
_WHOLE = json.dumps(
    {
        "id": "c", "object": "chat.completion", "created": 0, "model": "mock", "usage": _USAGE,
        "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hello there!"}, "finish_reason": "stop"}],
    }
).encode()  # fmt: skip
WHOLE = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(_WHOLE) + _WHOLE


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            body = await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
            if b'"stream":true' in body.replace(b" ", b""):
                writer.write(STREAM[0])
                for chunk in STREAM[1]:
                    writer.write(chunk)
                    await asyncio.sleep(0)
                writer.write(STREAM[2])
            else:
                writer.write(WHOLE)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def main(port: int) -> None:
    server = await asyncio.start_server(_serve, "127.0.0.1", port)
    print("ready", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    import uvloop

    uvloop.run(main(int(sys.argv[1])))
