"""From a request's bytes to typed values, or to a `BadRequest` that names the field."""

import json
import re
from typing import Any, TypeVar

import msgspec

from zaffre.core.errors import BadRequest
from zaffre.wire.expected import in_words

T = TypeVar("T")

_PLACE = re.compile(r" - at `(?:key` in `)?\$?(.*)`$", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(\w+)`")
_TYPE = re.compile(r"Expected `([^`]+)`, got `([^`]+)`")
_BOUND = re.compile(r"Expected `(\w+)`")
_PLAIN = {"str": "a string", "int": "an integer", "float": "a number", "bool": "a boolean", "array": "an array",
          "object": "an object", "null": "null"}  # fmt: skip


def parse(body: bytes) -> dict[str, Any]:
    """The JSON object in `body`; duplicate keys, NaN and broken text are refused."""
    try:
        raw = msgspec.json.decode(body)
        _UNIQUE.decode(body.decode())
    except UnicodeDecodeError as error:
        raise BadRequest("The request body is not valid UTF-8.", code="invalid_json") from error
    except RecursionError as error:
        raise BadRequest("The request body is nested too deeply.", code="invalid_json") from error
    except (msgspec.MsgspecError, ValueError) as error:
        text = f"The request body could not be read as JSON: {_reason(error, body)}."
        raise BadRequest(text, code="invalid_json") from error
    if not isinstance(raw, dict):
        raise BadRequest("The request body must be a JSON object.", code="invalid_json")
    return raw


def _reason(error: Exception, body: bytes) -> str:
    try:
        json.loads(body)
    except ValueError:
        return str(error)
    # Of half a character the decoder says that the input ends too early.
    is_half = isinstance(error, msgspec.DecodeError) and "truncated" in str(error)
    return "a text has half of a character, such as '\\ud800' alone" if is_half else str(error)


def convert(raw: Any, kind: type[T], path: str = "") -> T:
    """`raw` as a `kind`; `path` is where it stands in the body, for the error's `param`."""
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        raise _explained(str(error), path, kind) from error
    except RecursionError as error:
        raise BadRequest(f"'{path or 'body'}' is nested too deeply.", param=path or None) from error


def unknown(raw: dict[str, Any], kind: type[msgspec.Struct]) -> dict[str, Any]:
    """The fields of `raw` that `kind` does not know."""
    known = kind.__struct_encode_fields__
    return {name: value for name, value in raw.items() if name not in known}


def check_known(raw: dict[str, Any], kind: type[msgspec.Struct], path: str = "") -> None:
    """Raise `BadRequest` for the first field of `raw` that `kind` does not know."""
    for name in unknown(raw, kind):
        param = f"{path}.{name[:80]}".lstrip(".")
        raise BadRequest(f"Unknown parameter: '{param}'.", param=param, code="unknown_parameter")


def _explained(text: str, path: str, kind: Any) -> BadRequest:
    place = _PLACE.search(text)
    param = (path + place[1] if place else path).replace("[...]", "").lstrip(".")
    problem = _PLACE.sub("", text)
    if missing := _MISSING.match(problem):
        param = f"{param}.{missing[1]}".lstrip(".")
        return BadRequest(f"Missing required parameter: '{param}'.", param=param, code="missing_required_parameter")
    if wrong := _TYPE.match(problem):
        expected = " or ".join(_PLAIN.get(word.strip(), word.strip()) for word in wrong[1].split("|"))
        got = _PLAIN.get(wrong[2], wrong[2])
        text = f"Invalid type for '{param}': expected {expected}, but got {got} instead."
        return BadRequest(text, param=param or None, code="invalid_type")
    wanted = in_words(kind, place[1] if place else "")
    if wanted and problem.startswith("Invalid enum value"):
        problem = f"{problem}; expected {wanted}"
    # Nobody is helped by the pattern itself.
    elif wanted and " matching regex " in problem:
        problem = f"expected {wanted}"
    problem = _BOUND.sub(lambda kind: f"expected {_PLAIN.get(kind[1], kind[1])}", problem)
    return BadRequest(f"Invalid value for '{param}': {problem}.", param=param or None, code="invalid_value")


def _without_duplicates(pairs: list[tuple[str, Any]]) -> None:
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key '{twice}' appears twice in one object")


_UNIQUE = json.JSONDecoder(object_pairs_hook=_without_duplicates)
