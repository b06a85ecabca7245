"""What a field takes, in words, so that whoever gave something else is told."""

import re
from collections.abc import Iterator
from typing import Any

from msgspec import inspect

_MOST = 20
_INDEX = re.compile(r"\[[^\]]*\]")


def in_words(kind: Any, place: str) -> str:
    """What stands at `place` in a `kind`, such as `.rules[0].period`: its few words, or what its type says it is.

    A type says so by `Meta(description=...)`; the text is empty where there is nothing to tell.
    """
    here = [inspect.type_info(kind)]
    for name in filter(None, _INDEX.sub(".[]", place).split(".")):
        here = [inner for one in here for inner in _inside(one, name)]
    told = [words for one in here for words in _told(one)]
    return " or ".join(told) if len(told) <= _MOST else ""


def _told(kind: inspect.Type) -> Iterator[str]:
    for one in _alternatives([kind]):
        if isinstance(one, inspect.LiteralType):
            yield from map(str, one.values)
        elif isinstance(one, inspect.Metadata):
            description = (one.extra_json_schema or {}).get("description")
            yield from [description] if description else _told(one.type)


def _inside(kind: inspect.Type, name: str) -> Iterator[inspect.Type]:
    for one in _alternatives([kind]):
        if isinstance(one, inspect.Metadata):
            yield from _inside(one.type, name)
        elif isinstance(one, inspect.StructType):
            yield from (field.type for field in one.fields if field.encode_name == name)
        elif name == "[]" and hasattr(one, "item_type"):
            yield one.item_type
        elif name == "[]" and isinstance(one, inspect.DictType):
            yield one.value_type


def _alternatives(kinds: list[inspect.Type]) -> Iterator[inspect.Type]:
    for kind in kinds:
        if isinstance(kind, inspect.UnionType):
            yield from _alternatives(list(kind.types))
        else:
            yield kind
