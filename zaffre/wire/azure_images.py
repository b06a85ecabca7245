"""Pictures as Azure tells of them: what was filtered, and the operations of DALL-E 2's old clients."""

from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct

from zaffre.core.answers import Stage
from zaffre.core.calls import ImageGeneration
from zaffre.core.errors import BadRequest, ContentFiltered, NotFound
from zaffre.core.operations import ImageOperation, Outcome
from zaffre.core.pictures import Drawn
from zaffre.core.verdicts import Verdict
from zaffre.wire import content_filters
from zaffre.wire.body import check_known, convert
from zaffre.wire.openai import images
from zaffre.wire.openai.images_answers import Notes

_PROMPT_BLOCKED = (
    "Your request was rejected as a result of our safety system. "
    "Your prompt may contain text that is not allowed by our safety system."
)
_PICTURE_BLOCKED = "Generated image was filtered as a result of our safety system."
TASK_BLOCKED = "Your task failed as a result of our safety system."
FILTERED = "contentFilter"

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
    "image_generate": frozenset({GENERATE}),
    "image_submit": SUBMIT,
    "image_operation": SUBMIT | {GENERATE},
}
"""The `api-version`s of each family of paths."""


class Annotations(Notes, frozen=True):
    """`prompt` is what was said of the call's prompt, where that is told."""

    prompt: Verdict | None = None

    def of(self, picture: Drawn) -> dict[str, Any]:
        if self.prompt is None:
            return {}
        said = {} if picture.verdict is None else content_filters.results(picture.verdict)
        return {"content_filter_results": said, "prompt_filter_results": content_filters.results(self.prompt)}

    def stopped(self, stage: Stage) -> dict[str, Any] | None:
        told: dict[str, Any] = {"error": {"code": FILTERED, "message": _PICTURE_BLOCKED}}
        if self.prompt is not None and stage.verdict is not None:
            told["content_filter_results"] = content_filters.results(stage.verdict)
            told["prompt_filter_results"] = content_filters.results(self.prompt)
        return told


def blocked(problem: ContentFiltered) -> dict[str, Any]:
    """An error's fields: Azure's own words, which clients look for; ours, which explain, stand in `details`."""
    is_prompt = problem.blocked.direction == "prompt"
    return {
        "message": _PROMPT_BLOCKED if is_prompt else _PICTURE_BLOCKED,
        "details": problem.message,
        "inner_error": {
            "code": "ResponsibleAIPolicyViolation",
            "content_filter_results": content_filters.results(problem.blocked),
        },
    }


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
    n: int | None = None


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
    try:
        return _call({"prompt": asked.caption, "n": asked.n, "size": asked.resolution}, deployment)
    except BadRequest as problem:
        problem.param = {"prompt": "caption", "size": "resolution"}.get(problem.param or "", problem.param)
        raise


def decode_submission(raw: dict[str, Any], deployment: str) -> ImageGeneration:
    check_known(raw, Submission)
    asked = convert(raw, Submission)
    return _call({"prompt": asked.prompt, "n": asked.n, "size": asked.size, "user": asked.user}, deployment)


def encode_begun(operation: ImageOperation, version: str) -> bytes:
    """The answer to a request that begins an operation."""
    told: dict[str, Any] = {"id": operation.id, "status": _status(operation, version)}
    return msgspec.json.encode(told | ({"created": 0} if version in SUBMIT else {}))


def encode(operation: ImageOperation, version: str) -> bytes:
    """An operation as it is now."""
    told: dict[str, Any] = {"id": operation.id, "status": _status(operation, version)}
    if operation.code is not None:
        told["error"] = {"code": operation.code, "message": operation.message}
    if version == DALLE:
        return msgspec.json.encode(told | _caption_result(operation))
    told |= {"created": operation.created, "expires": operation.expires}
    if version == GENERATE:
        told["last_action"] = operation.changed
    if operation.status == "succeeded":
        data = [_outcome(outcome) for outcome in operation.outcomes]
        told["result"] = {"created": operation.changed, "data": data}
    return msgspec.json.encode(told)


def _call(raw: dict[str, Any], deployment: str) -> ImageGeneration:
    return images.to_generation(images.generation(raw), raw, deployment)


def _status(operation: ImageOperation, version: str) -> str:
    if version == DALLE:
        return {"waiting": "NotStarted"}.get(operation.status, operation.status.capitalize())
    waiting = "notRunning" if version in SUBMIT else "notStarted"
    return waiting if operation.status == "waiting" else operation.status


def _caption_result(operation: ImageOperation) -> dict[str, Any]:
    if operation.status != "succeeded":
        return {}
    (outcome, *_) = operation.outcomes
    return {
        "result": {
            "caption": operation.prompt,
            "contentUrl": outcome.url,
            "contentUrlExpiresAt": _moment(operation.expires),
            "createdDateTime": _moment(operation.created),
        }
    }


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


def _outcome(outcome: Outcome) -> dict[str, Any]:
    if outcome.is_stopped:
        return {"error": {"code": FILTERED, "message": _PICTURE_BLOCKED}}
    return {"url": outcome.url}
