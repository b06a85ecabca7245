"""One HTTP request on its way through: what came, and the answer's first and last bytes."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Literal
from urllib.parse import parse_qs

from starlette.types import Message, Receive, Scope, Send

from zaffre.access.credentials import Credential
from zaffre.api import cookies
from zaffre.api.dialects import Dialect
from zaffre.core.callers import Caller, Origin
from zaffre.core.errors import BadRequest, BodyTooLarge, NotJson

JSON = "application/json"
_MOST_FIELDS = 100


class Visit:
    """Gives the handlers what they need of ASGI, and no more."""

    caller: Caller
    annotations: Literal["full", "plain", "none"] = "none"
    """How much of verdicts an answer tells where the caller does not ask."""

    def __init__(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        dialect: Dialect,
        *,
        request_id: str,
        max_body: int,
        max_upload: int = 0,
    ):
        self.scope = scope
        self._receive = receive
        self._send = send
        self.dialect = dialect
        self.request_id = request_id
        self._max_body = max_body
        self.max_upload = max(max_body, max_upload)
        self.headers: Mapping[bytes, bytes] = dict(scope["headers"])
        self.status: int | None = None

    @property
    def origin(self) -> Origin:
        return Origin(self.caller, self.request_id, self.dialect.name, self.header(b"x-policy-id"))

    @property
    def url(self) -> str:
        """The address that the client asked, without its query."""
        path = self.scope.get("raw_path") or self.scope["path"].encode()
        return self.base + path.partition(b"?")[0].decode("ascii", "replace")

    @property
    def base(self) -> str:
        """The server's address, as the client knows it."""
        return f"{self.scope['scheme']}://{self.header(b'host')}"

    @property
    def is_secure(self) -> bool:
        """Whether the client speaks TLS, with us or with what stands before us."""
        return self.base.startswith("https://")

    def header(self, name: bytes) -> str | None:
        value = self.headers.get(name)
        return None if value is None else value.decode("latin-1")

    def path_parameter(self, name: str) -> str | None:
        return self.scope.get("path_params", {}).get(name)

    def query(self, name: str) -> str | None:
        values = self.queries(name)
        return values[0] if values else None

    def queries(self, name: str) -> list[str]:
        """All values of a query parameter, which clients send as `name` or as `name[]`."""
        fields = self._fields()
        return fields.get(name, []) + fields.get(f"{name}[]", [])

    @property
    def query_names(self) -> set[str]:
        """The parameters that the query has, whatever their values."""
        return set(self._fields(keep_blank_values=True))

    def _fields(self, *, keep_blank_values: bool = False) -> dict[str, list[str]]:
        asked = self.scope["query_string"]
        if not asked:
            return {}
        if asked.count(b"&") >= _MOST_FIELDS:
            text = f"The query has too many parameters: at most {_MOST_FIELDS} are taken."
            raise BadRequest(text, code="too_many_parameters")
        return parse_qs(asked.decode("latin-1"), keep_blank_values=keep_blank_values)

    @property
    def credential(self) -> Credential:
        """What the request shows of who sends it."""
        client, key = self.scope.get("client"), self._key
        return Credential(
            key=key,
            cookie=None if key else cookies.value(self.header(b"cookie"), cookies.SESSION),
            project=self.header(b"openai-project"),
            address=client[0] if client else None,
            agent=self.header(b"user-agent"),
            is_from_app=self._is_from_app,
        )

    @property
    def _is_from_app(self) -> bool:
        """Whether a page of ours sent it: no foreign page can send the header, nor say that it is of this origin."""
        is_reading = self.scope["method"] in ("GET", "HEAD")
        return self.header(b"x-zaffre-app") == "1" or (is_reading and self.header(b"sec-fetch-site") == "same-origin")

    @property
    def _key(self) -> str | None:
        """The API key, in whichever of the three headers it came."""
        if key := self.header(b"api-key") or self.header(b"ocp-apim-subscription-key"):
            return key.strip()
        scheme, _, key = (self.header(b"authorization") or "").partition(" ")
        return key.strip() or None if scheme.lower() == "bearer" else None

    async def json_body(self, limit: int | None = None) -> bytes:
        """The body, if it says that it is JSON and is not too large."""
        kind = (self.header(b"content-type") or JSON).partition(";")[0].strip().lower()
        if kind != JSON and not kind.endswith("+json"):
            raise NotJson(f"Unsupported content type '{kind[:80]}': send the body with 'Content-Type: {JSON}'.")
        if self.headers.get(b"content-encoding", b"identity") != b"identity":
            raise NotJson("Compressed request bodies are not supported: send the body without 'Content-Encoding'.")
        return b"".join([block async for block in self.blocks(limit or self._max_body)])

    async def blocks(self, limit: int) -> AsyncIterator[bytes]:
        """The body as it comes. Raises `BodyTooLarge` at its end where it has more than `limit` bytes."""
        size = 0
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise ClientGone
            block = message.get("body", b"")
            size += len(block)
            # A client that is still sending reads its answer only afterwards, so the rest is taken and let go.
            if size <= limit:
                yield block
            if not message.get("more_body"):
                break
        if size > limit:
            raise BodyTooLarge(f"The request body has {size} bytes; at most {limit} are taken.")

    async def begin(self, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
        self.status = status
        await self._send({"type": "http.response.start", "status": status, "headers": list(headers)})

    async def write(self, block: bytes) -> None:
        await self._send({"type": "http.response.body", "body": block, "more_body": True})

    async def end(self, block: bytes = b"") -> None:
        await self._send({"type": "http.response.body", "body": block, "more_body": False})

    def until_hang_up(self) -> "UntilHangUp":
        return UntilHangUp(self._receive)


class ClientGone(Exception):
    """The client hung up; nobody is left to be answered."""


class UntilHangUp:
    """Cancels the block's work when the client hangs up, and raises `ClientGone` once it has ended."""

    def __init__(self, receive: Receive):
        self._receive = receive
        self._is_gone = False

    async def __aenter__(self) -> None:
        self._worker = asyncio.current_task()
        self._listener = asyncio.create_task(self._listen())

    async def __aexit__(self, kind: type | None, error: BaseException | None, trace: object) -> None:
        self._listener.cancel()
        if self._is_gone and isinstance(error, asyncio.CancelledError):
            self._worker.uncancel()
            raise ClientGone from None

    async def _listen(self) -> None:
        message: Message = {"type": "http.request"}
        while message["type"] != "http.disconnect":
            message = await self._receive()
        self._is_gone = True
        self._worker.cancel()
