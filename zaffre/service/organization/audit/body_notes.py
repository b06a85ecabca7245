"""What is noted of a call whose body is kept: the call as it came, and what its caller was given."""

from collections import defaultdict
from collections.abc import AsyncIterator
from typing import Any, TypeVar

import msgspec

from zaffre.core.answers import Delta
from zaffre.core.pictures import Drawn

P = TypeVar("P")
_LONGEST_DATA = 200
"""Characters of a data URL that are kept: what a file is, not the file."""


class Note:
    """Hears an answer as it passes. `time` is when the call came, in seconds since 1970."""

    def __init__(self, request_id: str, project_id: str, time: float, call: Any):
        self.request_id = request_id
        self.project_id = project_id
        self.time = time
        self._call = call
        self._spoken: defaultdict[int, list[str]] = defaultdict(list)
        self._pictures: list[str] = []

    async def heard(self, pieces: AsyncIterator[P]) -> AsyncIterator[P]:
        """Pass on every piece, and note what it says."""
        async for piece in pieces:
            if type(piece) is Delta:
                if speech := piece.speech:
                    self._spoken[piece.choice].append(speech)
            elif type(piece) is Drawn and piece.kept_as:
                self._pictures.append(piece.kept_as)
            yield piece

    def text(self) -> bytes:
        """The body as JSON: `operation`, `request`, `answers` by choice, and the ids of `pictures`."""
        told = {
            "operation": self._call.operation,
            "request": _without_files(msgspec.to_builtins(self._call, builtin_types=(bytes,))),
            "answers": ["".join(self._spoken[choice]) for choice in sorted(self._spoken)],
            "pictures": self._pictures,
        }
        return msgspec.json.encode(told)


def _without_files(value: Any) -> Any:
    match value:
        case dict():
            return {name: _without_files(one) for name, one in value.items() if one is not None and one != {}}
        case list() | tuple():
            return [_without_files(one) for one in value]
        case bytes():
            return f"({len(value)} bytes)"
        case str() if value.startswith("data:") and len(value) > _LONGEST_DATA:
            return f"{value[: value.find(',') + 1]}({len(value)} characters)"
    return value
