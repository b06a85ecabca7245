"""The contract that every engine keeps."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from msgspec import Struct

from zaffre.core.answers import Piece
from zaffre.core.calls import Inference

TEXT_FEATURES = frozenset(
    {
        "best_of",
        "echo",
        "frequency_penalty",
        "image_url",
        "input_audio",
        "json_object",
        "json_schema",
        "logit_bias",
        "logprobs",
        "n",
        "presence_penalty",
        "seed",
        "stop",
        "suffix",
        "temperature",
        "tools",
        "token_prompts",
        "top_p",
    }
)
"""Every ability that a text engine may declare; names are the wire's where it has one."""


IMAGE_FEATURES = frozenset(
    {
        "guidance",
        "image_inputs",
        "mask",
        "negative_prompt",
        "partial_images",
        "quality",
        "seed",
        "steps",
        "strength",
        "style",
        "transparent",
    }
)
"""Every ability that an engine for pictures may declare; `image_inputs` is more than one picture to edit."""


class Capabilities(Struct, frozen=True, kw_only=True):
    """What an engine can do with its model. Known once `load` has returned.

    `features` are abilities beyond the plain case (`TEXT_FEATURES`, `IMAGE_FEATURES`, and
    `dimensions` for embeddings). `passes_extra` engines take fields and features that we do not know.
    """

    operations: frozenset[str]
    features: frozenset[str] = frozenset()
    context: int | None = None
    passes_extra: bool = False
    sizes: tuple[tuple[int, int], ...] = ()
    """The sizes of pictures that it draws, the default first; none means that any will do."""
    composes: bool = False
    """Whether it puts pictures together from art that people made, and no trained model draws them."""
    slots: int | None = None
    """How many pictures it draws at once, where calls must queue for it; each job then asks for one picture."""
    places: int | None = None
    """How many text calls it takes at once, where others must queue for it."""
    patience: float = 30.0
    """Seconds that a text call waits for its place."""


class Engine(Protocol):
    """A way to run one model in one place."""

    capabilities: Capabilities

    async def load(self) -> None:
        """Be ready to answer; raises `EngineFailed` with a reason that helps an operator."""

    def answer(self, call: Inference) -> AbstractAsyncContextManager[AsyncIterator[Piece]]:
        """Run one call. `Delta`s come for text, `Vector`s in order for embeddings, `Stage`s for pictures.

        Entering may already wait for the engine; nothing has been sent to the caller
        until the first piece is drawn. Each choice ends with exactly one `finish`, each
        picture with one final `Stage`; a `Stage` comes after every step.
        The last `usage` seen is the call's usage, or its picture's where it comes with a
        `Stage`. Leaving early cancels within one token or step. Raises a `Problem`: of the
        4xx kind if the call is at fault, `EngineFailed` or `Unavailable` if the engine is.
        """

    async def read_tokens(self, tokens: tuple[int, ...]) -> str:
        """The text that token ids stand for. Raises `BadRequest` for ids that are none, `Unsupported` if it can't."""

    @property
    def is_ready(self) -> bool:
        """Whether a call made now would be taken."""

    async def close(self) -> None:
        """Free everything; calling twice is safe."""
