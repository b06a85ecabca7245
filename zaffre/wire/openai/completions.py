"""Text completions: a request read into a `Completion`, and one written for an upstream."""

from typing import Annotated, Any

from msgspec import Meta

from zaffre.core.calls import Completion
from zaffre.core.errors import BadRequest
from zaffre.wire.body import convert, unknown
from zaffre.wire.openai import prompts
from zaffre.wire.openai.chat import named_model
from zaffre.wire.openai.sampling import Count, SamplingBody, Tokens, encode_sampling, to_sampling

DEFAULT_MAX_TOKENS = 16


class CompletionBody(SamplingBody, kw_only=True):
    prompt: Any = ""
    model: str | None = None
    max_tokens: Tokens | None = None
    logprobs: Annotated[int, Meta(ge=0, le=20)] | None = None
    suffix: str | None = None
    echo: bool | None = None
    best_of: Count | None = None


def decode(raw: dict[str, Any], deployment: str | None) -> Completion:
    """The call that a request body asks for; `deployment` comes from the path, where the path has one."""
    body = convert(raw, CompletionBody)
    max_tokens = DEFAULT_MAX_TOKENS if body.max_tokens is None else body.max_tokens
    _check(body, max_tokens)
    return Completion(
        deployment=deployment or named_model(body.model),
        prompts=prompts.decode("" if body.prompt is None else body.prompt, "prompt"),
        sampling=to_sampling(body, max_tokens=max_tokens, logprobs=body.logprobs),
        suffix=body.suffix or None,
        echo=bool(body.echo),
        best_of=body.best_of,
        stream=bool(body.stream),
        include_usage=body.include_usage,
        user=body.user,
        extra=unknown(raw, CompletionBody),
    )


def encode(call: Completion, model: str, *, stream: bool) -> dict[str, Any]:
    """The request body that asks an upstream for the same."""
    body: dict[str, Any] = {"model": model, "prompt": prompts.encode(call.prompts)} | encode_sampling(call.sampling)
    fields = {
        "max_tokens": call.sampling.max_tokens,
        "logprobs": call.sampling.logprobs,
        "suffix": call.suffix,
        "echo": call.echo or None,
        "best_of": call.best_of,
        "user": call.user,
    }
    body |= {name: value for name, value in fields.items() if value is not None}
    if stream:
        body |= {"stream": True, "stream_options": {"include_usage": True}}
    return body | call.extra


def _check(body: CompletionBody, max_tokens: int) -> None:
    if max_tokens == 0 and not body.echo:
        text = "Invalid 'max_tokens': 0 is only allowed together with 'echo'."
        raise BadRequest(text, param="max_tokens", code="invalid_value")
    if body.best_of is None:
        return
    if body.stream and body.best_of > 1:
        text = "'best_of' cannot be streamed: the best answer is known only at the end."
        raise BadRequest(text, param="best_of", code="invalid_parameter_combination")
    if body.best_of < (body.n or 1):
        raise BadRequest("'best_of' must be greater than or equal to 'n'.", param="best_of", code="invalid_value")
