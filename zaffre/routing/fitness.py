"""Whether an engine can do all that a call asks; what it can't do is refused, never ignored."""

from collections.abc import Iterator

from zaffre.core.calls import Chat, Completion, Embedding, ImageCall, Inference, Sampling
from zaffre.core.errors import BadRequest, OperationNotSupported, Unsupported
from zaffre.engines.base import Capabilities
from zaffre.routing import pictures

_ONLY_SAID = {"prompt_cache_key", "safety_identifier"}
"""Fields that tell something about the caller and ask for nothing."""

Need = tuple[str, str]
"""A feature, and the request's field that asks for it."""


def check(call: Inference, capabilities: Capabilities, model: str) -> None:
    """Raise what is wrong, with the field's name, if the engine can't honour the whole call."""
    if call.operation not in capabilities.operations:
        raise OperationNotSupported(call.operation, model)
    for feature, param in needs(call):
        if feature not in capabilities.features:
            raise Unsupported(param)
    if isinstance(call, ImageCall):
        pictures.check_size(call, capabilities)
    if not capabilities.passes_extra:
        _check_extra(call)


def needs(call: Inference) -> Iterator[Need]:
    match call:
        case Chat():
            yield from _sampling(call.sampling)
            yield from _chat(call)
        case Completion():
            yield from _sampling(call.sampling)
            yield from _completion(call)
        case Embedding():
            if call.dimensions is not None:
                yield "dimensions", "dimensions"
        case ImageCall():
            yield from pictures.needs(call)


def _sampling(sampling: Sampling) -> Iterator[Need]:
    asked = {
        "n": sampling.n != 1,
        "stop": bool(sampling.stop),
        "temperature": sampling.temperature is not None,
        "top_p": sampling.top_p is not None,
        "seed": sampling.seed is not None,
        "presence_penalty": bool(sampling.presence_penalty),
        "frequency_penalty": bool(sampling.frequency_penalty),
        "logit_bias": bool(sampling.logit_bias),
        "logprobs": sampling.logprobs is not None,
    }
    for name, is_asked in asked.items():
        if is_asked:
            yield name, name


def _chat(call: Chat) -> Iterator[Need]:
    if call.tools:
        yield "tools", "tools"
    if call.format:
        yield call.format.type, "response_format"
    for place, message in enumerate(call.messages):
        if isinstance(message.content, tuple):
            for index, part in enumerate(message.content):
                if part.type != "text":
                    yield part.type, f"messages[{place}].content[{index}]"


def _completion(call: Completion) -> Iterator[Need]:
    if call.suffix is not None:
        yield "suffix", "suffix"
    if call.echo:
        yield "echo", "echo"
    if (call.best_of or 1) > 1:
        yield "best_of", "best_of"
    if any(isinstance(prompt, tuple) for prompt in call.prompts):
        yield "token_prompts", "prompt"


def _check_extra(call: Inference) -> None:
    for name in call.extra:
        if name not in _ONLY_SAID:
            raise BadRequest(f"Unknown parameter: '{name[:80]}'.", param=name[:80], code="unknown_parameter")
    for place, message in enumerate(call.messages if isinstance(call, Chat) else ()):
        for name in message.extra:
            param = f"messages[{place}].{name[:80]}"
            raise BadRequest(f"Unknown parameter: '{param}'.", param=param, code="unknown_parameter")
