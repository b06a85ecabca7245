"""Small stand-ins for what is heavy or far away."""

from collections.abc import AsyncIterator, Sequence

from msgspec import Struct

from zaffre.core.answers import Delta
from zaffre.core.pictures import Pixels
from zaffre.core.verdicts import MODERATION_CATEGORIES, Finding, Reading, Span
from zaffre.safety.pictures.filters import Picture
from zaffre.safety.policies import Policies
from zaffre.safety.policy import Policy
from zaffre.settings.schema import Settings

MAGENTA = (255, 0, 255)
"""The colour that the stand-in picture filter forbids in a picture's first pixel."""
FORBIDDEN_DRAWING = "a field of heather, number 921"
"""A prompt for which the echo engine draws such a picture with the seed 0."""
HARM = "zorblax"
"""A word that the stand-in classifier takes for violence; `zorblix` for a jailbreak."""


class Sight(Struct, frozen=True):
    text: str
    place: int
    attack: int


class StandInClassifier:
    """Sees made-up words and nothing else, and counts what it was asked."""

    version = "stand-in-1"

    def __init__(self) -> None:
        self.num_scanned = 0
        self.num_glances = 0

    def clear(self, texts: Sequence[str]) -> list[Sight | None]:
        self.num_glances += len(texts)
        return [None if "zorb" in text else self._sight(text) for text in texts]

    def scan(self, texts: Sequence[str]) -> list[Sight]:
        self.num_scanned += len(texts)
        return [self._sight(text) for text in texts]

    def reading(self, sight: Sight, offset: int = 0) -> Reading:
        findings = []
        if sight.place >= 0:
            span = Span(sight.place + offset, sight.place + offset + len(HARM))
            findings.append(Finding(category="violence", severity="high", score=0.9, span=span, source=self.version))
        if sight.attack >= 0:
            findings.append(Finding(category="jailbreak", score=0.9, source=self.version))
        score = 0.9 if sight.place >= 0 else 0.01
        return Reading(findings=tuple(findings), scores=dict.fromkeys(MODERATION_CATEGORIES, score))

    def _sight(self, text: str) -> Sight:
        return Sight(text, text.find(HARM), text.find("zorblix"))


class StandInPictures:
    """Takes a picture that begins with nearly magenta for a sexual one, and counts what it was asked."""

    sees = frozenset({"sexual"})

    def __init__(self) -> None:
        self.num_seen = 0

    async def read(self, pictures: Sequence[Picture], policy: Policy) -> list[Reading]:
        self.num_seen += len(pictures)
        return [self._reading(picture.pixels) for picture in pictures]

    async def close(self) -> None:
        return None

    def _reading(self, pixels: Pixels) -> Reading:
        red, green, blue = pixels.data[:3]
        if min(red, 255 - green, blue) < 240:
            return Reading(scores={"sexual": 0.01})
        return Reading(findings=(Finding(category="sexual", score=0.9, source="stand-in"),), scores={"sexual": 0.9})


class StandInReader:
    """Reads one line in every picture that is not magenta."""

    def __init__(self, text: str):
        self._text = text

    def text(self, pixels: Pixels) -> str:
        return "" if tuple(pixels.data[:3]) == MAGENTA else self._text


def policy(name: str = "default", **changes: object) -> Policy:
    """A built-in policy, or one made of settings such as `policies={"mine": …}`."""
    settings = Settings(**changes)
    found = Policies.build(settings).find(name)
    assert found is not None
    return found


async def spoken(*texts: str, choice: int = 0) -> AsyncIterator[Delta]:
    """An answer in pieces, with its end."""
    for text in texts:
        yield Delta(choice=choice, text=text)
    yield Delta(choice=choice, finish="stop")
