"""Fields that chat and completions share, and their limits."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from zaffre.core.calls import Sampling
from zaffre.core.errors import BadRequest

Count = Annotated[int, Meta(ge=1, le=128)]
Tokens = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Seed = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
Temperature = Annotated[float, Meta(ge=0, le=2)]
Share = Annotated[float, Meta(ge=0, le=1)]
Penalty = Annotated[float, Meta(ge=-2, le=2)]
Bias = Annotated[float, Meta(ge=-100, le=100)]
MAX_STOPS = 4


class StreamOptions(Struct, frozen=True):
    include_usage: bool | None = None
    include_obfuscation: bool | None = None


class SamplingBody(Struct, kw_only=True):
    """The wire's sampling fields, as they stand in a request body."""

    temperature: Temperature | None = None
    top_p: Share | None = None
    n: Count | None = None
    stop: str | list[str] | None = None
    seed: Seed | None = None
    presence_penalty: Penalty | None = None
    frequency_penalty: Penalty | None = None
    logit_bias: dict[str, Bias] | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    user: str | None = None

    @property
    def include_usage(self) -> bool:
        if self.stream_options and not self.stream:
            raise BadRequest("'stream_options' is only allowed when 'stream' is true.", param="stream_options")
        return bool(self.stream_options and self.stream_options.include_usage)


def to_sampling(body: SamplingBody, *, max_tokens: int | None, logprobs: int | None) -> Sampling:
    """The core's sampling, once the fields that need more than a range are checked."""
    return Sampling(
        max_tokens=max_tokens,
        temperature=body.temperature,
        top_p=body.top_p,
        n=body.n or 1,
        stop=_stops(body.stop),
        seed=body.seed,
        presence_penalty=body.presence_penalty,
        frequency_penalty=body.frequency_penalty,
        logit_bias=_biases(body.logit_bias),
        logprobs=logprobs,
    )


def encode_sampling(sampling: Sampling) -> dict[str, Any]:
    """The fields that were given, named as on the wire."""
    fields = {
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "n": sampling.n if sampling.n != 1 else None,
        "stop": list(sampling.stop) or None,
        "seed": sampling.seed,
        "presence_penalty": sampling.presence_penalty,
        "frequency_penalty": sampling.frequency_penalty,
        "logit_bias": sampling.logit_bias,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _stops(stop: str | list[str] | None) -> tuple[str, ...]:
    stops = (stop,) if isinstance(stop, str) else tuple(stop or ())
    if len(stops) > MAX_STOPS:
        text = f"Invalid 'stop': expected at most {MAX_STOPS} sequences, but got {len(stops)} instead."
        raise BadRequest(text, param="stop", code="array_above_max_length")
    if not all(stops):
        raise BadRequest("Invalid 'stop': a stop sequence must not be empty.", param="stop", code="invalid_value")
    return stops


def _biases(biases: dict[str, float] | None) -> dict[str, float] | None:
    for token in biases or ():
        if not (token.isascii() and token.isdecimal() and len(token) <= 9):
            text = f"Invalid key in 'logit_bias': {token[:40]!r}. Keys are token ids, written as decimal numbers."
            raise BadRequest(text, param="logit_bias", code="invalid_value")
    return biases or None
