"""Pictures on their way to a caller: no pixels pass before they were judged, not even of an unfinished state."""

from collections.abc import AsyncIterator, Awaitable, Callable

import msgspec

from zaffre.core.answers import Stage
from zaffre.core.verdicts import Verdict

Judge = Callable[[Stage], Awaitable[Verdict | None]]
"""What the call's policy says of a stage's picture and of the words that came with it; nothing where nobody looks."""


class Staged:
    """Ends a picture at the first of its states that is stopped; the others go on."""

    def __init__(self, judge: Judge, num_pictures: int):
        self._judge = judge
        self._num_pictures = num_pictures
        self._judged: dict[int, Verdict] = {}
        self._blocked: set[int] = set()

    @property
    def verdicts(self) -> list[Verdict]:
        """What was said last of each picture."""
        return list(self._judged.values())

    async def screened(self, stages: AsyncIterator[Stage]) -> AsyncIterator[Stage]:
        """The stages that may pass; a picture that is stopped ends with one that has no pixels."""
        async for stage in stages:
            if stage.index in self._blocked:
                continue
            shows_something = stage.pixels is not None or stage.revised_prompt
            yield await self._looked_at(stage) if shows_something else stage
            if len(self._blocked) == self._num_pictures:
                return

    async def _looked_at(self, stage: Stage) -> Stage:
        verdict = await self._judge(stage)
        if verdict is None:
            return stage
        self._judged[stage.index] = verdict
        if not verdict.is_blocked:
            return msgspec.structs.replace(stage, verdict=verdict)
        self._blocked.add(stage.index)
        return msgspec.structs.replace(
            stage, pixels=None, partial=None, revised_prompt=None, is_final=True, verdict=verdict
        )
