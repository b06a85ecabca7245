"""Text that stands in pictures: read, and judged by the filters for texts."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

import msgspec

from zaffre.core.errors import EngineFailed, Unavailable
from zaffre.core.pictures import Pixels
from zaffre.core.verdicts import Direction, Reading
from zaffre.engines.batching import Batcher
from zaffre.safety.asking import Heard, failed
from zaffre.safety.filters import FilterUnavailable, Passage, Voice
from zaffre.safety.panel import Panel
from zaffre.safety.pictures.embedded import MOST_WAITING
from zaffre.safety.pictures.filters import Picture
from zaffre.safety.policy import Policy

_VOICES: dict[Direction, Voice] = {"prompt": "user", "completion": "assistant"}


class Reader(Protocol):
    """One that can read: a program for the recognition of characters."""

    def text(self, pixels: Pixels) -> str:
        """The lines that stand in the picture, empty where there are none; called in a worker thread, and may block."""


class Words:
    """Reads one picture after another, and asks the panel of `policy` about what it says."""

    def __init__(self, reader: Reader, panel: Panel):
        self._panel = panel
        self._batcher = Batcher[Pixels, str](
            lambda batch: [reader.text(pixels) for pixels in batch],
            len_of,
            most=1,
            most_cost=1,
            name="reader of pictures",
        )
        self._num_waiting = 0

    async def hear(self, pictures: Sequence[Picture], policy: Policy, seconds: float) -> Heard:
        """What is seen in the words of each picture. Reading has `seconds`, and judging then the policy's own time.

        Raises `FilterDown` where that can't be done and the policy fails closed.
        """
        try:
            async with asyncio.timeout(seconds):
                texts = await self._texts(pictures)
        except TimeoutError:
            return _unread(pictures, failed(f"text in pictures was not read within {seconds:g} s", 1.0, policy))
        except FilterUnavailable as error:
            return _unread(pictures, failed(f"text in pictures: {error}", error.after, policy))
        said = {place: text for place, text in enumerate(texts) if text and not text.isspace()}
        passages = [Passage(text, _VOICES[pictures[at].direction], pictures[at].direction) for at, text in said.items()]
        heard = await self._panel.hear(passages, policy)
        found = dict(zip(said, heard.readings, strict=True))
        return Heard([_placeless(found.get(place, Reading())) for place in range(len(pictures))], heard.error)

    async def close(self) -> None:
        await self._batcher.close()

    async def _texts(self, pictures: Sequence[Picture]) -> list[str]:
        if self._num_waiting and self._num_waiting + len(pictures) > MOST_WAITING:
            raise FilterUnavailable(f"{self._num_waiting} pictures already wait to be read")
        self._num_waiting += len(pictures)
        try:
            return await self._batcher.submit([picture.pixels for picture in pictures])
        except (EngineFailed, Unavailable) as error:
            raise FilterUnavailable(error.message) from error
        finally:
            self._num_waiting -= len(pictures)


def len_of(pixels: Pixels) -> int:
    return len(pixels.data)


def _unread(pictures: Sequence[Picture], error: str) -> Heard:
    return Heard([Reading() for _ in pictures], error)


def _placeless(reading: Reading) -> Reading:
    """Without scores, which are of words and not of the picture, and without places in a text that nobody else has."""
    findings = [msgspec.structs.replace(finding, span=None) for finding in reading.findings]
    return Reading(findings=tuple(findings))
