"""The list of deployments, and one of them."""

from zaffre.api.replies import common_headers, send_json
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.wire.openai import models


async def list_all(visit: Visit, service: Service) -> None:
    body = models.encode_list(service.models(visit.caller))
    await send_json(visit, 200, body, common_headers(visit, service.region))


async def retrieve(visit: Visit, service: Service) -> None:
    body = models.encode(service.model(visit.path_parameter("model") or "", visit.caller))
    await send_json(visit, 200, body, common_headers(visit, service.region))
