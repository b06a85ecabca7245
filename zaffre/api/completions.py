"""Text completions."""

from zaffre.api.replies import send_whole
from zaffre.api.streams import EventStream
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.wire.body import parse
from zaffre.wire.openai import completion_answers, completions
from zaffre.wire.openai.gather import gather


async def create(visit: Visit, service: Service) -> None:
    raw = parse(await visit.json_body())
    call = completions.decode(raw, visit.path_parameter("deployment"))
    story = service.answer(call, visit.origin, "cmpl-")
    if call.stream:
        include_usage = call.include_usage
        await EventStream(
            visit, lambda answer: completion_answers.ChunkWriter(answer.head, include_usage=include_usage)
        ).send(story)
    else:
        await send_whole(
            visit, story, lambda answer, pieces: completion_answers.whole(answer.head, gather(pieces), answer.usage)
        )
