"""The trail of administration: read, checked, exported."""

from zaffre.api.replies import common_headers, send_json
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.wire.organization import audit

_NAME = b'attachment; filename="audit.jsonl"'


async def list_all(visit: Visit, service: Service) -> None:
    page = await service.organization.audit.page(visit.caller, audit.decode_sought(visit.queries))
    body = audit.encode_page(page.events, page.has_more, page.projects, page.objects)
    await send_json(visit, 200, body, common_headers(visit, service.region))


async def verify(visit: Visit, service: Service) -> None:
    check = await service.organization.audit.verify(visit.caller)
    await send_json(visit, 200, audit.encode_check(check), common_headers(visit, service.region))


async def export(visit: Visit, service: Service) -> None:
    """Lines of JSON, sent as they are read."""
    headers = common_headers(visit, service.region)
    headers += [(b"content-type", b"application/jsonl"), (b"content-disposition", _NAME)]
    async for event in service.organization.audit.export(visit.caller):
        if visit.status is None:
            await visit.begin(200, headers)
        await visit.write(audit.encode_line(event))
    if visit.status is None:
        await visit.begin(200, headers)
    await visit.end()
