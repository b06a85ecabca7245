"""What was read before: readings by the text's digest, the longest unused forgotten first."""

import hashlib
from collections.abc import Hashable

from zaffre.core.verdicts import Reading


class Memory:
    """Keeps at most `most` readings, and no text. `context` is all that a reading depends on beside the text."""

    def __init__(self, most: int):
        self._most = most
        self._kept: dict[tuple[Hashable, bytes], Reading] = {}

    def find(self, context: Hashable, text: str) -> Reading | None:
        key = (context, _digest(text))
        reading = self._kept.pop(key, None)
        if reading is not None:
            self._kept[key] = reading
        return reading

    def keep(self, context: Hashable, text: str, reading: Reading) -> None:
        self._kept[context, _digest(text)] = reading
        if len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]


def _digest(text: str) -> bytes:
    # A shorter or weaker hash would let somebody prepare a harmful text that counts as a harmless one.
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
