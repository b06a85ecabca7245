"""Whoever sends what is no HTTP gets an error in words, as everybody else does, and not the server's plain text."""

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from zaffre.core.errors import BadRequest
from zaffre.wire.openai import errors

_MOST_HEAD = 64 * 1024
_LINGER_SECONDS = 1.0


class Protocol(HttpToolsProtocol):
    """A connection. Beyond 64 KiB it takes no line of a request, nor headers, that do not come to an end."""

    _unfinished = 0
    _is_refused = False

    def data_received(self, data: bytes) -> None:
        if self._is_refused:
            return
        self._unfinished += len(data)
        super().data_received(data)
        if self._unfinished > _MOST_HEAD and not self._is_refused:
            self._refuse("The request's line and headers take more than 64 KiB.")

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self._unfinished = 0

    def on_body(self, body: bytes) -> None:
        super().on_body(body)
        self._unfinished = 0

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._unfinished = 0

    def send_400_response(self, msg: str) -> None:
        self._refuse(f"{msg} What was sent is no HTTP/1.1 as RFC 9112 describes it.")

    def _refuse(self, text: str) -> None:
        self._is_refused = True
        is_answering = self.cycle is not None and self.cycle.response_started and not self.cycle.response_complete
        self._leave()
        if is_answering or self.transport.is_closing():
            self.transport.close()
            return
        self.transport.write(self._refusal(text))
        self.transport.write_eof()
        # Closed with bytes unread, a connection is reset, and the answer lost on its way.
        self.loop.call_later(_LINGER_SECONDS, self.transport.close)

    def _leave(self) -> None:
        """Let whatever is in the works know that nobody reads on."""
        self.pipeline.clear()
        if self.cycle is not None:
            self.cycle.disconnected = True
            self.cycle.message_event.set()

    def _refusal(self, text: str) -> bytes:
        body = errors.encode(BadRequest(text, code="invalid_http_request"))
        headers = [
            *self.server_state.default_headers,
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        lines = [b"%b: %b\r\n" % (name, value) for name, value in headers]
        return b"".join([STATUS_LINE[400], *lines, b"\r\n", body])
