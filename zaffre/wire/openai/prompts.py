"""Prompts and inputs: one text, several texts, one list of token ids, or several."""

from typing import Any

from zaffre.core.calls import Prompt
from zaffre.core.errors import BadRequest

MAX_PROMPTS = 2048
MAX_TOKEN = 2**31 - 1


def decode(raw: Any, param: str) -> tuple[Prompt, ...]:
    """`raw` as a tuple of prompts; `param` is the field's name for errors."""
    if isinstance(raw, str):
        return (raw,)
    if not isinstance(raw, list):
        text = f"Invalid type for '{param}': expected a string or an array of strings, token ids or token arrays."
        raise BadRequest(text, param=param, code="invalid_type")
    if not raw:
        text = f"Invalid '{param}': empty array. Expected an array with minimum length 1, but got length 0 instead."
        raise BadRequest(text, param=param, code="empty_array")
    if isinstance(raw[0], int):
        return (_tokens(raw, param),)
    if len(raw) > MAX_PROMPTS:
        text = f"Invalid '{param}': array too long. Expected at most {MAX_PROMPTS} items, but got {len(raw)} instead."
        raise BadRequest(text, param=param, code="array_above_max_length")
    kind = type(raw[0])
    return tuple(_prompt(item, kind, f"{param}[{index}]") for index, item in enumerate(raw))


def encode(prompts: tuple[Prompt, ...]) -> str | list[Any]:
    """One prompt stands alone on the wire, several in an array."""
    plain = [prompt if isinstance(prompt, str) else list(prompt) for prompt in prompts]
    return plain[0] if len(plain) == 1 else plain


def _prompt(item: Any, kind: type, path: str) -> Prompt:
    if not isinstance(item, (str, list)) or type(item) is not kind:
        text = f"Invalid type for '{path}': all items must be strings, or all must be token arrays."
        raise BadRequest(text, param=path, code="invalid_type")
    return item if isinstance(item, str) else _tokens(item, path)


def _tokens(items: list[Any], path: str) -> tuple[int, ...]:
    if not items:
        raise BadRequest(f"Invalid '{path}': empty array of tokens.", param=path, code="empty_array")
    for index, item in enumerate(items):
        if type(item) is not int or not 0 <= item <= MAX_TOKEN:
            text = f"Invalid value for '{path}[{index}]': expected a token id, a whole number of at least 0."
            raise BadRequest(text, param=f"{path}[{index}]", code="invalid_value")
    return tuple(items)
