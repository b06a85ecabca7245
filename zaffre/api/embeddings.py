"""Embeddings."""

from zaffre.api.replies import send_whole
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.wire.body import parse
from zaffre.wire.openai import embeddings


async def create(visit: Visit, service: Service) -> None:
    raw = parse(await visit.json_body())
    call, in_base64 = embeddings.decode(raw, visit.path_parameter("deployment"))
    await send_whole(
        visit,
        service.answer(call, visit.origin, "embd-"),
        lambda answer, pieces: embeddings.whole(answer.head.model, pieces, answer.usage, in_base64=in_base64),
    )
