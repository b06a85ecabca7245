"""Moderations, as OpenAI has them."""

import asyncio

from zaffre.api.replies import common_headers, send_json
from zaffre.api.visit import Visit
from zaffre.core.calls import Judgement
from zaffre.service.flow import Service
from zaffre.wire.body import parse
from zaffre.wire.openai import moderations


async def create(visit: Visit, service: Service) -> None:
    model = service.moderations.model
    body = await visit.json_body()

    def read() -> Judgement:
        return moderations.decode(parse(body), model)

    # Decoding a picture takes milliseconds, which others would wait for; a text is read sooner than handed over.
    call = await asyncio.to_thread(read) if b"image_url" in body else read()
    async with visit.until_hang_up():
        judged = await service.moderations.moderate(call, visit.origin)
    name = "modr-" + visit.request_id.replace("-", "")
    told = moderations.whole(name, call, model, judged.verdicts, judged.seen)
    await send_json(visit, 200, told, common_headers(visit, service.region, judged.headers))
