"""Log probabilities: a list of tokens in chat, four parallel lists in completions."""

from typing import Any

import msgspec

from zaffre.core.answers import Alternative, Logprob


def encode_chat(logprobs: tuple[Logprob, ...]) -> dict[str, Any]:
    content = [_token(item) | {"top_logprobs": [_token(other) for other in item.top]} for item in logprobs]
    return {"content": content, "refusal": None}


def decode_chat(raw: dict[str, Any] | None) -> tuple[Logprob, ...]:
    """The tokens of a chat choice's `logprobs`, or none."""
    if not raw or not raw.get("content"):
        return ()
    tokens = msgspec.convert(raw["content"], list[_Token])
    return tuple(
        Logprob(
            item.token,
            item.logprob,
            item.bytes,
            tuple(Alternative(top.token, top.logprob, top.bytes) for top in item.top_logprobs),
        )
        for item in tokens
    )


def encode_completion(logprobs: tuple[Logprob, ...], offset: int) -> dict[str, Any]:
    """`offset` is where the first token starts in the choice's text, in characters."""
    offsets = []
    for item in logprobs:
        offsets.append(offset)
        offset += len(item.token)
    return {
        "tokens": [item.token for item in logprobs],
        "token_logprobs": [item.logprob for item in logprobs],
        "top_logprobs": [{top.token: top.logprob for top in item.top} for item in logprobs],
        "text_offset": offsets,
    }


def decode_completion(raw: dict[str, Any] | None) -> tuple[Logprob, ...]:
    """The tokens of a completion choice's `logprobs`, or none."""
    if not raw or not raw.get("tokens"):
        return ()
    tops = raw.get("top_logprobs") or [{}] * len(raw["tokens"])
    return tuple(
        Logprob(token, logprob or 0.0, None, tuple(Alternative(*pair) for pair in (top or {}).items()))
        for token, logprob, top in zip(raw["tokens"], raw["token_logprobs"], tops, strict=True)
    )


class _Token(msgspec.Struct):
    token: str
    logprob: float
    bytes: tuple[int, ...] | None = None
    top_logprobs: tuple["_Token", ...] = ()


def _token(item: Logprob | Alternative) -> dict[str, Any]:
    octets = item.bytes if item.bytes is not None else tuple(item.token.encode())
    return {"token": item.token, "logprob": item.logprob, "bytes": list(octets)}
