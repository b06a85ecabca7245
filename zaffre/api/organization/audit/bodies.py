"""Logged bodies of a project: listed, opened, and made unreadable for good."""

from zaffre.api.replies import common_headers, send_json
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.wire.organization import bodies


async def list_all(visit: Visit, service: Service) -> None:
    after, limit = bodies.decode_page(visit.query)
    found, has_more = await service.organization.bodies.page(visit.caller, _project(visit), after, limit)
    await _send(visit, service, bodies.encode_page(found, has_more))


async def retrieve(visit: Visit, service: Service) -> None:
    request_id = visit.path_parameter("request_id") or ""
    body, text = await service.organization.bodies.read(visit.caller, _project(visit), request_id)
    await _send(visit, service, bodies.encode(body, text))


async def destroy(visit: Visit, service: Service) -> None:
    count = await service.organization.bodies.destroy(visit.caller, _project(visit))
    await _send(visit, service, bodies.encode_destroyed(count))


def _project(visit: Visit) -> str:
    return visit.path_parameter("project_id") or ""


async def _send(visit: Visit, service: Service, body: bytes) -> None:
    await send_json(visit, 200, body, common_headers(visit, service.region))
