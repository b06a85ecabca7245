"""Shared counters in Valkey or Redis: a batch is one script, so one round trip, and nobody comes between."""

import asyncio
import secrets
from collections.abc import Sequence
from contextlib import suppress
from importlib.resources import files
from typing import Any

from msgspec import json

from zaffre.admission.counters.base import Claim, Grant, Level, Refusal
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
        keys = [self._prefix + name for name in ("sessions", f"session:{session}", "generation")]
        body = json.encode([_told(op) for op in ops])
        answer = await self._client.evalsha(self._hash, 3, *keys, self._prefix + "at:", session, sequence, body)
        if answer[0] == -1:
            raise SessionGone("the counters do not know this node any more")
        nodes, answers = answer
        return Told([_heard(op, one) for op, one in zip(ops, answers, strict=True)], nodes)

    async def close(self, session: str) -> None:
        with suppress(Exception):
            await self._client.zrem(self._prefix + "sessions", session)
        await self._disconnect()

    async def _disconnect(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with suppress(Exception):
                await asyncio.wait_for(client.aclose(), 1)


def _told(op: Op) -> tuple:
    match op:
        case ("reserve", claims):
            return ("reserve", [_claim(claim) for claim in claims])
        case ("carry", claims):
            return ("carry", [_claim(claim) for claim in claims])
        case ("settle", claims, marks, used):
            marks = marks or [0] * len(claims)
            told = zip(claims, used, marks, strict=True)
            return (
                "settle",
                [(one.counter, one.amount, one.window or 0, one.ends or 0, amount, mark) for one, amount, mark in told],
            )
        case (("add" | "begin"), counter, amount, ends):
            return (op[0], counter, amount, ends or 0)
        case _:
            return op


def _claim(claim: Claim) -> tuple:
    return (claim.counter, claim.amount, claim.limit, claim.window or 0, claim.ends or 0)


def _heard(op: Op, answer: Sequence[Any]) -> Any:
    match op:
        case ("reserve", claims):
            return _outcome(claims, answer)
        case ("read", _):
            return [_level(one) for one in answer]
        case ("begin", *_):
            return _level(answer)
        case _:
            return True


def _outcome(claims: Sequence[Claim], answer: Sequence[Any]) -> Grant | Refusal:
    if answer[0] == 0:
        _, index, *level, wait = answer
        return Refusal(claims[index - 1], _level(level), None if wait < 0 else wait / 1000)
    return Grant(claims, [_level(one) for one in answer[1:]], [one[3] for one in answer[1:]])


def _level(told: Sequence[int]) -> Level:
    used, reserved, reset = told[:3]
    return Level(used, reserved, None if reset < 0 else reset / 1000)
