"""The embedded picture filter: sees pornographic photographs, in a worker thread, and nothing else."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from zaffre.core.errors import EngineFailed, Unavailable
from zaffre.core.pictures import Pixels
from zaffre.core.verdicts import Finding, Reading, Severity
from zaffre.engines.batching import Batcher
from zaffre.safety.filters import FilterUnavailable
from zaffre.safety.pictures.filters import Picture
from zaffre.safety.pictures.views import views
from zaffre.safety.policy import Policy

if TYPE_CHECKING:
    from zaffre.safety.pictures.open_nsfw import OpenNsfw

FROM: Mapping[Severity, float] = {"low": 0.3, "medium": 0.6, "high": 0.8}
"""The score from which on a picture has each severity; docs/safety/pictures.md tells why these."""
MOST_WAITING = 64


class EmbeddedPictures:
    """One picture after another; too many that wait count as overload, since each is several megabytes."""

    sees = frozenset({"sexual"})

    def __init__(self, network: "OpenNsfw"):
        self._network = network
        self._batcher = Batcher[Pixels, Reading](self._look, _cost, most=1, most_cost=1, name="picture filter")
        self._num_waiting = 0

    async def read(self, pictures: Sequence[Picture], policy: Policy) -> list[Reading]:
        if self._num_waiting and self._num_waiting + len(pictures) > MOST_WAITING:
            raise FilterUnavailable(f"{self._num_waiting} pictures already wait for the embedded filter")
        self._num_waiting += len(pictures)
        try:
            return await self._batcher.submit([picture.pixels for picture in pictures])
        except (EngineFailed, Unavailable) as error:
            raise FilterUnavailable(error.message) from error
        finally:
            self._num_waiting -= len(pictures)

    async def close(self) -> None:
        await self._batcher.close()

    def _look(self, batch: list[Pixels]) -> list[Reading]:
        """In the worker thread."""
        return [self._reading(max(self._network.scores(views(pixels)))) for pixels in batch]

    def _reading(self, score: float) -> Reading:
        severity = severity_of(score)
        found = Finding(category="sexual", severity=severity, score=score, source=self._network.version)
        return Reading(findings=() if severity == "safe" else (found,), scores={"sexual": score})


def severity_of(score: float) -> Severity:
    reached = [severity for severity, least in FROM.items() if score >= least]
    return reached[-1] if reached else "safe"


def _cost(pixels: Pixels) -> int:
    return pixels.width * pixels.height
