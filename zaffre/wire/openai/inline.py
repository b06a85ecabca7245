"""The `moderation` field of a chat or a response: what the call wishes beside its policy."""

from typing import Literal

from msgspec import Struct

from zaffre.core.calls import Moderation
from zaffre.wire.openai.moderation_results import check_model


class ModeBody(Struct, kw_only=True):
    mode: Literal["score", "block"]


class PolicyBody(Struct, kw_only=True):
    input: ModeBody | None = None
    output: ModeBody | None = None


class ModerationBody(Struct, kw_only=True):
    model: str
    policy: PolicyBody | None = None


def decode(body: ModerationBody | None) -> Moderation | None:
    """The wish in `body`; what it says nothing about is scored. Raises for a model that is none of ours."""
    if body is None:
        return None
    check_model(body.model)
    policy = body.policy or PolicyBody()
    modes = [one.mode if one else "score" for one in (policy.input, policy.output)]
    return Moderation(*modes)
