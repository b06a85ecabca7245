"""The llama.cpp engine: GGUF models in a process of their own, spoken to on a unix socket."""

import hashlib
import json
import os
import secrets
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import msgspec

from zaffre.core.answers import Delta, Piece, Usage
from zaffre.core.calls import Chat, Completion, Inference, Prompt
from zaffre.core.errors import ContextTooLong, EngineFailed, Unavailable, Unsupported
from zaffre.engines import llamacpp_protocol as protocol
from zaffre.engines import llamacpp_tools
from zaffre.engines.base import TEXT_FEATURES, Capabilities
from zaffre.engines.child import Child, environ_with, python_module
from zaffre.engines.fanout import merged
from zaffre.settings.schema import Backend
from zaffre.wire import sse

_CANNOT = {"image_url", "input_audio", "suffix"}
MAX_BEFORE = 1536
"""Tokens before a middle to be filled in: three quarters of the server's batch."""
MAX_AFTER = 500
"""Tokens after it: what is left of the last quarter."""
_START_SECONDS = 120.0
_RESTART_SECONDS = 5.0
# libgomp reads these at load time; without them two threads on a busy machine wait for each other.
_SPINNING = {"OMP_WAIT_POLICY": "active", "GOMP_SPINCOUNT": "1000"}


class LlamaCpp:
    """Each choice is a request of its own; the server batches them. `weights` is a GGUF file."""

    def __init__(self, backend: Backend, weights: Path, home: Path):
        self._backend = backend
        self._weights = weights
        self._key = secrets.token_urlsafe(24)
        # A unix socket's path has room for about a hundred characters, and a home may have more.
        name = hashlib.sha256(f"{home}{weights}{os.getpid()}".encode()).hexdigest()[:16]
        self._socket = Path(tempfile.gettempdir()) / f"zaffre-{name}.sock"
        words = home / "logs" / f"{weights.stem}-{name}.log"
        self._child = Child(self._command(), self._environ(), words, self._is_healthy, self._clear_socket)
        self.session: aiohttp.ClientSession | None = None
        """To the engine's process, once it is loaded."""
        self.capabilities = Capabilities(
            operations=frozenset({"chat", "completion"}),
            features=TEXT_FEATURES - _CANNOT,
            context=backend.context,
            places=backend.slots,
            patience=backend.patience,
        )

    @property
    def pid(self) -> int | None:
        """The engine's process."""
        return self._child.pid

    @property
    def is_ready(self) -> bool:
        return self._child.is_ready

    async def load(self) -> None:
        self.session = aiohttp.ClientSession(
            connector=aiohttp.UnixConnector(str(self._socket), limit=0),
            headers={"authorization": f"Bearer {self._key}"},
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=_RESTART_SECONDS),
        )
        await self._child.start(_START_SECONDS)
        if await self._can_fill_in():
            features = self.capabilities.features | {"suffix"}
            self.capabilities = msgspec.structs.replace(self.capabilities, features=features)

    async def close(self) -> None:
        await self._child.close()
        if self.session is not None:
            await self.session.close()
        self._clear_socket()

    async def read_tokens(self, tokens: tuple[int, ...]) -> str:
        return await self._text(tokens)

    @asynccontextmanager
    async def answer(self, call: Inference) -> AsyncIterator[AsyncIterator[Piece]]:
        assert isinstance(call, (Chat, Completion))
        if not await self._child.wait_ready(_RESTART_SECONDS):
            raise Unavailable("The engine is starting again. Please retry in a few seconds.")
        if isinstance(call, Completion):
            if call.echo and call.sampling.logprobs is not None:
                raise Unsupported("echo", "It cannot be combined with 'logprobs' here.")
            async with self._complete(call) as deltas:
                yield deltas
        else:
            async with merged([self._chat(call, place) for place in range(call.sampling.n)], call.sampling.n) as deltas:
                yield deltas

    async def _chat(self, call: Chat, place: int) -> AsyncIterator[Delta]:
        is_forced = llamacpp_tools.is_forced(call)
        body = protocol.chat_body(llamacpp_tools.forced(call) if is_forced else call, place)
        deltas = self._chat_deltas(body, call.sampling.logprobs or 0)
        async for delta in llamacpp_tools.as_tool_call(deltas) if is_forced else deltas:
            yield delta

    async def _chat_deltas(self, body: dict[str, Any], alternatives: int) -> AsyncIterator[Delta]:
        async for data in self._ask("/v1/chat/completions", body, "messages"):
            for delta in protocol.read_chat(data, alternatives):
                yield delta

    @asynccontextmanager
    async def _complete(self, call: Completion) -> AsyncIterator[AsyncIterator[Delta]]:
        count = max(call.sampling.n, call.best_of or 1)
        is_ranked = count > call.sampling.n
        if is_ranked and call.sampling.logprobs is None:
            ranked = msgspec.structs.replace(call.sampling, logprobs=0)
            streams = self._streams(msgspec.structs.replace(call, sampling=ranked), count)
        else:
            streams = self._streams(call, count)
        async with merged(streams, count) as deltas:
            yield _best(deltas, call, count) if is_ranked else deltas

    def _streams(self, call: Completion, count: int) -> list[AsyncIterator[Delta]]:
        return [self._completion(call, prompt, place) for prompt in call.prompts for place in range(count)]

    async def _completion(self, call: Completion, prompt: Prompt, place: int) -> AsyncIterator[Delta]:
        if call.echo:
            yield Delta(text=await self._text(prompt))
        if call.sampling.max_tokens == 0:
            yield Delta(finish="length", usage=Usage(prompt=await self._length(prompt)))
            return
        body = protocol.completion_body(call, prompt, place)
        path = "/completion"
        if call.suffix is not None:
            path, body = "/infill", body | await self._around(await self._text(prompt), call.suffix)
        async for data in self._ask(path, body, "prompt"):
            yield protocol.read_completion(data, call.sampling.logprobs or 0)

    async def _around(self, before: str, after: str) -> dict[str, Any]:
        """What stands around the middle that is asked for. The server would cut longer texts without a word."""
        for text, most, param in ((before, MAX_BEFORE, "prompt"), (after, MAX_AFTER, "suffix")):
            length = await self._length(text)
            if length > most:
                raise ContextTooLong(most, length, param)
        return {"prompt": "", "input_prefix": before, "input_suffix": after}

    async def _can_fill_in(self) -> bool:
        """Whether the model has the tokens for it; the server refuses where it hasn't."""
        body = {"input_prefix": "", "input_suffix": "", "n_predict": 1}
        async with self.session.post("http://engine/infill", json=body) as response:
            return response.status == 200

    async def _ask(self, path: str, body: dict[str, Any], param: str) -> AsyncIterator[bytes]:
        try:
            async with self.session.post(f"http://engine{path}", data=msgspec.json.encode(body)) as response:
                if response.status != 200:
                    raise protocol.refusal(response.status, await response.read(), param)
                async for data in sse.events(response.content.iter_any()):
                    yield data
        except aiohttp.ClientError as error:
            raise EngineFailed("The engine broke off while it answered. Please try again.") from error

    async def _text(self, prompt: Prompt) -> str:
        if isinstance(prompt, str):
            return prompt
        return (await self._post("/detokenize", {"tokens": list(prompt)}))["content"]

    async def _length(self, prompt: Prompt) -> int:
        if not isinstance(prompt, str):
            return len(prompt)
        return len((await self._post("/tokenize", {"content": prompt, "add_special": True}))["tokens"])

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        try:
            async with self.session.post(f"http://engine{path}", json=body) as response:
                if response.status != 200:
                    raise protocol.refusal(response.status, await response.read(), "prompt")
                return await response.json()
        except aiohttp.ClientError as error:
            raise EngineFailed("The engine broke off while it answered. Please try again.") from error

    def _clear_socket(self) -> None:
        # A process that was killed leaves its socket behind, and nothing can be bound to it again.
        self._socket.unlink(missing_ok=True)

    async def _is_healthy(self) -> bool:
        try:
            async with self.session.get("http://engine/health") as response:
                return response.status == 200
        except (aiohttp.ClientError, OSError):
            return False

    def _command(self) -> list[str]:
        backend = self._backend
        threads = backend.threads or os.cpu_count() or 1
        if backend.binary is None:
            asked = {"model": str(self._weights), "socket": str(self._socket), "threads": threads}
            return [
                *python_module("zaffre.engines.llamacpp_child"),
                json.dumps(asked | {"slots": backend.slots, "context": backend.context}),
            ]
        return [
            *(backend.binary, "--model", str(self._weights), "--host", str(self._socket), "--threads", str(threads)),
            *("--parallel", str(backend.slots), "--ctx-size", str(backend.slots * backend.context)),
            *("--api-key", self._key, "--no-webui", "--no-slots", "--jinja", "--no-prefill-assistant"),
        ]

    def _environ(self) -> dict[str, str]:
        return environ_with(**_SPINNING, LLAMACPP_KEY=self._key)


async def _best(deltas: AsyncIterator[Delta], call: Completion, count: int) -> AsyncIterator[Delta]:
    """Of every `count` answers to a prompt, the `n` whose tokens were the likeliest on average."""
    answers: dict[int, list[Delta]] = {}
    used: Usage | None = None
    async for delta in deltas:
        answers.setdefault(delta.choice, []).append(delta)
        used = delta.usage or used
    kept = call.sampling.n
    for prompt in range(len(call.prompts)):
        places = range(prompt * count, (prompt + 1) * count)
        best = sorted(places, key=lambda place: _likelihood(answers[place]), reverse=True)[:kept]
        for choice, place in enumerate(best, prompt * kept):
            for delta in answers[place]:
                logprobs = () if call.sampling.logprobs is None else delta.logprobs
                yield msgspec.structs.replace(delta, choice=choice, logprobs=logprobs, usage=used)


def _likelihood(deltas: list[Delta]) -> float:
    tokens = [token.logprob for delta in deltas for token in delta.logprobs]
    return sum(tokens) / len(tokens) if tokens else float("-inf")
