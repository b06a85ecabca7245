"""Azure AI Content Safety's dialect: its versions, and how it says that something is wrong."""

import msgspec

from zaffre.core.errors import Forbidden, MethodNotAllowed, NotFound, Problem, Unauthorized, Unavailable
from zaffre.wire.azure import NOT_A_KEY

VERSIONS = frozenset({"2023-10-01", "2024-02-15-preview", "2024-09-01", "2024-09-15-preview"})
NEWEST = "2024-09-01"

_CODES = {400: "InvalidRequestBody", 413: "InvalidRequestBody", 415: "InvalidRequestBody", 429: "TooManyRequests"}
_OWN_CODES = frozenset({"ResourceNotFound", "InvalidResourceName", "NotAvailable"})


def check_version(version: str | None) -> None:
    """Raise `NotFound` for an `api-version` (None where absent) that is not one of Content Safety's."""
    if version not in VERSIONS:
        given = "is missing" if version is None else f"{version[:40]!r} is not known"
        raise NotFound(f"The 'api-version' query parameter {given}; the newest is {NEWEST}.", param="api-version")


def encode(problem: Problem) -> bytes:
    """Azure's data-plane error; `innererror` has our own finer code."""
    code, message, details = _code(problem), problem.message, []
    if isinstance(problem, Unauthorized):
        message = NOT_A_KEY
    elif code == "404":
        details = [{"code": "NotFound", "message": message, "target": problem.param, "details": []}]
        message = "Resource not found"
    error = {"code": code, "message": message, "target": problem.param, "details": details}
    inner = {"code": problem.code} if problem.code else None
    return msgspec.json.encode(
        {"error": {name: value for name, value in (*error.items(), ("innererror", inner)) if value is not None}}
    )


def _code(problem: Problem) -> str:
    if problem.code in _OWN_CODES:
        return problem.code
    match problem:
        case Unauthorized():
            return "401"
        case Forbidden():
            return "Forbidden"
        case MethodNotAllowed():
            return "MethodNotAllowed"
        case NotFound():
            return "404"
        case Unavailable():
            return "ServerBusy"
    return _CODES.get(problem.status, "InternalError")
