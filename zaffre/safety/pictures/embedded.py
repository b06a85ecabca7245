"""The embedded picture filter: sees pornographic photographs, in a worker thread, and nothing else."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from zaffre.core.pictures import Pixels
from zaffre.core.verdicts import Finding, Reading, Severity
from zaffre.safety.pictures.filters import Picture
from zaffre.safety.pictures.turns import Turns
from zaffre.safety.pictures.views import views
from zaffre.safety.policy import Policy

if TYPE_CHECKING:
    from zaffre.safety.pictures.open_nsfw import OpenNsfw

FROM: Mapping[Severity, float] = {"low": 0.3, "medium": 0.6, "high": 0.8}
"""The score from which on a picture has each severity; docs/safety/pictures.md tells why these."""


class EmbeddedPictures:
    """The highest score of all views of a picture counts."""

    sees = frozenset({"sexual"})

    def __init__(self, network: "OpenNsfw"):
        self._network = network
        self._turns = Turns[Reading](self._look, "picture filter")

    async def read(self, pictures: Sequence[Picture], policy: Policy) -> list[Reading]:
        return await self._turns.take(pictures)

    async def close(self) -> None:
        await self._turns.close()

    def _look(self, pixels: Pixels) -> Reading:
        """In the worker thread."""
        score = max(self._network.scores(views(pixels)))
        severity = severity_of(score)
        found = Finding(category="sexual", severity=severity, score=score, source=self._network.version)
        return Reading(findings=() if severity == "safe" else (found,), scores={"sexual": score})


def severity_of(score: float) -> Severity:
    reached = [severity for severity, least in FROM.items() if score >= least]
    return reached[-1] if reached else "safe"
