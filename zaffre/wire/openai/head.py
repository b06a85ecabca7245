"""What every answer and every chunk of it begins with."""

from typing import Any

import msgspec
from msgspec import Struct


class Head(Struct, frozen=True):
    """An answer's id, the second it was begun, and the model that gave it."""

    id: str
    created: int
    model: str

    def fields(self, kind: str) -> dict[str, Any]:
        return {
            "id": self.id,
            "object": kind,
            "created": self.created,
            "model": self.model,
            "system_fingerprint": None,
        }

    def opening(self, kind: str) -> bytes:
        """The start of a stream's event, up to where its own fields come."""
        return b"data: " + msgspec.json.encode(self.fields(kind))[:-1]
