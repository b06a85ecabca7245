"""Pictures: made from words, changed, and varied."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from zaffre.api import forms
from zaffre.api import notes as annotations
from zaffre.api.replies import send_whole
from zaffre.api.streams import EventStream
from zaffre.api.visit import Visit
from zaffre.core.answers import Piece
from zaffre.core.calls import Drawing
from zaffre.core.errors import Problem
from zaffre.core.pictures import Drawn
from zaffre.service.flow import Answer, Service
from zaffre.wire.azure_images import Annotations
from zaffre.wire.body import parse
from zaffre.wire.openai import images, images_answers, images_events, images_forms
from zaffre.wire.openai.images import ImageBody
from zaffre.wire.openai.images_answers import Notes

_PREFIX = "img_"


async def generate(visit: Visit, service: Service) -> None:
    raw = parse(await visit.json_body())
    body = images.generation(raw)
    deployment, _ = service.drawings.place("image_generation", visit.path_parameter("deployment") or body.model)
    await _send(visit, service, images.to_generation(body, raw, deployment), body)


async def edit(visit: Visit, service: Service) -> None:
    if forms.is_form(visit):
        body, sent = images_forms.edit_of_form(await forms.read(visit))
    else:
        body, sent = images_forms.edit_of_json(parse(await visit.json_body(visit.max_upload)))
    deployment, intake = service.drawings.place("image_edit", visit.path_parameter("deployment") or body.model)
    pictures, mask = await asyncio.to_thread(images_forms.read, sent, intake)
    await _send(visit, service, images.to_edit(body, pictures, mask, deployment), body)


async def vary(visit: Visit, service: Service) -> None:
    body, sent = images_forms.variation_of_form(await forms.read(visit))
    deployment, intake = service.drawings.place("image_variation", visit.path_parameter("deployment") or body.model)
    (picture,), _ = await asyncio.to_thread(images_forms.read, sent, intake)
    await _send(visit, service, images.to_variation(body, picture, deployment), body)


async def _send(visit: Visit, service: Service, call: Drawing, body: ImageBody) -> None:
    wanted = images.wanted(body, visit.base)
    notes = _notes(visit, service, call)
    story = _in_own_words(service.answer(call, visit.origin, _PREFIX))

    def writer(answer: Answer) -> images_events.Writer:
        return images_events.Writer(call, wanted, lambda: answer.usage, service.clock, notes(answer))

    def whole(answer: Answer, pieces: list[Piece | Drawn]) -> bytes:
        return images_answers.whole(answer.head.created, pieces, answer.usage, wanted, notes(answer))

    if call.stream:
        await EventStream(visit, writer).send(story)
    else:
        await send_whole(visit, story, whole)


@asynccontextmanager
async def _in_own_words(story: AbstractAsyncContextManager[Answer]) -> AsyncIterator[Answer]:
    """What is blocked is told in the image API's words, before the first event and after it."""
    try:
        async with story as answer:
            yield answer
    except Problem as problem:
        images_answers.tell_in_own_words(problem)
        raise


def _notes(visit: Visit, service: Service, call: Drawing) -> Callable[[Answer], Notes]:
    told = annotations.for_call(visit, service, call)

    def notes(answer: Answer) -> Notes:
        found = told(answer)
        if not (found.annotates or visit.dialect.is_azure):
            return Notes()
        return Annotations(prompt=found.prompt[0] if found.annotates else None)

    return notes
