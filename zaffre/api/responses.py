"""Responses."""

from zaffre.api import notes as annotations
from zaffre.api.replies import send_whole
from zaffre.api.streams import EventStream
from zaffre.api.visit import Visit
from zaffre.core.calls import Chat
from zaffre.core.errors import Problem
from zaffre.service.flow import Service
from zaffre.wire.body import parse
from zaffre.wire.openai import responses, responses_answers
from zaffre.wire.openai.responses import Wanted


async def create(visit: Visit, service: Service) -> None:
    call, wanted = responses.decode(parse(await visit.json_body()))
    try:
        await _answer(visit, service, call, wanted)
    except Problem as problem:
        responses.tell_in_own_words(problem)
        raise


async def _answer(visit: Visit, service: Service, call: Chat, wanted: Wanted) -> None:
    story = service.answer(call, visit.origin, "resp_")
    notes, clock = annotations.for_call(visit, service, call), service.clock
    if call.stream:
        await EventStream(
            visit, lambda answer: responses_answers.Writer(answer.head, wanted, clock, notes(answer))
        ).send(story)
    else:
        await send_whole(
            visit,
            story,
            lambda answer, pieces: responses_answers.whole(
                answer.head, wanted, pieces, answer.usage, clock, notes(answer)
            ),
        )
