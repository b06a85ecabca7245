"""Which words a field takes, so that whoever gave another one is told them."""

import re
from collections.abc import Iterator
from typing import Any

from msgspec import inspect

_MOST = 20
_INDEX = re.compile(r"\[[^\]]*\]")


def choices(kind: Any, place: str) -> list[str]:
    """The words that stand at `place` in a `kind`, such as `.rules[0].period`; none where others may stand there."""
    here = [inspect.type_info(kind)]
    for name in filter(None, _INDEX.sub(".[]", place).split(".")):
        here = [inner for one in here for inner in _inside(one, name)]
    words = [str(word) for one in _alternatives(here) if isinstance(one, inspect.LiteralType) for word in one.values]
    return words if len(words) <= _MOST else []


def _inside(kind: inspect.Type, name: str) -> Iterator[inspect.Type]:
    for one in _alternatives([kind]):
        if isinstance(one, inspect.StructType):
            yield from (field.type for field in one.fields if field.encode_name == name)
        elif name == "[]" and hasattr(one, "item_type"):
            yield one.item_type
        elif name == "[]" and isinstance(one, inspect.DictType):
            yield one.value_type


def _alternatives(kinds: list[inspect.Type]) -> Iterator[inspect.Type]:
    for kind in kinds:
        if isinstance(kind, inspect.UnionType):
            yield from _alternatives(list(kind.types))
        elif isinstance(kind, inspect.Metadata):
            yield from _alternatives([kind.type])
        else:
            yield kind
