"""Whoever gives what a field does not take is told in words what it takes."""

import ast
from pathlib import Path
from typing import Annotated, Literal

import pytest
from msgspec import UNSET, Meta, Struct, UnsetType

import zaffre
from zaffre.core.errors import BadRequest
from zaffre.wire.body import convert
from zaffre.wire.texts import Email

_HOUSE = Path(zaffre.__file__).parent
_SOURCES = [path for room in ("wire", "settings") for path in (_HOUSE / room).rglob("*.py")]


class Part(Struct):
    size: Literal["small", "large"] = "small"
    email: Email | None = None


class Whole(Struct):
    period: Literal["day", "month"] | UnsetType | None = UNSET
    parts: Annotated[list[Part], Meta(max_length=3)] = []
    named: dict[str, Part] = {}
    many: list[Literal["a", "b"]] = []
    emails: Annotated[list[Email], Meta(max_length=3)] = []
    number: Annotated[int, Meta(ge=1)] = 1
    plain: Annotated[str, Meta(pattern="^a$")] = "a"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"period": "year"}, "Invalid value for 'period': Invalid enum value 'year'; expected day or month."),
        ({"parts": [{"size": "huge"}]}, "expected large or small."),
        ({"named": {"one": {"size": "huge"}}}, "expected large or small."),
        ({"many": ["a", "c"]}, "expected a or b."),
        (
            {"parts": [{"email": "ann"}]},
            "Invalid value for 'parts[0].email': expected an e-mail address, such as ann@example.com.",
        ),
        ({"emails": ["ann@example.com", "ann"]}, "expected an e-mail address, such as ann@example.com."),
        ({"number": 0}, "Invalid value for 'number': expected an integer >= 1."),
        ({"emails": [""] * 4}, "Invalid value for 'emails': expected an array of length <= 3."),
        ({"plain": "b"}, "Invalid value for 'plain': expected a string matching regex '^a$'."),
    ],
)
def test_what_a_field_takes_is_told(given, told):
    with pytest.raises(BadRequest) as refused:
        convert(given, Whole)
    assert str(refused.value).endswith(told)


def test_every_pattern_of_bodies_and_settings_says_in_words_what_it_wants():
    bound = [(path, call) for path in _SOURCES for call in _patterns(path)]
    assert {path.name for path, _ in bound} >= {"texts.py", "roles.py"}
    assert not [f"{path.name}:{call.lineno}" for path, call in bound if "description" not in _names(call)]


def _patterns(path: Path) -> list[ast.Call]:
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    return [call for call in calls if getattr(call.func, "id", "") == "Meta" and "pattern" in _names(call)]


def _names(call: ast.Call) -> set[str | None]:
    return {one.arg for one in call.keywords}
