"""A problem as OpenAI's clients read it, and an upstream's error as a problem."""

from typing import Any

import msgspec

from zaffre.core.errors import BadRequest, BodyTooLarge, EngineFailed, NotJson, Problem, RateLimited, Unavailable
from zaffre.core.filtered import ContentFiltered, FilteredElsewhere
from zaffre.wire import content_filters

_RELAYED = ("innererror", "inner_error", "content_filters", "status")
"""What Azure says of a prompt that its own filter blocked."""


FILTERED = frozenset({FilteredElsewhere.code, "content_policy_violation", "moderation_blocked", "contentFilter"})
"""What upstreams say of what they don't let pass, in words and in pictures."""


def encode(problem: Problem) -> bytes:
    """The body of an error, and the data of an error event in a stream."""
    return msgspec.json.encode({"error": fields(problem)})


def fields(problem: Problem) -> dict[str, Any]:
    told = {"message": problem.message, "type": problem.type, "param": problem.param, "code": problem.code}
    if isinstance(problem, ContentFiltered):
        told |= {"policy": problem.blocked.policy, "findings": content_filters.findings(problem.blocked)}
    return told


def headers(problem: Problem) -> dict[str, str]:
    """When to come back, for clients that obey."""
    told: dict[str, str] = {}
    if problem.can_retry is not None:
        told["x-should-retry"] = "true" if problem.can_retry else "false"
    after = getattr(problem, "after", None)
    if after is not None:
        told["retry-after-ms"] = str(max(1, round(after * 1000)))
        told["retry-after"] = str(max(1, -int(-after // 1)))
    return told | dict(problem.told) if isinstance(problem, RateLimited) else told


def read(status: int, body: bytes, after: float | None = None) -> Problem:
    """What an upstream's refusal means for our caller.

    A request that the upstream calls bad is the caller's to mend. A key that it
    refuses, a model it does not have, or a limit is between us and the upstream, so
    the caller sees a failure; `after` is how many seconds the upstream wants to rest.
    """
    error = _error(body)
    text = str(error.get("message") or "no reason given")[:2000]
    param, code = error.get("param"), error.get("code")
    if status == 400 and code in FILTERED:
        return FilteredElsewhere(text, _text(param), {name: error[name] for name in _RELAYED if name in error})
    if status in (400, 422):
        return BadRequest(text, param=_text(param), code=_text(code))
    if status == 413:
        return BodyTooLarge(text)
    if status == 415:
        return NotJson(text)
    if status in (401, 403):
        return EngineFailed("The backend refused this service's own key. Please tell an operator.")
    if status == 404:
        return EngineFailed(f"The backend does not have this deployment's model: {text} Please tell an operator.")
    if status in (429, 503, 529):
        busy = Unavailable(f"The backend is busy: {text}")
        busy.after = after
        return busy
    return EngineFailed(f"The backend failed with status {status}: {text}")


def read_event(data: bytes) -> Problem:
    """What an error inside an upstream's stream means, which has no status: a failure, unless its filter spoke."""
    return read(400 if _error(data).get("code") in FILTERED else 500, data)


def _error(body: bytes) -> dict[str, Any]:
    try:
        raw = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return {}
    error = raw.get("error") if isinstance(raw, dict) else None
    return error if isinstance(error, dict) else {"message": error} if isinstance(error, str) else {}


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
