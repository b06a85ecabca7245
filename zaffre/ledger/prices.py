"""Prices in integers, and the most that a call can cost."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal

from msgspec import Struct, json, structs

from zaffre.core.answers import Usage
from zaffre.core.callers import NANO, Quote
from zaffre.core.calls import (
    Call,
    Chat,
    Completion,
    Embedding,
    ImageCall,
    ImageEdit,
    ImageVariation,
    Judgement,
    Prompt,
)
from zaffre.core.pictures import Pixels
from zaffre.settings import schema

MILLION = 1_000_000
Size = tuple[int, int]
Aborted = Literal["delivered", "drained", "void"]
_HOUR_MS = 3_600_000
_QUALITIES = {None: "medium", "auto": "medium", "standard": "medium", "hd": "high"}
_BYTES_PER_TOKEN = 4
_TEMPLATE_TOKENS = 16
"""More than any chat template adds around one message."""
_PREAMBLE_TOKENS = 256
"""More than a template's own system prompt has."""


_PATCH = 32
"""Pixels on a side of what counts as one token of a picture."""
_UNKNOWN_SIZE = (1536, 1024)
_PARTIAL_TOKENS = 100
_DEAREST = 5
"""OpenAI's dearest quality has four times the tokens that we count for a picture of that size."""
_INPUT_TOKENS = 7000
"""More than any model takes one input picture for."""


