"""The screen that every call passes twice: its prompt before a model sees it, its answer before a caller does."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

from msgspec import Struct

from zaffre.core.answers import Piece, Stage
from zaffre.core.calls import (
    Chat,
    Completion,
    Embedding,
    ImageCall,
    ImageEdit,
    ImageGeneration,
    ImageVariation,
    Inference,
)
from zaffre.core.clock import Clock
from zaffre.core.errors import FilterDown, Unsupported
from zaffre.core.filtered import ContentFiltered
from zaffre.core.pictures import Pixels
from zaffre.core.verdicts import Direction, Reading, Verdict
from zaffre.safety import passages, redaction
from zaffre.safety.decide import NOT_FILTERED, decide, merged
from zaffre.safety.embedded import Embedded
from zaffre.safety.filters import FilterUnavailable, Passage
from zaffre.safety.panel import Panel
from zaffre.safety.passages import ReadTokens
from zaffre.safety.pictures import given
from zaffre.safety.pictures.panel import Pictures
from zaffre.safety.pictures.stages import Staged
from zaffre.safety.policies import Policies
from zaffre.safety.policy import EMBEDDED, Policy
from zaffre.safety.rules import pii
from zaffre.safety.streams.asynchronous import Asynchronous
from zaffre.safety.streams.buffered import Buffered
from zaffre.safety.streams.pump import pumped
from zaffre.safety.streams.whole import Whole


class Screened(Struct, frozen=True):
    """A call that may pass, perhaps without its personal data, and a verdict for each of its prompts."""

    call: Inference
    verdicts: tuple[Verdict, ...]


class Judged(Protocol):
    """One that has judged an answer, or is still at it."""

    @property
    def verdicts(self) -> list[Verdict]: ...


class Cleared(Struct, frozen=True):
    """The pieces that may pass, as they come, and who knows what was said of them."""

    pieces: AsyncIterator[Piece]
    judged: Judged | None = None

    @property
    def verdicts(self) -> list[Verdict]:
        return self.judged.verdicts if self.judged else []


class Screen:
    """Asks the panel about all that a call says and is told, under the policy that holds for it."""

    def __init__(self, policies: Policies, panel: Panel, embedded: Embedded, pictures: Pictures, clock: Clock):
        self.policies = policies
        self._panel = panel
        self._pictures = pictures
        self._embedded = embedded
        self._clock = clock

    @property
    def version(self) -> str:
        """The embedded classifier's."""
        return self._embedded.version

    async def screen_input(self, call: Inference, policy: Policy, read_tokens: ReadTokens) -> Screened:
        """The call as it may pass. Raises `ContentFiltered`, `FilterDown`, or `Unsupported` for unreadable tokens.

        `BadRequest` is for a picture in it that is none, or that can't be looked at.
        """
        screened = await self._screen_words(call, policy, read_tokens)
        seen = await given.judged(call, self._pictures, policy)
        if seen is None:
            return screened
        first, *others = screened.verdicts or (None,)
        return Screened(screened.call, (merged([first, seen]) if first else seen, *others))

    async def _screen_words(self, call: Inference, policy: Policy, read_tokens: ReadTokens) -> Screened:
        if not policy.filters:
            return Screened(call, ())
        try:
            if policy.prompt.changes:
                call = await passages.in_words(call, read_tokens)
            said = await passages.of(call, read_tokens)
        except Unsupported:
            if policy.prompt.blocks or policy.prompt.changes:
                raise
            unread = decide(policy, "prompt", Reading(), NOT_FILTERED)
            return Screened(call, (unread,) * passages.num_prompts(call))
        verdicts = _by_prompt(call, policy, said, await self.judge(said, policy))
        if any(verdict.is_blocked for verdict in verdicts):
            raise ContentFiltered(verdicts, _PARAMS[type(call)])
        if policy.prompt.changes:
            kinds = frozenset(policy.prompt.kinds) or None
            call = redaction.call_redacted(call, lambda text: pii.redact(text, pii.find(text, kinds)))
        return Screened(call, verdicts)

    @asynccontextmanager
    async def screen_output(
        self, call: Inference, policy: Policy, pieces: AsyncIterator[Piece]
    ) -> AsyncIterator[Cleared]:
        """The pieces of the answer that may pass; blocked choices end with `content_filter`."""
        if isinstance(call, ImageCall) and (policy.filters or policy.images.are_looked_at):
            staged = Staged(lambda stage: self._judge_stage(stage, policy), call.n)
            yield Cleared(staged.screened(pieces), staged)
            return
        if isinstance(call, (Embedding, ImageCall)) or not policy.filters:
            yield Cleared(pieces)
            return

        async def judge(said: Sequence[Passage]) -> list[Verdict]:
            return await self.judge(said, policy)

        if not call.stream:
            whole = Whole(policy, judge)
            yield Cleared(whole.screened(pieces), whole)
            return
        num_choices = call.sampling.n * passages.num_prompts(call)
        if policy.mode == "asynchronous" and not policy.completion.changes:
            stream = Asynchronous(judge, num_choices, _prompt_length(call))
        else:
            stream = Buffered(policy, judge, self._glance_under(policy), num_choices, self._clock)
        async with pumped(pieces, stream.hear) as pump:
            yield Cleared(stream.screened(pump), stream)

    async def judge(self, said: Sequence[Passage], policy: Policy) -> list[Verdict]:
        """A verdict for each of the texts, at once where all were read before. Raises `FilterDown`."""
        # A deadline, a task and a thread cost several times what remembering does.
        known = self._embedded.recall(said, policy) if policy.filters == (EMBEDDED,) else None
        if known is not None:
            return [decide(policy, one.direction, reading) for one, reading in zip(said, known, strict=True)]
        return await self._panel.judge(said, policy)

    async def judge_pictures(
        self, shown: Sequence[Pixels], policy: Policy, direction: Direction = "prompt"
    ) -> list[Verdict]:
        """A verdict for each picture, none where the policy has nobody look. Raises `FilterDown`."""
        return await self._pictures.judge(shown, direction, policy)

    async def _judge_stage(self, stage: Stage, policy: Policy) -> Verdict | None:
        """What may be said of a stage's picture, and of the words that a model says it drew by."""
        shown = [] if stage.pixels is None else [stage.pixels]
        verdicts = await self.judge_pictures(shown, policy, "completion")
        if stage.revised_prompt and policy.filters:
            verdicts += await self.judge([Passage(stage.revised_prompt, "assistant", "completion")], policy)
        return merged(verdicts) if verdicts else None

    async def close(self) -> None:
        await self._panel.close()
        await self._pictures.close()

    def _glance_under(self, policy: Policy):
        async def glance(passage: Passage) -> Verdict | None:
            # Other filters may be stricter, so where there are any, a glance of ours clears nothing.
            if policy.filters != (EMBEDDED,):
                return None
            try:
                is_clear = await self._embedded.clears(passage, policy)
            except FilterUnavailable as error:
                raise FilterDown(error.after) from error
            return decide(policy, passage.direction, Reading()) if is_clear else None

        return glance


_PARAMS = {
    Chat: "prompt",
    Completion: "prompt",
    Embedding: "input",
    ImageGeneration: "prompt",
    ImageEdit: "prompt",
    ImageVariation: "image",
}


def _by_prompt(call: Inference, policy: Policy, said: list[Passage], verdicts: list[Verdict]) -> tuple[Verdict, ...]:
    found: list[list[Verdict]] = [[] for _ in range(passages.num_prompts(call))]
    for passage, verdict in zip(said, verdicts, strict=True):
        found[passage.prompt].append(verdict)
    return tuple(merged(ones) if ones else decide(policy, "prompt", Reading()) for ones in found)


def _prompt_length(call: Inference) -> int:
    if isinstance(call, Chat):
        return sum(len(message.text) for message in call.messages)
    return sum(len(prompt) for prompt in call.prompts)
