"""Answers in text, streamed or whole: what chats and completions have in common."""

from typing import Any, Protocol

from zaffre.api import notes as annotations
from zaffre.api.replies import send_whole
from zaffre.api.streams import EventStream, Writer
from zaffre.api.visit import Visit
from zaffre.core.answers import Piece
from zaffre.core.calls import Chat, Completion
from zaffre.service.flow import Answer, Service
from zaffre.wire.openai.gather import gather


class Codec(Protocol):
    """How one kind of answer is written: `zaffre.wire.openai`'s modules for answers."""

    ChunkWriter: Any

    def whole(self, *args: Any) -> bytes: ...


async def send(visit: Visit, service: Service, call: Chat | Completion, prefix: str, codec: Codec) -> None:
    """Run the story of `call` and send its answer; `prefix` begins the answer's id."""
    notes = annotations.for_call(visit, service, call)
    story = service.answer(call, visit.origin, prefix)

    def writer(answer: Answer) -> Writer:
        return codec.ChunkWriter(answer.head, notes(answer), include_usage=call.include_usage)

    def whole(answer: Answer, pieces: list[Piece]) -> bytes:
        return codec.whole(answer.head, gather(pieces), answer.usage, notes(answer))

    if call.stream:
        await EventStream(visit, writer).send(story)
    else:
        await send_whole(visit, story, whole)
