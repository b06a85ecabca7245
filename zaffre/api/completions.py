"""Text completions."""

from zaffre.api import answers
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.wire.body import parse
from zaffre.wire.openai import completion_answers, completions


async def create(visit: Visit, service: Service) -> None:
    call = completions.decode(parse(await visit.json_body()), visit.path_parameter("deployment"))
    await answers.send(visit, service, call, "cmpl-", completion_answers)
