"""Guard models that see: Llama Guard 3 Vision and 4, which a deployment of this installation serves.

They answer as they do for texts. Each picture is shown in a user's turn, whoever made it: their chat templates have
no place for pictures in an answer.
"""

from collections.abc import Sequence

from zaffre.core.calls import Chat, Message, Part, Sampling
from zaffre.core.verdicts import HARMS, Reading
from zaffre.engines.base import Engine
from zaffre.safety.guards.desk import Desk, Question
from zaffre.safety.guards.models import WAYS, answered, reading
from zaffre.safety.pictures.filters import Picture
from zaffre.safety.pictures.sending import TOPIC, data_url, questions
from zaffre.safety.policy import Policy
from zaffre.settings.safety import Guard

_WORDS = Part("text", "Look at this picture.")


class SeeingGuardModel:
    """`engine` belongs to the pool, which also closes it."""

    sees = frozenset({*HARMS, "illicit"})

    def __init__(self, guard: Guard, engine: Engine):
        self._way = WAYS[guard.kind]
        self._deployment = guard.deployment or ""
        self._source = f"{guard.kind} {self._deployment}"
        self._engine = engine
        self._desk = Desk(self._ask, guard.timeout)

    async def read(self, pictures: Sequence[Picture], policy: Policy) -> list[Reading]:
        return await self._desk.read(await questions(pictures))

    async def close(self) -> None:
        return None

    async def _ask(self, question: Question) -> Reading:
        shown = Part("image_url", data={"type": "image_url", "image_url": {"url": data_url(question.text)}})
        call = Chat(
            deployment=self._deployment,
            messages=(Message(role="user", content=(shown, _WORDS)),),
            sampling=Sampling(temperature=0.0, max_tokens=self._way.MAX_TOKENS),
        )
        return reading(self._way.read(TOPIC, await answered(self._engine, call)), self._source)
