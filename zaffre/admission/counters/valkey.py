"""Shared counters in Valkey or Redis: a batch is one script, so one round trip, and nobody comes between."""

import asyncio
import secrets
from collections.abc import Sequence
from contextlib import suppress
from importlib.resources import files
from typing import Any

from zaffre.admission.counters.packing import Batch, heard, unpacked
from zaffre.admission.counters.store import Op, Opened, SessionGone, StoreWrong, Told

_OPEN = """
local time = redis.call('TIME')
local sequence = redis.call('GET', KEYS[3]) or -1
redis.call('ZREM', KEYS[1], ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', time[1] - 30)
redis.call('ZADD', KEYS[1], time[1], ARGV[1])
redis.call('SET', KEYS[2], ARGV[3], 'NX')
return {redis.call('GET', KEYS[2]), redis.call('ZCARD', KEYS[1]), tonumber(sequence)}
"""


class ValkeyStore:
    """All keys begin with the installation's name in braces, so that a cluster keeps them in one place."""

    def __init__(self, url: str, installation: str):
        try:
            import valkey.asyncio as library
        except ImportError as error:
            raise StoreWrong("counters in Valkey need the extra valkey: pip install 'zaffre[valkey]'") from error
        self._library, self._url = library, url
        self._prefix = f"zaffre:{{{installation}}}:"
        self._script = files("zaffre.admission.counters").joinpath("script.lua").read_text()
        self._client: Any = None

    async def open(self, session: str, previous: str) -> Opened:
        # A connection on which an answer is late would give it to whoever asks next.
        await self._disconnect()
        self._client = self._library.Valkey.from_url(self._url, single_connection_client=True)
        self._hash = await self._client.script_load(self._script)
        keys = [self._prefix + name for name in ("sessions", "generation", f"session:{previous}")]
        words = [session, previous, secrets.token_hex(8)]
        generation, nodes, sequence = await self._client.eval(_OPEN, len(keys), *keys, *words)
        return Opened(generation.decode(), nodes, sequence)

    async def run(self, session: str, sequence: int, ops: Sequence[Op]) -> Told:
        batch = Batch(ops)
        names = ("sessions", f"session:{session}", *(f"counter:{name}" for name in batch.names))
        keys = [self._prefix + name for name in names]
        answer = await self._client.evalsha(self._hash, len(keys), *keys, session, sequence, batch.body)
        if answer is None:
            raise SessionGone("the counters do not know this node any more")
        nodes, answers = unpacked(answer)
        return Told([heard(op, one) for op, one in zip(ops, answers, strict=True)], nodes)

    async def close(self, session: str) -> None:
        with suppress(Exception):
            await self._client.zrem(self._prefix + "sessions", session)
        await self._disconnect()

    async def _disconnect(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with suppress(Exception):
                await asyncio.wait_for(client.aclose(), 1)
