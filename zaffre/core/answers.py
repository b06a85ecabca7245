"""What engines give back: deltas of text, vectors, and the usage they cost."""

from typing import Any, Literal

from msgspec import Struct

from zaffre.core.pictures import Pixels
from zaffre.core.verdicts import Verdict

UsageSource = Literal["provider", "counted", "estimated"]
Finish = Literal["stop", "length", "tool_calls", "content_filter"]


class Usage(Struct, frozen=True, kw_only=True):
    """Tokens used by a whole call so far, all its choices together."""

    prompt: int = 0
    completion: int = 0
    cached: int = 0
    reasoning: int = 0
    images: int = 0
    """Finished pictures."""
    pictured: int = 0
    """The part of `prompt` that pictures made, where somebody told."""
    audio_ms: int = 0
    """Milliseconds of speech that was made or heard."""
    source: UsageSource = "provider"

    @property
    def total(self) -> int:
        return self.prompt + self.completion


class Alternative(Struct, frozen=True):
    """A token that could have been chosen; `logprob` is a natural logarithm."""

    token: str
    logprob: float
    bytes: tuple[int, ...] | None = None


class Logprob(Struct, frozen=True):
    """The chosen token, with the most likely alternatives in falling order."""

    token: str
    logprob: float
    bytes: tuple[int, ...] | None = None
    top: tuple[Alternative, ...] = ()


class ToolDelta(Struct, frozen=True):
    """A piece of one tool call: `id` and `name` come first, then `arguments` in pieces."""

    index: int
    id: str | None = None
    name: str | None = None
    arguments: str = ""


class Offsets(Struct, frozen=True):
    """What a verdict in an asynchronously filtered stream is about, in code points from the prompt's start on.

    All before `check` has been judged; the verdict is on the text from `start` up to `end`.
    """

    check: int
    start: int
    end: int


class Delta(Struct, frozen=True, kw_only=True):
    """A piece of one choice. `usage`, where given, is the running total of the whole call.

    `choice` is the index on the wire, unique over all prompts. `verdict` is what the
    content policy says of what has been cleared with this piece; with `offsets`, the
    piece has no text and tells of text that went before.
    """

    choice: int = 0
    role: str | None = None
    text: str = ""
    reasoning: str = ""
    refusal: str | None = None
    tools: tuple[ToolDelta, ...] = ()
    logprobs: tuple[Logprob, ...] = ()
    finish: Finish | None = None
    usage: Usage | None = None
    verdict: Verdict | None = None
    offsets: Offsets | None = None

    @property
    def speech(self) -> str:
        """All that the piece says, in whatever form."""
        if self.tools or self.reasoning or self.refusal:
            arguments = "".join([(tool.name or "") + tool.arguments for tool in self.tools])
            return self.reasoning + (self.refusal or "") + self.text + arguments
        return self.text


class Vector(Struct, frozen=True, kw_only=True):
    """The embedding of input `index`: float32, little-endian, packed."""

    index: int
    data: bytes
    usage: Usage | None = None


class Elsewhere(Struct, frozen=True):
    """What a backend says of a picture that its own filter stopped; `told` by the names on its wire."""

    message: str
    told: dict[str, Any] = {}


class Stage(Struct, frozen=True, kw_only=True):
    """How far picture `index` has come: after `step` of `steps`, or still waiting in the queue.

    `pixels` come with the stages that were asked for as partial images, and with the last one, which `is_final`.
    A picture that is stopped ends with a final stage without pixels: its `verdict` is blocked where the policy
    stopped it, and `elsewhere` is there where the backend's own filter did. `usage` is that of this picture alone.
    """

    index: int = 0
    step: int = 0
    steps: int = 0
    pixels: Pixels | None = None
    is_final: bool = False
    partial: int | None = None
    """Which partial image this is, from 0, where it is one."""
    position: int | None = None
    """How many pictures are drawn before this one, while it waits."""
    wait: float | None = None
    """Seconds until it is likely to be begun, while it waits."""
    seed: int | None = None
    revised_prompt: str | None = None
    usage: Usage | None = None
    worked_ms: int = 0
    """With the final stage: for how long an engine of ours drew this picture."""
    verdict: Verdict | None = None
    elsewhere: Elsewhere | None = None

    @property
    def is_stopped(self) -> bool:
        return self.is_final and self.pixels is None


Piece = Delta | Vector | Stage
