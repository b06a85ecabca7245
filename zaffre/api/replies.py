"""Headers of every answer, and answers that are sent whole."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager

from zaffre.api.visit import JSON, Visit
from zaffre.core.answers import Piece
from zaffre.core.errors import BodyTooLarge, Problem
from zaffre.core.pictures import Drawn
from zaffre.service.flow import Answer
from zaffre.wire.openai import errors

Headers = list[tuple[bytes, bytes]]
MAX_CLIENT_ID = 128


def common_headers(visit: Visit, region: str, more: Mapping[str, str] | None = None) -> Headers:
    """What every answer says: its id, where it ran, and `more`."""
    request_id = visit.request_id.encode()
    headers = [
        (b"x-request-id", request_id),
        (b"cache-control", b"no-cache, must-revalidate"),
        (b"x-content-type-options", b"nosniff"),
    ]
    if visit.dialect.is_azure:
        client_id = visit.headers.get(b"x-ms-client-request-id", request_id)[:MAX_CLIENT_ID]
        headers += [
            (b"apim-request-id", request_id),
            (b"x-ms-client-request-id", client_id),
            (b"x-ms-region", region.encode()),
        ]
    else:
        headers += [(b"openai-version", b"2020-10-01")]
    return headers + [(name.encode(), value.encode()) for name, value in (more or {}).items()]


async def send_json(visit: Visit, status: int, body: bytes, headers: Headers) -> None:
    size = str(len(body)).encode()
    await visit.begin(status, [(b"content-type", JSON.encode()), (b"content-length", size), *headers])
    await visit.end(body)


async def send_problem(visit: Visit, region: str, problem: Problem) -> None:
    headers = common_headers(visit, region, errors.headers(problem) | dict(visit.dialect.error_headers(problem)))
    if isinstance(problem, BodyTooLarge):
        headers.append((b"connection", b"close"))
    await send_json(visit, problem.status, visit.dialect.encode_error(problem), headers)


async def send_whole(
    visit: Visit,
    story: AbstractAsyncContextManager[Answer],
    encode: Callable[[Answer, list[Piece | Drawn]], bytes],
) -> None:
    """Run the story to its end, and only then send what `encode` makes of its pieces."""
    async with visit.until_hang_up(), story as answer:
        pieces = [piece async for piece in answer.pieces]
    await send_json(visit, 200, encode(answer, pieces), common_headers(visit, answer.region, answer.headers))
