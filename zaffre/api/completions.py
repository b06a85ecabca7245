"""Text completions."""

from zaffre.api import notes as annotations
from zaffre.api.replies import send_whole
from zaffre.api.streams import EventStream
from zaffre.api.visit import Visit
from zaffre.core.answers import Piece
from zaffre.service.flow import Answer, Service
from zaffre.wire.body import parse
from zaffre.wire.openai import completion_answers, completions
from zaffre.wire.openai.gather import gather


async def create(visit: Visit, service: Service) -> None:
    raw = parse(await visit.json_body())
    call = completions.decode(raw, visit.path_parameter("deployment"))
    notes = annotations.for_call(visit, service, call)
    story = service.answer(call, visit.origin, "cmpl-")

    def writer(answer: Answer) -> completion_answers.ChunkWriter:
        return completion_answers.ChunkWriter(answer.head, notes(answer), include_usage=call.include_usage)

    def whole(answer: Answer, pieces: list[Piece]) -> bytes:
        return completion_answers.whole(answer.head, gather(pieces), answer.usage, notes(answer))

    if call.stream:
        await EventStream(visit, writer).send(story)
    else:
        await send_whole(visit, story, whole)
