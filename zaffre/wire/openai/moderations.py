"""OpenAI's moderations: texts and pictures to be judged, and an answer with a result for each input."""

from collections.abc import Set
from typing import Any

import msgspec
from msgspec import Struct

from zaffre.core.calls import Judgement
from zaffre.core.errors import BadRequest
from zaffre.core.pictures import Pixels
from zaffre.core.verdicts import Verdict
from zaffre.imaging import data_urls
from zaffre.wire.body import check_known, convert
from zaffre.wire.openai.moderation_results import check_model, result

DEFAULT_MODEL = "omni-moderation-latest"
MAX_INPUTS = 1000
MAX_TEXT = 100_000
"""Characters of one input, about twenty-five thousand tokens."""
MAX_CHARACTERS = 400_000
"""In all inputs of one call together."""
MAX_PICTURES = 4


class ModerationBody(Struct, kw_only=True):
    input: Any
    model: str | None = None


class ImageUrlBody(Struct, kw_only=True):
    url: str


class _Part(Struct, kw_only=True):
    type: str
    text: str | None = None
    image_url: ImageUrlBody | None = None


def decode(raw: dict[str, Any], own: str) -> Judgement:
    """What a request body wants judged; `own` is what our model calls itself. Blocks while pictures are decoded."""
    body = convert(raw, ModerationBody)
    check_known(raw, ModerationBody)
    model = DEFAULT_MODEL if body.model is None else body.model
    check_model(model, own)
    if isinstance(body.input, list) and body.input and isinstance(body.input[0], dict):
        return _of_parts(body.input, model)
    return Judgement(deployment=model, texts=_texts(body.input))


def whole(name: str, call: Judgement, model: str, verdicts: list[Verdict], seen: Set[str] = frozenset()) -> bytes:
    """The body of an answer, with a result for each input; `name` is its id, `seen` what was looked for in pictures."""
    results = [result(verdict, has_text=bool(call.texts), seen=seen) for verdict in verdicts]
    return msgspec.json.encode({"id": name, "model": model, "results": results})


def _texts(raw: Any) -> tuple[str, ...]:
    if isinstance(raw, str):
        texts = (raw,)
    elif not isinstance(raw, list):
        text = "Invalid type for 'input': expected a string, an array of strings or an array of parts."
        raise BadRequest(text, param="input", code="invalid_type")
    else:
        _check_number(len(raw))
        texts = tuple(_strings(raw))
    return _checked(texts)


def _checked(texts: tuple[str, ...]) -> tuple[str, ...]:
    if not all(texts):
        raise BadRequest("Invalid 'input': an input must not be an empty string.", param="input", code="invalid_value")
    check_length(max(map(len, texts)), MAX_TEXT)
    check_length(sum(map(len, texts)), MAX_CHARACTERS, "all together ")
    return texts


def check_length(length: int, most: int, which: str = "") -> None:
    """Raise `BadRequest` for an input of more characters than are judged in one call."""
    if length > most:
        text = f"Invalid 'input': {which}it has {length} characters. At most {most} are judged in one call."
        raise BadRequest(text, param="input", code="string_above_max_length")


def _check_number(number: int) -> None:
    if number == 0:
        text = "Invalid 'input': empty array. Expected an array with minimum length 1, but got length 0 instead."
        raise BadRequest(text, param="input", code="empty_array")
    if number > MAX_INPUTS:
        text = f"Invalid 'input': array too long. Expected at most {MAX_INPUTS} items, but got {number} instead."
        raise BadRequest(text, param="input", code="array_above_max_length")


def _strings(items: list[Any]) -> list[str]:
    for index, item in enumerate(items):
        if not isinstance(item, str):
            text = f"Invalid type for 'input[{index}]': all items must be strings, or all must be parts."
            raise BadRequest(text, param=f"input[{index}]", code="invalid_type")
    return items


def _of_parts(items: list[Any], model: str) -> Judgement:
    """Parts are one input together: the texts in them one text, the pictures beside it."""
    _check_number(len(items))
    parts = [_part(convert(item, _Part, f"input[{index}]"), f"input[{index}]") for index, item in enumerate(items)]
    if sum(isinstance(part, ImageUrlBody) for part in parts) > MAX_PICTURES:
        text = f"Invalid 'input': at most {MAX_PICTURES} pictures are judged in one call. Send the others in another."
        raise BadRequest(text, param="input", code="array_above_max_length")
    words = [part for part in parts if isinstance(part, str)]
    pictures = [_picture(part, index) for index, part in enumerate(parts) if isinstance(part, ImageUrlBody)]
    texts = _checked(("\n".join(words),)) if words else ()
    return Judgement(deployment=model, texts=texts, pictures=tuple(pictures))


def _part(part: _Part, path: str) -> str | ImageUrlBody:
    if part.type not in ("text", "image_url"):
        text = f"Invalid value for '{path}.type': expected 'text' or 'image_url'."
        raise BadRequest(text, param=f"{path}.type", code="invalid_value")
    told = part.text if part.type == "text" else part.image_url
    if told is None:
        text = f"Missing required parameter: '{path}.{part.type}'."
        raise BadRequest(text, param=f"{path}.{part.type}", code="missing_required_parameter")
    return told


def _picture(part: ImageUrlBody, index: int) -> Pixels:
    param = f"input[{index}].image_url.url"
    if not part.url.startswith("data:"):
        text = f"'{param}' lies elsewhere, and this server fetches nothing. Send it as 'data:image/png;base64,…'."
        raise BadRequest(text, param=param, code="invalid_image_url")
    return data_urls.read(part.url, param=param)
