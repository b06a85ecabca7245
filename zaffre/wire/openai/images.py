"""Calls for pictures, as they stand in JSON bodies and in forms."""

import re
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from zaffre.core.calls import ImageEdit, ImageGeneration, ImageVariation
from zaffre.core.errors import BadRequest
from zaffre.core.pictures import Background, Output, PictureFormat, Pixels
from zaffre.wire.body import check_known, convert, unknown
from zaffre.wire.openai.sampling import Share

MAX_PROMPT = 32_000
MAX_EDGE = 8192
_SIZE = re.compile(r"([1-9]\d{0,4})x([1-9]\d{0,4})")
Prompt = Annotated[str, Meta(min_length=1, max_length=MAX_PROMPT)]
Seed = Annotated[int, Meta(ge=0, le=2**31 - 1)]


class ProgressOptions(Struct, frozen=True):
    include_progress: bool | None = None


class ImageBody(Struct, kw_only=True):
    """The fields that all three kinds of calls share; `seed`, `steps` and `guidance` are ours."""

    model: str | None = None
    n: Annotated[int, Meta(ge=1, le=10)] | None = None
    size: str | None = None
    quality: Literal["auto", "standard", "hd", "low", "medium", "high"] | None = None
    response_format: Literal["url", "b64_json"] | None = None
    output_format: PictureFormat | None = None
    output_compression: Annotated[int, Meta(ge=0, le=100)] | None = None
    background: Background | None = None
    moderation: Literal["low", "auto"] | None = None
    user: str | None = None
    stream: bool | None = None
    stream_options: ProgressOptions | None = None
    partial_images: Annotated[int, Meta(ge=0, le=3)] | None = None
    seed: Seed | None = None
    steps: Annotated[int, Meta(ge=1, le=500)] | None = None
    # Below 1, a model would draw what it is told to leave out.
    guidance: Annotated[float, Meta(ge=1, le=50)] | None = None
    negative_prompt: Annotated[str, Meta(max_length=MAX_PROMPT)] | None = None

    @property
    def includes_progress(self) -> bool:
        return bool(self.stream_options and self.stream_options.include_progress)


class GenerationBody(ImageBody, kw_only=True):
    prompt: Prompt
    style: Literal["vivid", "natural"] | None = None


class EditBody(ImageBody, kw_only=True):
    prompt: Prompt
    input_fidelity: Literal["high", "low"] | None = None
    strength: Share | None = None


class VariationBody(ImageBody, kw_only=True):
    strength: Share | None = None


class Wanted(Struct, frozen=True, kw_only=True):
    """How the answer is wanted, where the call itself does not say it. `form` is `None` for both forms."""

    form: Literal["url", "b64_json"] | None = None
    quality: str = "auto"
    background: Background = "auto"
    includes_progress: bool = False
    base: str = ""
    """What makes a path an address that the client can open."""


def generation(raw: dict[str, Any]) -> GenerationBody:
    return _checked(convert(raw, GenerationBody))


def wanted(body: ImageBody, base: str) -> Wanted:
    return Wanted(
        form=body.response_format,
        quality=body.quality or "auto",
        background=body.background or "auto",
        includes_progress=body.includes_progress,
        base=base,
    )


def to_generation(body: GenerationBody, raw: dict[str, Any], deployment: str) -> ImageGeneration:
    fields = _fields(body, deployment) | {"extra": unknown(raw, GenerationBody)}
    return ImageGeneration(prompt=body.prompt, style=body.style, **fields)


def to_edit(body: EditBody, images: tuple[Pixels, ...], mask: Pixels | None, deployment: str) -> ImageEdit:
    extra = {"input_fidelity": "high"} if body.input_fidelity == "high" else {}
    fields = _fields(body, deployment) | {"extra": extra}
    return ImageEdit(prompt=body.prompt, images=images, mask=mask, strength=body.strength, **fields)


def to_variation(body: VariationBody, image: Pixels, deployment: str) -> ImageVariation:
    return ImageVariation(image=image, strength=body.strength, **_fields(body, deployment))


def edit(raw: dict[str, Any]) -> EditBody:
    check_known(raw, EditBody)
    return _checked(convert(raw, EditBody))


def variation(raw: dict[str, Any]) -> VariationBody:
    check_known(raw, VariationBody)
    return _checked(convert(raw, VariationBody))


def read_size(text: str | None) -> tuple[int, int] | None:
    """Width and height in `WxH`; `None` for `auto`. Raises `BadRequest`."""
    if text is None or text == "auto":
        return None
    if found := _SIZE.fullmatch(text):
        size = int(found[1]), int(found[2])
        if max(size) <= MAX_EDGE:
            return size
    raise BadRequest(
        f"Invalid 'size': {text[:40]!r}. Write width and height, such as 1024x1024, each at most {MAX_EDGE}, or auto.",
        param="size",
        code="invalid_value",
    )


def _fields(body: ImageBody, deployment: str) -> dict[str, Any]:
    return {
        "deployment": deployment,
        "user": body.user,
        "n": body.n or 1,
        "size": read_size(body.size),
        "seed": body.seed,
        "quality": body.quality,
        "steps": body.steps,
        "guidance": body.guidance,
        "negative_prompt": body.negative_prompt,
        "output": _output(body),
        "stream": bool(body.stream),
        "partial_images": body.partial_images or 0,
    }


def _output(body: ImageBody) -> Output:
    compression = 100 if body.output_compression is None else body.output_compression
    return Output(format=body.output_format or "png", compression=compression, background=body.background or "auto")


def _checked(body: Any) -> Any:
    """The body, if its fields can hold together; else `BadRequest`."""
    read_size(body.size)
    if (prompt := getattr(body, "prompt", None)) is not None and prompt.isspace():
        raise BadRequest("Invalid 'prompt': it says nothing.", param="prompt", code="invalid_value")
    if not body.stream:
        for name in ("stream_options", "partial_images"):
            if getattr(body, name):
                raise BadRequest(f"'{name}' is only allowed when 'stream' is true.", param=name, code="invalid_value")
    format = body.output_format or "png"
    if format == "png" and body.output_compression not in (None, 100):
        text = "PNG is never compressed with losses: leave 'output_compression' out, or set 'output_format'."
        raise BadRequest(text, param="output_compression", code="invalid_value")
    if format == "jpeg" and body.background == "transparent":
        text = "JPEG has no transparency: set 'output_format' to png or webp."
        raise BadRequest(text, param="background", code="invalid_value")
    return body
