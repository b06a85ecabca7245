"""As much of S3 as a store of bytes asks for, on a real socket."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

_ITEM = "<Contents><Key>{}</Key><LastModified>{}</LastModified><ETag>1</ETag><Size>{}</Size></Contents>"

_KEY = re.compile("<Key>(.*?)</Key>")


class _Handler(BaseHTTPRequestHandler):
    """Keeps objects in its server; signatures are not looked at."""

    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        self.server.objects[self._key] = self.rfile.read(int(self.headers["content-length"]))
        self._answer(200)

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        if "list-type" in query:
            self._answer(200, self._listed(query.get("prefix", [""])[0]))
        elif (data := self.server.objects.get(self._key)) is None:
            self._answer(404)
        else:
            self._answer(200, data)

    do_HEAD = do_GET

    def do_POST(self) -> None:
        # Many are deleted in one request, which names them in XML.
        keys = _KEY.findall(self.rfile.read(int(self.headers["content-length"])).decode())
        for key in keys:
            self.server.objects.pop(key, None)
        told = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
        self._answer(200, f"<DeleteResult>{told}</DeleteResult>".encode())

    def _listed(self, prefix: str) -> bytes:
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        items = [
            _ITEM.format(key, now, len(data)) for key, data in self.server.objects.items() if key.startswith(prefix)
        ]
        told = f"<Name>bucket</Name><KeyCount>{len(items)}</KeyCount><IsTruncated>false</IsTruncated>{''.join(items)}"
        return f"<ListBucketResult>{told}</ListBucketResult>".encode()

    @property
    def _key(self) -> str:
        return urlsplit(self.path).path.removeprefix("/bucket/")

    def _answer(self, status: int, data: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(data)))
        self.send_header("last-modified", formatdate(usegmt=True))
        self.send_header("etag", '"1"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        return None


@contextmanager
def serving() -> Iterator[str]:
    """The endpoint of an S3 that has one empty bucket, named bucket."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.objects = {}
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
