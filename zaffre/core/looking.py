"""Looking for many at once: whoever asks while others do is served by one look that began after they asked."""

import asyncio
from collections.abc import Awaitable, Callable


class Looking:
    """Does one thing, one time after the other, and no more often than those who ask need it."""

    def __init__(self, look: Callable[[], Awaitable[None]]):
        self._look = look
        self._begun = self._done = 0
        self._turn = asyncio.Lock()

    async def once(self) -> None:
        """Return when a look that began after this call has ended well. Raises what the look of one's own raises."""
        before = self._begun
        async with self._turn:
            if self._done > before:
                return
            self._begun += 1
            number = self._begun
            await self._look()
            self._done = number
