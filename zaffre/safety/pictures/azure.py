"""Azure AI Content Safety's `image:analyze`: severities of all four harms, at four levels."""

from collections.abc import Sequence

from zaffre.core.verdicts import HARMS, Reading
from zaffre.safety.guards.azure import API_VERSION, OURS, harms
from zaffre.safety.guards.desk import Desk, Question
from zaffre.safety.guards.line import Line, key_from
from zaffre.safety.pictures.filters import Picture
from zaffre.safety.pictures.sending import questions
from zaffre.safety.policy import Policy
from zaffre.settings.safety import Guard


class AzurePictures:
    """One request for each picture."""

    sees = frozenset(HARMS)

    def __init__(self, line: Line, timeout: float):
        self._line = line
        self._desk = Desk(self._ask, timeout)

    @classmethod
    def of(cls, guard: Guard) -> "AzurePictures":
        key = key_from(guard.api_key_env)
        headers = {"ocp-apim-subscription-key": key} if key else {}
        return cls(Line(guard.url or "", headers), guard.timeout)

    async def read(self, pictures: Sequence[Picture], policy: Policy) -> list[Reading]:
        return await self._desk.read(await questions(pictures))

    async def close(self) -> None:
        await self._line.close()

    async def _ask(self, question: Question) -> Reading:
        asked = {
            "image": {"content": question.text},
            "categories": list(OURS),
            "outputType": "FourSeverityLevels",
        }
        return harms(await self._line.post(f"/contentsafety/image:analyze?api-version={API_VERSION}", asked))
