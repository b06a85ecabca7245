"""Azure's asynchronous pictures: begun, polled, deleted."""

import re

from zaffre.api.replies import Headers, common_headers, send_json
from zaffre.api.visit import Visit
from zaffre.core.calls import ImageGeneration
from zaffre.core.errors import BadRequest, NotFound, Problem
from zaffre.service.flow import Service
from zaffre.wire import azure_operations
from zaffre.wire.body import parse

_ID = re.compile(r"[\w-]{1,64}", re.ASCII)
_POLL_SECONDS = "1"


async def submit(visit: Visit, service: Service) -> None:
    raw = parse(await visit.json_body())
    await _begin(visit, service, azure_operations.decode_submission(raw, _deployment(service)))


async def submit_caption(visit: Visit, service: Service) -> None:
    raw = parse(await visit.json_body())
    try:
        await _begin(visit, service, azure_operations.decode_caption(raw, _deployment(service)))
    except Problem as problem:
        azure_operations.name_as_asked(problem)
        raise


async def retrieve(visit: Visit, service: Service) -> None:
    operation = await service.image_operations.one(visit.caller, visit.path_parameter("operation") or "")
    body = azure_operations.encode(operation, _version(visit), visit.base)
    await send_json(visit, 200, body, _headers(visit, service, {} if operation.is_over else _AGAIN))


async def remove(visit: Visit, service: Service) -> None:
    operation = await service.image_operations.remove(visit.caller, visit.path_parameter("operation") or "")
    for outcome in operation.outcomes:
        try:
            await service.kept.pictures.remove(visit.caller, outcome.picture or "")
        except NotFound:
            continue
    await visit.begin(204, _headers(visit, service, {}))
    await visit.end()


_AGAIN = {"retry-after": _POLL_SECONDS}


async def _begin(visit: Visit, service: Service, call: ImageGeneration) -> None:
    wanted = visit.header(b"operation-id") or visit.request_id
    if not _ID.fullmatch(wanted):
        text = "Invalid 'Operation-Id': it has at most 64 letters, digits, '-' and '_', such as a UUID."
        raise BadRequest(text, param="Operation-Id")
    operation = await service.image_operations.begin(
        call, visit.origin, wanted, service.answer, azure_operations.failure
    )
    place = visit.base + azure_operations.path(operation, _version(visit))
    headers = _headers(visit, service, {"operation-location": place} | _AGAIN)
    await send_json(visit, 202, azure_operations.encode_begun(operation, _version(visit)), headers)


def _headers(visit: Visit, service: Service, more: dict[str, str]) -> Headers:
    return common_headers(visit, service.region, {"x-ms-request-id": visit.request_id} | more)


def _version(visit: Visit) -> str:
    return visit.query("api-version") or ""


def _deployment(service: Service) -> str:
    return service.drawings.place("image_generation", None)[0]
