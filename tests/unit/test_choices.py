"""Whoever gives a word that a field does not take is told those that it takes."""

from typing import Annotated, Literal

import pytest
from msgspec import UNSET, Meta, Struct, UnsetType

from zaffre.core.errors import BadRequest
from zaffre.wire.body import convert


class Part(Struct):
    size: Literal["small", "large"] = "small"


class Whole(Struct):
    period: Literal["day", "month"] | UnsetType | None = UNSET
    parts: Annotated[list[Part], Meta(max_length=3)] = []
    named: dict[str, Part] = {}
    many: list[Literal["a", "b"]] = []


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"period": "year"}, "Invalid value for 'period': Invalid enum value 'year'; expected day or month."),
        ({"parts": [{"size": "huge"}]}, "expected large or small."),
        ({"named": {"one": {"size": "huge"}}}, "expected large or small."),
        ({"many": ["a", "c"]}, "expected a or b."),
    ],
)
def test_the_words_that_a_field_takes_are_told(given, told):
    with pytest.raises(BadRequest) as refused:
        convert(given, Whole)
    assert str(refused.value).endswith(told)
