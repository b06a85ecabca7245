"""The remote engine: any OpenAI-compatible server, and Azure OpenAI."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

import aiohttp
import msgspec
from msgspec import Struct

from zaffre.core.answers import Piece, Stage
from zaffre.core.calls import Inference
from zaffre.core.errors import BadRequest, EngineFailed, EngineTimeout, Problem, Unsupported
from zaffre.engines.base import IMAGE_FEATURES, TEXT_FEATURES, Capabilities
from zaffre.settings.schema import Backend
from zaffre.wire import sse
from zaffre.wire.openai import (
    chat,
    chat_answers,
    completion_answers,
    completions,
    embeddings,
    errors,
    images_upstream,
    images_upstream_answers,
)
from zaffre.wire.openai.images_upstream import INLINE, FormBody

MAX_ERROR = 64 * 1024
IDLE_CONNECTION = 15.0
_ERRORS = (b'{"error"', b'{"type":"error"', b'{"type": "error"')
"""How an error inside a stream begins, as servers write it."""


class Codec(Struct, frozen=True):
    """How one operation is asked and answered; `read_chunk` where it can be streamed.

    What `is_slow` writes or reads pictures, which the event loop does not wait for.
    """

    tail: str
    encode: Callable[..., dict[str, Any] | FormBody]
    read_whole: Callable[[bytes], list[Piece]]
    read_chunk: Callable[[bytes], list[Piece]] | None = None
    is_slow: bool = False

    async def run(self, work: Callable[..., Any], *given: Any, **named: Any) -> Any:
        return await asyncio.to_thread(work, *given, **named) if self.is_slow else work(*given, **named)


def _pictures(tail: str) -> Codec:
    whole, chunk = images_upstream_answers.read_whole, images_upstream_answers.read_chunk
    return Codec(f"images/{tail}", images_upstream.encode, whole, chunk, is_slow=True)


CODECS = {
    "chat": Codec("chat/completions", chat.encode, chat_answers.read_whole, chat_answers.read_chunk),
    "completion": Codec("completions", completions.encode, completion_answers.read, completion_answers.read),
    "embedding": Codec("embeddings", embeddings.encode, embeddings.read_whole),
    "image_generation": _pictures("generations"),
    "image_edit": _pictures("edits"),
    "image_variation": _pictures("variations"),
}


class Remote:
    """`name` is what the upstream calls the model; `key` is our key there, if it wants one."""

    capabilities = Capabilities(
        operations=frozenset(CODECS),
        features=TEXT_FEATURES | IMAGE_FEATURES | {"dimensions", "input_fidelity"},
        passes_extra=True,
    )

    def __init__(self, backend: Backend, name: str, key: str | None):
        self._backend = backend
        self.capabilities = msgspec.structs.replace(
            self.capabilities, places=backend.most_at_once, patience=backend.patience
        )
        self._name = name
        self._credentials = _credentials(backend, key)
        self._gives_bytes_unasked = False
        self._session: aiohttp.ClientSession | None = None

    async def load(self) -> None:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=IDLE_CONNECTION),
            timeout=aiohttp.ClientTimeout(
                total=None, sock_connect=self._backend.connect_timeout, sock_read=self._backend.read_timeout
            ),
        )

    async def read_tokens(self, tokens: tuple[int, ...]) -> str:
        raise Unsupported("prompt", "Only its own server can read tokens, and a content policy must: send text.")

    @property
    def is_ready(self) -> bool:
        return self._session is not None

    async def close(self) -> None:
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    @asynccontextmanager
    async def answer(self, call: Inference) -> AsyncIterator[AsyncIterator[Piece]]:
        codec = CODECS[call.operation]
        is_stream = codec.read_chunk is not None and call.stream
        options = {"stream": is_stream} if codec.read_chunk else {}
        body = await codec.run(codec.encode, call, self._name, **options)
        async with self._accepted(codec, body) as response:
            yield self._streamed(response, codec) if is_stream else self._whole(response, codec)

    @asynccontextmanager
    async def _accepted(self, codec: Codec, body: dict[str, Any] | FormBody) -> AsyncIterator[aiohttp.ClientResponse]:
        """The response, once it is a good one. Raises the `Problem` that it is otherwise."""
        fields = body.fields if isinstance(body, FormBody) else body
        if self._gives_bytes_unasked:
            fields.pop(INLINE, None)
        async with self._asked(codec, body) as response:
            problem = await _refusal(response)
            if problem is None:
                yield response
                return
        if not (INLINE in fields and isinstance(problem, BadRequest) and _is_about(problem, INLINE)):
            raise problem
        self._gives_bytes_unasked = True
        async with self._accepted(codec, body) as response:
            yield response

    @asynccontextmanager
    async def _asked(self, codec: Codec, body: dict[str, Any] | FormBody) -> AsyncIterator[aiohttp.ClientResponse]:
        data, headers = _payload(body)
        with _failures_told():
            response = await self._session.post(
                self._url(codec.tail), data=data, headers=headers | self._credentials, allow_redirects=False
            )
        async with response:
            yield response

    async def _whole(self, response: aiohttp.ClientResponse, codec: Codec) -> AsyncIterator[Piece]:
        with _failures_told():
            pieces = await codec.run(codec.read_whole, await response.read())
        for piece in pieces:
            yield piece

    async def _streamed(self, response: aiohttp.ClientResponse, codec: Codec) -> AsyncIterator[Piece]:
        has_finished = False
        async for data in sse.events(self._blocks(response)):
            if data.startswith(_ERRORS):
                raise errors.read_event(data)
            with _failures_told():
                pieces = await codec.run(codec.read_chunk, data)
            for piece in pieces:
                has_finished = has_finished or _is_last(piece)
                yield piece
        if not has_finished:
            raise EngineFailed("The backend ended its answer before it was complete.")

    async def _blocks(self, response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
        while True:
            with _failures_told():
                block = await response.content.readany()
            if not block:
                return
            yield block

    def _url(self, tail: str) -> str:
        base = (self._backend.url or "").rstrip("/")
        if self._backend.dialect == "azure":
            return f"{base}/openai/deployments/{quote(self._name)}/{tail}?api-version={self._backend.api_version}"
        return f"{base}/{tail}"


class _failures_told:
    """What the network or a broken body does to us, as problems that a caller can read."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, TimeoutError):
            raise EngineTimeout("The backend did not answer in time.") from error
        if isinstance(error, (aiohttp.ClientError, OSError)):
            raise EngineFailed(f"The backend could not be reached or broke off ({type(error).__name__}).") from error
        # What a backend calls a picture and is none is no fault of the caller's.
        if isinstance(error, (msgspec.MsgspecError, ValueError, BadRequest)):
            raise EngineFailed("The backend sent an answer that cannot be read.") from error


