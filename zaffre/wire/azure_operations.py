"""Azure's asynchronous operations, as the clients of DALL-E 2's previews ask for them and poll them."""

from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct

from zaffre.core.calls import ImageGeneration
from zaffre.core.errors import BadRequest, BudgetSpent, Conflict, NotFound, Problem, RateLimited, Unauthorized
from zaffre.core.filtered import ContentFiltered, FilteredElsewhere
from zaffre.core.operations import ImageOperation, Outcome
from zaffre.wire import azure, azure_images
from zaffre.wire.body import check_known, convert
from zaffre.wire.openai import images

TASK_BLOCKED = "Your task failed as a result of our safety system."

DALLE = "2022-08-03-preview"
GENERATE = "2023-04-15-preview"
SUBMIT = frozenset(
    {
        "2023-06-01-preview",
        "2023-07-01-preview",
        "2023-08-01-preview",
        "2023-09-01-preview",
        "2023-10-01-preview",
        "2023-12-01-preview",
    }
)
_VERSIONS = {
    "dalle": frozenset({DALLE}),
    "dalle_operation": frozenset({DALLE}),
    "image_generate": frozenset({GENERATE}),
    "image_submit": SUBMIT,
    "image_operation": SUBMIT | {GENERATE},
}
"""The `api-version`s of each family of paths."""


def check_version(version: str | None, operation: str | None) -> None:
    """Raise `NotFound` for an `api-version` that a path of the operations does not have."""
    known = _VERSIONS[operation or ""]
    if version not in known:
        given = "is missing" if version is None else f"{version[:40]!r} is not one of this path's"
        raise NotFound(f"the 'api-version' query parameter {given}; it has {max(known)}", param="api-version")


class Caption(Struct, kw_only=True):
    """What the first preview was asked."""

    caption: images.Prompt
    resolution: str | None = None


class Submission(Struct, kw_only=True):
    """What the later previews were asked."""

    prompt: images.Prompt
    n: int | None = None
    size: str | None = None
    user: str | None = None
    response_format: str | None = None


def decode_caption(raw: dict[str, Any], deployment: str) -> ImageGeneration:
    check_known(raw, Caption)
    asked = convert(raw, Caption)
    return _call({"prompt": asked.caption, "size": asked.resolution}, deployment)


def name_as_asked(problem: Problem) -> None:
    """The first preview has its own names for what is wrong."""
    if problem.code != "unknown_parameter":
        problem.param = {"prompt": "caption", "size": "resolution"}.get(problem.param or "", problem.param)


def decode_submission(raw: dict[str, Any], deployment: str) -> ImageGeneration:
    check_known(raw, Submission)
    asked = convert(raw, Submission)
    return _call({"prompt": asked.prompt, "n": asked.n, "size": asked.size, "user": asked.user}, deployment)


def path(operation: ImageOperation, version: str) -> str:
    """Where it can be polled."""
    room = "/dalle/text-to-image/operations" if version == DALLE else "/openai/operations/images"
    return f"{room}/{operation.id}?api-version={version}"


def failure(problem: Problem) -> tuple[str, str]:
    """Why an operation failed: a code and a message."""
    if isinstance(problem, ContentFiltered) and problem.blocked.direction == "completion":
        return azure_images.FILTERED, azure_images.PICTURE_BLOCKED
    if isinstance(problem, (ContentFiltered, FilteredElsewhere)):
        return azure_images.FILTERED, TASK_BLOCKED
    return code_of(problem), problem.message


def code_of(problem: Problem) -> str:
    match problem:
        case Unauthorized():
            return "unauthorized"
        case RateLimited() | BudgetSpent():
            return "tooManyRequests"
        case NotFound():
            return "notFound"
        case Conflict():
            return "operationNotInTerminalState"
        case BadRequest():
            return "badRequest"
        case _:
            return "internal"


def encode_error(problem: Problem) -> bytes:
    """An error's body; what Azure's gateway answers itself is told in its words."""
    if isinstance(problem, Unauthorized) or problem.param == "api-version":
        return azure.encode(problem)
    told = {"code": code_of(problem), "message": problem.message, "param": problem.param, "type": problem.type}
    return msgspec.json.encode({"error": told})


def error_headers(problem: Problem) -> dict[str, str]:
    return {"x-ms-error-code": code_of(problem)}


def encode_begun(operation: ImageOperation, version: str) -> bytes:
    """The answer to a request that begins an operation."""
    told: dict[str, Any] = {"id": operation.id, "status": _status(operation, version)}
    return msgspec.json.encode(told | ({"created": 0} if version in SUBMIT else {}))


def encode(operation: ImageOperation, version: str, base: str) -> bytes:
    """An operation as it is now; `base` makes its pictures' paths addresses."""
    told: dict[str, Any] = {"id": operation.id, "status": _status(operation, version)}
    if operation.code is not None:
        told["error"] = {"code": operation.code, "message": operation.message}
    if version == DALLE:
        return msgspec.json.encode(told | _caption_result(operation, base))
    told |= {"created": operation.created, "expires": operation.expires}
    if version == GENERATE:
        told["last_action"] = operation.changed
    if operation.status == "succeeded":
        data = [_outcome(outcome, base) for outcome in operation.outcomes]
        told["result"] = {"created": operation.changed, "data": data}
    return msgspec.json.encode(told)


def _call(raw: dict[str, Any], deployment: str) -> ImageGeneration:
    return images.to_generation(images.generation(raw), raw, deployment)


def _status(operation: ImageOperation, version: str) -> str:
    if version == DALLE:
        return {"waiting": "NotStarted"}.get(operation.status, operation.status.capitalize())
    waiting = "notRunning" if version in SUBMIT else "notStarted"
    return waiting if operation.status == "waiting" else operation.status


def _caption_result(operation: ImageOperation, base: str) -> dict[str, Any]:
    if operation.status != "succeeded":
        return {}
    (outcome, *_) = operation.outcomes
    return {
        "result": {
            "caption": operation.prompt,
            "contentUrl": _url(outcome, base),
            "contentUrlExpiresAt": _moment(operation.expires),
            "createdDateTime": _moment(operation.created),
        }
    }


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


def _url(outcome: Outcome, base: str) -> str:
    return base + (outcome.address or "")


def _outcome(outcome: Outcome, base: str) -> dict[str, Any]:
    if outcome.is_stopped:
        return {"error": {"code": azure_images.FILTERED, "message": azure_images.PICTURE_BLOCKED}}
    return {"url": _url(outcome, base)}
