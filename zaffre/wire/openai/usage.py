"""The `usage` object of each dialect's answers."""

from typing import Any

from zaffre.core.answers import Usage


def encode(usage: Usage) -> dict[str, Any]:
    return {
        "prompt_tokens": usage.prompt,
        "completion_tokens": usage.completion,
        "total_tokens": usage.total,
        "prompt_tokens_details": {"cached_tokens": usage.cached, "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": usage.reasoning,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }


def encode_prompt_only(usage: Usage) -> dict[str, Any]:
    """Embeddings have no completion to count."""
    return {"prompt_tokens": usage.prompt, "total_tokens": usage.total}


def decode(raw: dict[str, Any]) -> Usage:
    """What an upstream says it used; absent details count as zero."""
    prompt_details = raw.get("prompt_tokens_details") or {}
    completion_details = raw.get("completion_tokens_details") or {}
    return Usage(
        prompt=raw.get("prompt_tokens") or 0,
        completion=raw.get("completion_tokens") or 0,
        cached=prompt_details.get("cached_tokens") or 0,
        reasoning=completion_details.get("reasoning_tokens") or 0,
    )
