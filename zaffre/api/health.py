"""Whether the process lives, and whether it can serve."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response


async def live(request: Request) -> Response:
    return JSONResponse({"status": "live"})


def ready(unready: Callable[[], list[str]]) -> Callable[[Request], object]:
    """A handler that is content while `unready` names nothing."""

    async def answer(request: Request) -> Response:
        waiting = unready()
        if waiting:
            return JSONResponse({"status": "starting", "waiting_for": waiting}, status_code=503)
        return JSONResponse({"status": "ready"})

    return answer
