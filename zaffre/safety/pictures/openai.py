"""OpenAI's moderation of pictures, and any other that answers in its form.

Its page "Moderation" names the categories for which its omni models look at pictures: sexual (but not minors),
violence and self-harm. For others their scores say nothing, and are left out.
"""

from collections.abc import Sequence

from zaffre.core.verdicts import Reading
from zaffre.safety.guards.desk import Desk, Question
from zaffre.safety.guards.line import Line, key_from
from zaffre.safety.guards.openai import MODEL, OURS, reading
from zaffre.safety.pictures.filters import Picture
from zaffre.safety.pictures.sending import data_url, questions
from zaffre.safety.policy import Policy
from zaffre.settings.safety import Guard


class OpenAIPictures:
    """One request for each picture, as its service wants it."""

    sees = frozenset({"sexual", "violence", "self_harm"})

    def __init__(self, line: Line, model: str, timeout: float):
        self._line = line
        self._model = model
        self._desk = Desk(self._ask, timeout)

    @classmethod
    def of(cls, guard: Guard) -> "OpenAIPictures":
        key = key_from(guard.api_key_env)
        headers = {"authorization": f"Bearer {key}"} if key else {}
        return cls(Line(guard.url or "", headers), guard.model or MODEL, guard.timeout)

    async def read(self, pictures: Sequence[Picture], policy: Policy) -> list[Reading]:
        return await self._desk.read(await questions(pictures))

    async def close(self) -> None:
        await self._line.close()

    async def _ask(self, question: Question) -> Reading:
        shown = {"type": "image_url", "image_url": {"url": data_url(question.text)}}
        body = await self._line.post("/moderations", {"model": self._model, "input": [shown]})
        told = reading(body, f"openai {self._model}")
        return Reading(
            findings=tuple(one for one in told.findings if one.category in self.sees),
            scores={name: score for name, score in told.scores.items() if OURS[name.partition("/")[0]] in self.sees},
        )
