"""Pictures that take turns in a worker thread."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from zaffre.core.errors import EngineFailed, Unavailable
from zaffre.core.pictures import Pixels
from zaffre.engines.batching import Batcher
from zaffre.safety.filters import FilterUnavailable
from zaffre.safety.pictures.filters import Picture

T = TypeVar("T")
MOST_WAITING = 64


class Turns(Generic[T]):
    """Does `work`, which may block, for one picture after another.

    Each is several megabytes, so too many that wait count as overload. `name` is who works, for an operator.
    """

    def __init__(self, work: Callable[[Pixels], T], name: str):
        self._name = name
        self._batcher = Batcher[Pixels, T](
            lambda batch: [work(pixels) for pixels in batch], lambda pixels: 1, most=1, most_cost=1, name=name
        )
        self._num_waiting = 0

    async def take(self, pictures: Sequence[Picture]) -> list[T]:
        """What came of each picture, in order. Raises `FilterUnavailable`. Being cancelled is safe at any time."""
        if self._num_waiting and self._num_waiting + len(pictures) > MOST_WAITING:
            raise FilterUnavailable(f"{self._num_waiting} pictures already wait for the {self._name}")
        self._num_waiting += len(pictures)
        try:
            return await self._batcher.submit([picture.pixels for picture in pictures])
        except (EngineFailed, Unavailable) as error:
            raise FilterUnavailable(error.message) from error
        finally:
            self._num_waiting -= len(pictures)

    async def close(self) -> None:
        """End after the picture at work; calling twice is safe."""
        await self._batcher.close()