class Price(Struct, frozen=True):
    """Nano-units of money: for a million tokens, a picture, a second of speech, an hour of our engines' work."""

    input: int
    output: int
    cached_input: int
    image: int = 0
    images: Mapping[str, int] = {}
    """By `WIDTHxHEIGHT/QUALITY` or `WIDTHxHEIGHT`; other pictures cost `image`."""
    audio: int = 0
    compute: int = 0
    most_compute_ms: int = 0
    """No call, or picture, is charged for more work than this."""
    aborted: Aborted = "delivered"
    """What is paid where the caller hangs up."""

    @classmethod
    def of(cls, price: schema.Price, aborted: Aborted = "delivered") -> "Price":
        cached = price.input if price.cached_input is None else price.cached_input
        return cls(
            _nano(price.input),
            _nano(price.output),
            _nano(cached),
            _nano(price.image),
            {name: _nano(amount) for name, amount in price.images.items()},
            _nano(price.audio),
            _nano(price.compute_per_hour),
            price.most_compute_seconds * 1000,
            aborted,
        )

    def cost(self, usage: Usage, quality: str | None = None, sizes: Sequence[Size] = (), worked_ms: int = 0) -> int:
        """What `usage` costs, rounded up to a whole nano-unit; `sizes` are those of its pictures, where known."""
        fresh = max(0, usage.prompt - usage.cached)
        tokens = fresh * self.input + usage.cached * self.cached_input + usage.completion * self.output
        work = min(worked_ms, self.most_compute_ms * max(1, usage.images)) * self.compute
        pictures = sum(self._picture(size, quality) for size in sizes) + (usage.images - len(sizes)) * self.image
        return -(-tokens // MILLION) + -(-work // _HOUR_MS) + pictures + -(-usage.audio_ms * self.audio // 1000)

    def dearest(self, size: Size | None, quality: str | None) -> "Price":
        """The same with pictures at the most that one of this size, or of any, may cost."""
        most = max([self.image, *self.images.values()]) if size is None else self._picture(size, quality)
        return structs.replace(self, cached_input=0, input=max(self.input, self.cached_input), image=most)

    def _picture(self, size: Size, quality: str | None) -> int:
        if not self.images:
            return self.image
        name = f"{size[0]}x{size[1]}"
        return self.images.get(f"{name}/{_QUALITIES.get(quality, quality)}", self.images.get(name, self.image))


def of_deployments(settings: schema.Settings) -> dict[str, Price]:
    """The prices by deployment."""
    return {
        name: Price.of(deployment.price, deployment.aborted or settings.ledger.aborted)
        for name, deployment in settings.deployments.items()
    }


FREE = Price(0, 0, 0)
"""What judging a text costs."""


def quote(call: Call, price: Price) -> Quote:
    """Tokens by the limiter's estimate, and a cost that the call cannot exceed.

    The estimate is Azure's: a quarter of the prompt's bytes, and all that may be
    answered; with it go the pictures that come along. A token has at least one byte,
    so the bound counts bytes.
    """
    size, answered = _prompt_bytes(call), _most_answered(call)
    pictures, pictured = (call.n, pictured_tokens(call)) if isinstance(call, ImageCall) else (0, 0)
    most = answered * _DEAREST if pictures else answered
    bound = Usage(prompt=size + _template_bound(call), completion=most, images=pictures)
    dearest = price.dearest(getattr(call, "size", None), getattr(call, "quality", None))
    prompt = -(-size // _BYTES_PER_TOKEN)
    work = price.most_compute_ms * max(1, pictures)
    return Quote(prompt + pictured + answered, dearest.cost(bound, worked_ms=work), prompt)


def image_tokens(size: tuple[int, int]) -> int:
    """The tokens of a picture that we count ourselves: one for each square of 32 pixels that it covers."""
    width, height = size
    return -(-width // _PATCH) * -(-height // _PATCH)


def pictured_tokens(call: ImageCall) -> int:
    """The tokens of the pictures that come along, counted as those that are drawn; a mask counts nothing."""
    return sum(image_tokens(one.size) for one in _inputs(call))


def _nano(amount: float) -> int:
    return int(Decimal(str(amount)) * NANO)


def _prompt_bytes(call: Call) -> int:
    match call:
        case Chat():
            size = sum(len(message.text.encode()) + _tool_bytes(message.tool_calls) for message in call.messages)
            return size + (len(json.encode((call.tools, call.format))) if call.tools or call.format else 0)
        case Completion():
            return sum(map(_size, call.prompts)) + len((call.suffix or "").encode())
        case Embedding():
            return sum(map(_size, call.inputs))
        case Judgement():
            return sum(map(_size, call.texts))
        case ImageCall():
            return sum(_size(text) for text in (getattr(call, "prompt", ""), call.negative_prompt or ""))


def _tool_bytes(calls: tuple) -> int:
    return sum(len(call.name.encode()) + len(call.arguments.encode()) for call in calls)


def _size(prompt: Prompt) -> int:
    return len(prompt.encode()) if isinstance(prompt, str) else len(prompt) * _BYTES_PER_TOKEN


def _template_bound(call: Call) -> int:
    match call:
        case Chat():
            return _PREAMBLE_TOKENS + _TEMPLATE_TOKENS * len(call.messages)
        case Completion():
            return _TEMPLATE_TOKENS * len(call.prompts)
        case Embedding():
            return _TEMPLATE_TOKENS * len(call.inputs)
        case Judgement():
            return 0
        case ImageCall():
            inputs = [*_inputs(call), getattr(call, "mask", None)]
            return _TEMPLATE_TOKENS + sum(
                max(_INPUT_TOKENS, image_tokens(one.size)) for one in inputs if one is not None
            )


def _inputs(call: ImageCall) -> tuple[Pixels, ...]:
    match call:
        case ImageEdit():
            return call.images
        case ImageVariation():
            return (call.image,)
        case _:
            return ()


def _most_answered(call: Call) -> int:
    if isinstance(call, (Embedding, Judgement)):
        return 0
    if isinstance(call, ImageCall):
        return call.n * (image_tokens(call.size or _UNKNOWN_SIZE) + call.partial_images * _PARTIAL_TOKENS)
    choices = call.sampling.n
    if isinstance(call, Completion):
        choices = max(choices, call.best_of or 1) * len(call.prompts)
    return (call.sampling.max_tokens or 0) * choices
