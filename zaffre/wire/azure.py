"""What Azure says differently: versions, the words of its gateway, and their headers."""

from typing import Any

import msgspec

from zaffre.core.errors import (
    BudgetSpent,
    DeploymentNotFound,
    MethodNotAllowed,
    NotFound,
    OperationNotSupported,
    Problem,
    RateLimited,
    Unauthorized,
)
from zaffre.core.filtered import ContentFiltered, FilteredElsewhere
from zaffre.wire import azure_images, azure_limits, content_filters
from zaffre.wire.openai import errors as openai

VERSIONS = frozenset(
    {
        "2022-12-01",
        "2023-03-15-preview",
        "2023-05-15",
        "2023-06-01-preview",
        "2023-07-01-preview",
        "2023-08-01-preview",
        "2023-09-01-preview",
        "2023-10-01-preview",
        "2023-12-01-preview",
        "2024-02-01",
        "2024-02-15-preview",
        "2024-03-01-preview",
        "2024-04-01-preview",
        "2024-05-01-preview",
        "2024-06-01",
        "2024-07-01-preview",
        "2024-08-01-preview",
        "2024-09-01-preview",
        "2024-10-01-preview",
        "2024-10-21",
        "2024-12-01-preview",
        "2025-01-01-preview",
        "2025-02-01-preview",
        "2025-03-01-preview",
        "2025-04-01-preview",
        "2025-10-01-preview",
    }
)
V1_VERSIONS = frozenset({"v1", "preview", "latest"})
_CHAT_SINCE = "2023-03-15-preview"
_IMAGES_SINCE = "2023-12-01-preview"
_IMAGES = frozenset({"image_generation", "image_edit", "image_variation"})
_ANNOTATED_SINCE = "2023-06-01"

NOT_A_KEY = (
    "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key "
    "for an active subscription and use a correct regional API endpoint for your resource."
)
_NO_DEPLOYMENT = (
    "The API deployment for this resource does not exist. If you created the deployment within "
    "the last 5 minutes, please wait a moment and try again."
)
_BLOCKED = (
    "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. "
    "Please modify your prompt and retry. To learn more about our content filtering policies please read our "
    "documentation: https://go.microsoft.com/fwlink/?linkid=2198766"
)
_WORDS = {"chat": "chatCompletion", "completion": "completion", "embedding": "embeddings"}


def annotates(version: str | None) -> bool:
    """Whether answers of an `api-version` carry annotations: those of 2023-06-01 and later, and of v1."""
    return version is None or version in V1_VERSIONS or version[:10] >= _ANNOTATED_SINCE


def check_version(version: str | None, operation: str | None) -> None:
    """Raise `NotFound` for a classic path whose `api-version` is missing, unknown or too old for it."""
    if version not in VERSIONS:
        given = "is missing" if version is None else f"{version[:40]!r} is not known"
        raise NotFound(f"the 'api-version' query parameter {given}; the newest is 2024-10-21", param="api-version")
    if operation == "chat" and version < _CHAT_SINCE:
        raise NotFound(f"api-version {version} has no chat completions; use 2024-10-21", param="api-version")
    if operation in _IMAGES and version < _IMAGES_SINCE:
        raise NotFound(f"api-version {version} has no such path for pictures; use 2024-10-21", param="api-version")


def check_v1_version(version: str | None) -> None:
    """Raise `NotFound` for a v1 path with an `api-version` other than v1's own."""
    if version is not None and version not in V1_VERSIONS | VERSIONS:
        raise NotFound(f"api-version {version[:40]!r} is not known; leave it out, or use 'v1'", param="api-version")


def encode(problem: Problem) -> bytes:
    """An error's body: the gateway's own words where Azure's gateway would answer, else OpenAI's."""
    told = openai.fields(problem)
    match problem:
        case Unauthorized():
            told |= {"code": "401", "message": NOT_A_KEY}
        case DeploymentNotFound():
            told |= {"code": "DeploymentNotFound", "message": _NO_DEPLOYMENT}
        case NotFound() if not isinstance(problem, MethodNotAllowed):
            # Clients compare the message, so what was wrong goes into a field of its own.
            told |= {"code": "404", "message": "Resource not found", "details": problem.message}
        case ContentFiltered():
            told |= _filtered(problem)
        case FilteredElsewhere():
            told |= problem.told
        case RateLimited():
            told |= azure_limits.refused(problem)
        case BudgetSpent():
            told |= {"code": "429"}
        case OperationNotSupported():
            for ours, azures in _WORDS.items():
                told["message"] = told["message"].replace(f"The {ours} operation", f"The {azures} operation")
    return msgspec.json.encode({"error": told})


def _filtered(problem: ContentFiltered) -> dict[str, Any]:
    """Azure's own words, which clients look for; ours, which explain, stand in `details`."""
    if problem.is_of_images:
        return azure_images.blocked(problem)
    told: dict[str, Any] = {"message": _BLOCKED, "status": problem.status, "details": problem.message}
    if problem.is_of_responses:
        filters = [content_filters.of_response(verdict, 0) for verdict in problem.verdicts]
        return told | {"content_filters": filters}
    results = content_filters.results(problem.blocked)
    inner = {"code": "ResponsibleAIPolicyViolation"}
    # Backends of Azure's say it in either way, and clients read one or the other.
    return told | {
        "type": None,
        "innererror": inner | {"content_filter_result": results},
        "inner_error": inner | {"content_filter_results": results},
    }
