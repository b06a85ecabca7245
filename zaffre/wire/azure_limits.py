"""Azure's words for a limit that is reached, as they were captured; ours, which name it, stand in `details`."""

from collections.abc import Mapping
from typing import Any

from zaffre.core.errors import Problem, RateLimited

_OPERATIONS = {
    "chat": "ChatCompletions_Create",
    "completion": "Completions_Create",
    "embedding": "Embeddings_Create",
    "image_generation": "ImageGenerations_Create",
    "image_edit": "ImageEdits_Create",
    "responses": "Responses_Create",
}
_KINDS = {"requests": "call rate limit", "tokens": "token rate limit", "images": "image rate limit"}
_MORE = "https://aka.ms/oai/quotaincrease"


def refused(problem: RateLimited) -> dict[str, Any]:
    """The fields that differ from OpenAI's. Where waiting won't help, Azure's "retry after 86400 seconds" would lie."""
    if problem.after is None:
        return {"code": "429"}
    operation, version = problem.place
    name, kind = _OPERATIONS.get(operation, operation), _KINDS.get(problem.type, "call rate limit")
    # Clients look for the number of seconds in this sentence.
    message = (
        f"Requests to the {name} Operation under Azure OpenAI API version {version or 'v1'} have exceeded {kind} of "
        f"your current OpenAI S0 pricing tier. Please retry after {max(1, -int(-problem.after // 1))} seconds. "
        f"Please go here: {_MORE} if you would like to further increase the default rate limit."
    )
    return {"code": "429", "message": message, "details": problem.message}


def headers(problem: Problem) -> Mapping[str, str]:
    """What Azure's gateway says beside."""
    if isinstance(problem, RateLimited) and problem.type == "tokens":
        return {"policy-id": "DeploymentRatelimit-Token"}
    return {}
