"""Chat completions."""

from zaffre.api import answers
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.wire.body import parse
from zaffre.wire.openai import chat, chat_answers


async def create(visit: Visit, service: Service) -> None:
    call = chat.decode(parse(await visit.json_body()), visit.path_parameter("deployment"))
    await answers.send(visit, service, call, "chatcmpl-", chat_answers)
