"""Content policies as callers read them, a text tried under them, and what they did over time."""

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from msgspec import Struct

from zaffre.core.calls import Judgement
from zaffre.core.errors import BadRequest
from zaffre.core.verdicts import HARMS, MODERATION_CATEGORIES, Direction, Outcome, Severity, Verdict
from zaffre.wire import content_filters, scores
from zaffre.wire.body import check_known, convert
from zaffre.wire.openai.moderations import MAX_TEXT, check_length

Voice = Literal["user", "system", "assistant", "tool", "document"]
By = Literal["day", "hour"]
SECONDS: dict[By, int] = {"day": 86_400, "hour": 3_600}
_LOOK_BACK: dict[By, int] = {"day": 30 * 86_400, "hour": 2 * 86_400}
_LATEST = 2**33


class ContentFilter(Struct, kw_only=True):
    """What is done about a category in one direction; `severity_threshold` where the category has severities."""

    name: str
    source: Direction
    enabled: bool
    blocking: bool
    severity_threshold: Severity | None = None


class BoundBlocklist(Struct, kw_only=True):
    name: str
    source: Direction
    blocking: bool


class PersonalData(Struct, kw_only=True):
    """What is done about personal data; of all kinds where `kinds` is empty."""

    source: Direction
    action: Literal["annotate", "block", "redact"]
    kinds: tuple[str, ...]


class Policy(Struct, kw_only=True):
    """`is_default` is for the one that holds where the caller asks for none."""

    object: str = "policy"
    name: str
    version: str
    id: str
    description: str
    mode: str
    fail: str
    filters: tuple[str, ...]
    content_filters: list[ContentFilter]
    blocklists: list[BoundBlocklist]
    personal_data: list[PersonalData]
    is_default: bool
    may_choose: bool


class Trial(Struct, frozen=True):
    """A text to be tried: under which policies (all where none is named), in which direction, said by whom."""

    call: Judgement
    policies: tuple[str, ...]
    direction: Direction
    voice: Voice


class TrialBody(Struct, kw_only=True):
    input: str
    policies: list[str] | None = None
    direction: Direction = "prompt"
    voice: Voice | None = None


class Seen(Struct, kw_only=True):
    """In how many calls a category was seen and let pass, and in how many it stopped something."""

    direction: str
    category: str
    annotated: int = 0
    blocked: int = 0


class Bucket(Struct, kw_only=True):
    """A stretch of time that begins at `start`, in seconds since 1970; `blocked` counts calls."""

    object: str = "bucket"
    start: int
    requests: int
    annotated: int
    blocked: int
    categories: list[Seen]


def encode(policy: Policy) -> bytes:
    return msgspec.json.encode(policy)


def encode_list(policies: list[Policy]) -> bytes:
    return msgspec.json.encode({"object": "list", "data": policies})


def encode_usage(by: By, since: int, buckets: list[Bucket]) -> bytes:
    return msgspec.json.encode({"object": "list", "by": by, "since": since, "data": buckets})


def decode_trial(raw: dict[str, Any], model: str) -> Trial:
    body = convert(raw, TrialBody)
    check_known(raw, TrialBody)
    if not body.input:
        raise BadRequest("Invalid 'input': it must not be an empty string.", param="input", code="invalid_value")
    check_length(len(body.input), MAX_TEXT)
    voice = body.voice or ("user" if body.direction == "prompt" else "assistant")
    call = Judgement(deployment=model, texts=(body.input,))
    return Trial(call, tuple(dict.fromkeys(body.policies or ())), body.direction, voice)


def encode_trial(verdicts: Sequence[Verdict]) -> bytes:
    """What each policy would do, and why."""
    return msgspec.json.encode({"object": "list", "data": [_tried(verdict) for verdict in verdicts]})


def decode_usage(since: str | None, by: str | None, now: float) -> tuple[int, By]:
    """From when on, in seconds since 1970, and in which steps; a month by days where nothing is said."""
    if by not in (None, *SECONDS):
        raise BadRequest("Invalid value for 'by': expected 'day' or 'hour'.", param="by", code="invalid_value")
    step: By = by or "day"
    if since is None:
        return int(now) - _LOOK_BACK[step], step
    if not (since.isascii() and since.isdigit() and len(since) <= 10 and int(since) < _LATEST):
        text = "Invalid value for 'since': expected whole seconds since 1970."
        raise BadRequest(text, param="since", code="invalid_value")
    return int(since), step


def _tried(verdict: Verdict) -> dict[str, Any]:
    name, _, version = verdict.policy.rpartition("@")
    return {
        "object": "policy.verdict",
        "policy": {"id": verdict.policy, "name": name, "version": version},
        "direction": verdict.direction,
        "would_block": verdict.is_blocked,
        "blocked_for": verdict.filtered,
        "outcomes": [_outcome(outcome, verdict) for outcome in verdict.outcomes],
        "scores": {name: round(verdict.scores.get(name, 0.0), 6) for name in MODERATION_CATEGORIES},
        "findings": content_filters.findings(verdict),
        "error": verdict.error,
    }


def _outcome(outcome: Outcome, verdict: Verdict) -> dict[str, Any]:
    return {
        "category": outcome.category,
        "severity": outcome.severity if outcome.category in HARMS else None,
        "detected": outcome.is_detected,
        "filtered": outcome.filtered,
        "score": round(scores.of_category(outcome.category, verdict), 6),
    }
