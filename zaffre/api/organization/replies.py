"""How handlers of administration read and answer."""

from typing import Any

from zaffre.api.replies import common_headers, send_json
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.wire.body import parse


async def send(visit: Visit, service: Service, body: bytes, status: int = 200) -> None:
    await send_json(visit, status, body, common_headers(visit, service.region))


async def read(visit: Visit) -> dict[str, Any]:
    """The body; none at all is one without fields."""
    body = await visit.json_body()
    return parse(body) if body else {}


def path(visit: Visit, name: str) -> str:
    return visit.path_parameter(name) or ""
