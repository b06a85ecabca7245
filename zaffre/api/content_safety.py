"""Texts and pictures judged as Azure AI Content Safety does it."""

import asyncio

from zaffre.api.replies import common_headers, send_json
from zaffre.api.visit import Visit
from zaffre.core.errors import BadRequest
from zaffre.service.flow import Service
from zaffre.wire import content_safety, content_safety_images
from zaffre.wire.body import parse


async def analyze(visit: Visit, service: Service) -> None:
    asked = content_safety.decode_analysis(parse(await visit.json_body()), service.moderations.model)
    async with visit.until_hang_up():
        judged = await service.moderations.analyze(asked.call, asked.blocklists, visit.origin, halts=asked.halts)
    body = content_safety.encode_analysis(asked, judged.verdicts, judged.matches)
    await send_json(visit, 200, body, common_headers(visit, service.region, judged.headers))


async def shield(visit: Visit, service: Service) -> None:
    asked = content_safety.decode_shielding(parse(await visit.json_body()), service.moderations.model)
    async with visit.until_hang_up():
        judged = await service.moderations.shield(asked.call, asked.voices, visit.origin)
    body = content_safety.encode_shielding(asked, judged.verdicts)
    await send_json(visit, 200, body, common_headers(visit, service.region, judged.headers))


async def analyze_image(visit: Visit, service: Service) -> None:
    body = await visit.json_body()
    # Decoding takes milliseconds, which others would wait for.
    asked = await asyncio.to_thread(lambda: content_safety_images.decode(parse(body), service.moderations.model))
    async with visit.until_hang_up():
        judged = await service.moderations.moderate(asked.call, visit.origin)
    (verdict,) = judged.verdicts
    told = content_safety_images.encode(asked, verdict)
    await send_json(visit, 200, told, common_headers(visit, service.region, judged.headers))


async def not_available(visit: Visit, service: Service) -> None:
    # An answer that found nothing would be taken for a clean one.
    raise BadRequest("Nothing here can detect this, so nothing is judged.", code="NotAvailable")
