"""Where a picture comes from: sent as a file of a form, or as it is."""

from zaffre.api import forms
from zaffre.api.replies import common_headers, send_json
from zaffre.api.visit import Visit
from zaffre.core.errors import BadRequest, NotJson
from zaffre.service.flow import Service
from zaffre.wire import provenance

_PARAM = "image"
_RAW = ("application/octet-stream", "image/png", "image/jpeg", "image/webp")


async def verify(visit: Visit, service: Service) -> None:
    data = await (_of_form(visit) if forms.is_form(visit) else _raw(visit))
    async with visit.until_hang_up():
        examined = await service.provenance.examined(data, param=_PARAM)
    await send_json(visit, 200, provenance.encode(examined), common_headers(visit, service.region))


async def _of_form(visit: Visit) -> bytes:
    files = (await forms.read(visit)).files.get(_PARAM, [])
    if len(files) != 1:
        sent = f"{len(files)} were sent" if files else "none was sent"
        raise BadRequest(
            f"Send one picture, as the file '{_PARAM}' of the form; {sent}.", param=_PARAM, code="invalid_value"
        )
    return files[0].data


async def _raw(visit: Visit) -> bytes:
    kind = (visit.header(b"content-type") or _RAW[0]).partition(";")[0].strip().lower()
    if kind not in _RAW:
        raise NotJson(
            f"Unsupported content type '{kind[:80]}': send the picture's bytes as 'image/png', 'image/jpeg' or "
            f"'image/webp', or as the file '{_PARAM}' of a form."
        )
    return b"".join([block async for block in visit.blocks(visit.max_upload)])
