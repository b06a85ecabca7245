"""Multipart forms, read as they arrive."""

from zaffre.api.visit import Visit
from zaffre.core.errors import BadRequest, NotJson
from zaffre.wire.form import KIND, Form, FormReader


def is_form(visit: Visit) -> bool:
    return (visit.header(b"content-type") or "").partition(";")[0].strip().lower() == KIND


async def read(visit: Visit) -> Form:
    """The form in the body. Raises a 4xx `Problem` for whatever is none, once the client has sent it all."""
    if not is_form(visit):
        kind = (visit.header(b"content-type") or "").partition(";")[0].strip()[:80]
        raise NotJson(f"Unsupported content type '{kind}': send pictures as files of a '{KIND}' body.")
    reader, problem = FormReader(visit.header(b"content-type") or ""), None
    async for block in visit.blocks(visit.max_upload):
        try:
            if problem is None:
                reader.feed(block)
        except BadRequest as error:
            problem = error
    if problem is not None:
        raise problem
    return reader.form()
