"""What engines give back: deltas of text, vectors, and the usage they cost."""

from typing import Literal

from msgspec import Struct

UsageSource = Literal["provider", "counted", "estimated"]
Finish = Literal["stop", "length", "tool_calls", "content_filter"]


class Usage(Struct, frozen=True, kw_only=True):
    """Tokens used by a whole call so far, all its choices together."""

    prompt: int = 0
    completion: int = 0
    cached: int = 0
    reasoning: int = 0
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


class Delta(Struct, frozen=True, kw_only=True):
    """A piece of one choice. `usage`, where given, is the running total of the whole call.

    `prompt` is the index of the prompt answered (completions of several prompts);
    `choice` is the index on the wire, unique over all prompts.
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


class Vector(Struct, frozen=True, kw_only=True):
    """The embedding of input `index`: float32, little-endian, packed."""

    index: int
    data: bytes
    usage: Usage | None = None


Piece = Delta | Vector
