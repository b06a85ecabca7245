"""OpenAI's moderations: texts to be judged, and an answer with a result for each."""

from typing import Any

import msgspec
from msgspec import Struct

from zaffre.core.calls import Judgement
from zaffre.core.errors import BadRequest, Unsupported
from zaffre.core.verdicts import Verdict
from zaffre.wire.body import check_known, convert
from zaffre.wire.openai.moderation_results import check_model, result

DEFAULT_MODEL = "omni-moderation-latest"
MAX_INPUTS = 1000
MAX_TEXT = 100_000
"""Characters of one input, about twenty-five thousand tokens."""
MAX_CHARACTERS = 400_000
"""In all inputs of one call together."""


class ModerationBody(Struct, kw_only=True):
    input: Any
    model: str | None = None


class _Part(Struct, kw_only=True):
    type: str
    text: str | None = None


def decode(raw: dict[str, Any], own: str) -> Judgement:
    """The texts that a request body wants judged; `own` is what our model calls itself."""
    body = convert(raw, ModerationBody)
    check_known(raw, ModerationBody)
    model = DEFAULT_MODEL if body.model is None else body.model
    check_model(model, own)
    return Judgement(deployment=model, texts=_texts(body.input))


def whole(name: str, model: str, verdicts: list[Verdict]) -> bytes:
    """The body of an answer, with a result for each input; `name` is its id."""
    return msgspec.json.encode({"id": name, "model": model, "results": [result(verdict) for verdict in verdicts]})


def _texts(raw: Any) -> tuple[str, ...]:
    if isinstance(raw, str):
        texts = (raw,)
    elif not isinstance(raw, list):
        text = "Invalid type for 'input': expected a string, an array of strings or an array of parts."
        raise BadRequest(text, param="input", code="invalid_type")
    else:
        _check_number(len(raw))
        texts = ("\n".join(_parts(raw)),) if isinstance(raw[0], dict) else tuple(_strings(raw))
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


def _parts(items: list[Any]) -> list[str]:
    """The texts of parts, which are one input together."""
    return [_part(convert(item, _Part, f"input[{index}]"), f"input[{index}]") for index, item in enumerate(items)]


def _part(part: _Part, path: str) -> str:
    if part.type == "image_url":
        raise Unsupported(path, "Image input is not available yet.", model="moderation")
    if part.type != "text":
        text = f"Invalid value for '{path}.type': expected 'text' or 'image_url'."
        raise BadRequest(text, param=f"{path}.type", code="invalid_value")
    if part.text is None:
        text = f"Missing required parameter: '{path}.text'."
        raise BadRequest(text, param=f"{path}.text", code="missing_required_parameter")
    return part.text
