"""Vectors in memory, and which of them are nearest to another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy

_FIRST_ROOM = 1024


class Nearest:
    """Exact search by cosine, over 4 bytes for each dimension and row: 100,000 rows of 384 take 150 MB."""

    def __init__(self) -> None:
        self._rows: numpy.ndarray | None = None
        self._ids: list[str] = []
        self._places: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def fill(self, vectors: Sequence[tuple[str, bytes]]) -> None:
        """Forget all, and keep these instead: ids and vectors of little-endian float16, all of one width."""
        import numpy

        rows = None
        if vectors:
            rows = numpy.frombuffer(b"".join([data for _, data in vectors]), "<f2").astype(numpy.float32)
            rows = rows.reshape(len(vectors), -1)
            lengths = numpy.linalg.norm(rows, axis=1, keepdims=True)
            rows /= numpy.where(lengths, lengths, 1)
        # At once and at the end: this runs in a thread, and others may ask meanwhile.
        self._ids, self._rows = [id for id, _ in vectors], rows
        self._places = {id: place for place, id in enumerate(self._ids)}

    def put(self, id: str, data: bytes) -> None:
        """Keep a vector of little-endian float16, of the same width as all others."""
        import numpy

        vector = numpy.frombuffer(data, "<f2").astype(numpy.float32)
        vector /= numpy.linalg.norm(vector) or 1
        place = self._places.setdefault(id, len(self._ids))
        if place == len(self._ids):
            self._ids.append(id)
        if self._rows is None:
            self._rows = numpy.empty((_FIRST_ROOM, len(vector)), numpy.float32)
        elif place == len(self._rows):
            self._rows = numpy.concatenate([self._rows, numpy.empty_like(self._rows)])
        self._rows[place] = vector

    def drop(self, id: str) -> None:
        """Forget a vector; nothing happens where there is none. The last one takes its place."""
        place = self._places.pop(id, None)
        if place is None:
            return
        last = self._ids.pop()
        if last != id:
            self._ids[place], self._places[last] = last, place
            self._rows[place] = self._rows[len(self._ids)]
        self._rows[len(self._ids)] = 0

    def search(self, data: bytes, count: int) -> list[tuple[str, float]]:
        """The ids nearest to a vector of little-endian float32, the nearest first, with their cosines."""
        # Others may come and go meanwhile; what was true a moment ago will do.
        ids, rows = list(self._ids), self._rows
        if rows is None:
            return []
        import numpy

        vector = numpy.frombuffer(data, "<f4")
        cosines = rows[: len(ids)] @ (vector / (numpy.linalg.norm(vector) or 1))
        least = max(0, len(cosines) - count)
        best = numpy.argpartition(cosines, least)[least:] if least else numpy.arange(len(cosines))
        best = best[numpy.argsort(-cosines[best], kind="stable")]
        return [(ids[place], float(cosines[place])) for place in best]


def halved(data: bytes) -> bytes:
    """A vector of float32 in half the room: little-endian float16."""
    import numpy

    return numpy.frombuffer(data, "<f4").astype("<f2").tobytes()
