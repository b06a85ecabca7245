"""Moderations, as OpenAI has them."""

from zaffre.api.replies import common_headers, send_json
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.wire.body import parse
from zaffre.wire.openai import moderations


async def create(visit: Visit, service: Service) -> None:
    model = service.moderations.model
    call = moderations.decode(parse(await visit.json_body()), model)
    async with visit.until_hang_up():
        judged = await service.moderations.moderate(call, visit.origin)
    body = moderations.whole("modr-" + visit.request_id.replace("-", ""), model, judged.verdicts)
    await send_json(visit, 200, body, common_headers(visit, service.region, judged.headers))