async def _refusal(response: aiohttp.ClientResponse) -> Problem | None:
    if response.status == 200:
        return None
    after = _seconds(response.headers.get("retry-after"))
    return errors.read(response.status, await response.content.read(MAX_ERROR), after)


def _is_about(problem: Problem, field: str) -> bool:
    return problem.param == field or field in problem.message


def _is_last(piece: Piece) -> bool:
    return piece.is_final if isinstance(piece, Stage) else piece.finish is not None


def _payload(body: dict[str, Any] | FormBody) -> tuple[bytes | aiohttp.FormData, dict[str, str]]:
    """What is sent, with its content type where that is not made on the way."""
    if not isinstance(body, FormBody):
        return msgspec.json.encode(body), {"content-type": "application/json"}
    form = aiohttp.FormData()
    for name, value in body.fields.items():
        form.add_field(name, value if isinstance(value, str) else msgspec.json.encode(value).decode())
    for name, file in body.files:
        form.add_field(name, file.data, filename=file.name, content_type="image/png")
    return form, {}


def _seconds(retry_after: str | None) -> float | None:
    """What `Retry-After` says in seconds; its other form, a date, is not taken."""
    return float(retry_after) if retry_after and retry_after.isascii() and retry_after.isdigit() else None


def _credentials(backend: Backend, key: str | None) -> dict[str, str]:
    if key is None:
        return {}
    return {"api-key": key} if backend.dialect == "azure" else {"authorization": f"Bearer {key}"}
