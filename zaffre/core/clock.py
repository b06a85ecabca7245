"""Time and new ids, in one place so that tests can hold them still."""

import os
import time
from collections.abc import Callable


class Clock:
    """Wall time in seconds, and a steady time for measuring."""

    def now(self) -> float:
        return time.time()

    def steady(self) -> float:
        return time.monotonic()


def new_id(prefix: str, random: Callable[[int], bytes] = os.urandom) -> str:
    """An id such as `chatcmpl-…`: the prefix and 96 random bits in hexadecimal."""
    return prefix + random(12).hex()
