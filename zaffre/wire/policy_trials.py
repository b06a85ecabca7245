"""A text that is tried under policies, and what each would do with it."""

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from msgspec import Struct

from zaffre.core.calls import Judgement
from zaffre.core.errors import BadRequest
from zaffre.core.verdicts import HARMS, MODERATION_CATEGORIES, Direction, Outcome, Verdict
from zaffre.wire import content_filters, scores
from zaffre.wire.body import check_known, convert
from zaffre.wire.openai.moderations import MAX_TEXT, check_length

Voice = Literal["user", "system", "assistant", "tool", "document"]


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


def decode(raw: dict[str, Any], model: str) -> Trial:
    body = convert(raw, TrialBody)
    check_known(raw, TrialBody)
    if not body.input:
        raise BadRequest("Invalid 'input': it must not be an empty string.", param="input", code="invalid_value")
    check_length(len(body.input), MAX_TEXT)
    voice = body.voice or ("user" if body.direction == "prompt" else "assistant")
    call = Judgement(deployment=model, texts=(body.input,))
    return Trial(call, tuple(dict.fromkeys(body.policies or ())), body.direction, voice)


def encode(verdicts: Sequence[Verdict]) -> bytes:
    """What each policy would do, and why."""
    return msgspec.json.encode({"object": "list", "data": [_tried(verdict) for verdict in verdicts]})


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
