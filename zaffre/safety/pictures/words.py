"""Text that stands in pictures: read, and judged by the filters for texts."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

import msgspec

from zaffre.core.pictures import Pixels
from zaffre.core.verdicts import Direction, Reading
from zaffre.safety.asking import Heard, failed
from zaffre.safety.filters import FilterUnavailable, Passage, Voice
from zaffre.safety.panel import Panel
from zaffre.safety.pictures.filters import Picture
from zaffre.safety.pictures.turns import Turns
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
        self._turns = Turns[str](reader.text, "reader of pictures")

    async def hear(self, pictures: Sequence[Picture], policy: Policy, seconds: float) -> Heard:
        """What is seen in the words of each picture. Reading has `seconds`, and judging then the policy's own time.

        Raises `FilterDown` where that can't be done and the policy fails closed.
        """
        try:
            async with asyncio.timeout(seconds):
                texts = await self._turns.take(pictures)
        except TimeoutError:
            return _unread(pictures, failed(f"text in pictures was not read within {seconds:g} s", 1.0, policy))
        except FilterUnavailable as error:
            return _unread(pictures, failed(f"text in pictures: {error}", error.after, policy))
        return await self._judged(texts, pictures, policy)

    async def close(self) -> None:
        await self._turns.close()

    async def _judged(self, texts: Sequence[str], pictures: Sequence[Picture], policy: Policy) -> Heard:
        said = {place: text for place, text in enumerate(texts) if text and not text.isspace()}
        passages = [Passage(text, _VOICES[pictures[at].direction], pictures[at].direction) for at, text in said.items()]
        heard = await self._panel.hear(passages, policy)
        found = dict(zip(said, heard.readings, strict=True))
        return Heard([_placeless(found.get(place, Reading())) for place in range(len(pictures))], heard.error)


def _unread(pictures: Sequence[Picture], error: str) -> Heard:
    return Heard([Reading() for _ in pictures], error)


def _placeless(reading: Reading) -> Reading:
    """Without scores, which are of words and not of the picture, and without places in a text that nobody else has."""
    findings = [msgspec.structs.replace(finding, span=None) for finding in reading.findings]
    return Reading(findings=tuple(findings))
