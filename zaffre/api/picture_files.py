"""Files of pictures under signed addresses: the address is the key, so no other is asked for."""

from collections.abc import Mapping

from zaffre.api.endpoint import Handler
from zaffre.api.replies import Headers
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.service.picture_files import Address, File

_GALLERY_SECONDS = 300
"""For how long a browser may show a picture of the gallery without asking whether it is still there."""
_GUARDS: Mapping[bytes, bytes] = {
    b"x-content-type-options": b"nosniff",
    b"content-security-policy": b"default-src 'none'; sandbox",
    b"referrer-policy": b"no-referrer",
}


async def show(visit: Visit, service: Service) -> None:
    file = await service.kept.files.find(_address(visit))
    headers = _headers(visit, file)
    if visit.header(b"if-none-match") == file.tag:
        await visit.begin(304, headers)
        await visit.end()
        return
    async with service.kept.files.open(file) as blob:
        size = str(blob.size).encode()
        await visit.begin(200, [*headers, (b"content-type", _kind(file)), (b"content-length", size)])
        if visit.scope["method"] != "HEAD":
            async for block in blob.blocks:
                await visit.write(block)
        await visit.end()


HANDLERS: Mapping[str, Handler] = {"GET": show, "HEAD": show}


def _address(visit: Visit) -> Address:
    return Address(
        name=visit.path_parameter("name") or "",
        expires=visit.query("expires"),
        audience=visit.query("for"),
        signature=visit.query("signature"),
        width=visit.query("width"),
    )


def _headers(visit: Visit, file: File) -> Headers:
    is_lasting = visit.query("for") is None
    seconds = file.seconds if is_lasting else min(file.seconds, _GALLERY_SECONDS)
    cache = f"private, max-age={seconds}" + (", immutable" if is_lasting else "")
    place = "attachment" if visit.query("download") else "inline"
    return [
        (b"x-request-id", visit.request_id.encode()),
        (b"etag", file.tag.encode()),
        (b"cache-control", cache.encode()),
        (b"content-disposition", f'{place}; filename="{file.name}"'.encode()),
        *_GUARDS.items(),
    ]


def _kind(file: File) -> bytes:
    return f"image/{file.kind}".encode()
