"""Where a picture comes from: what is written into it when it is made, and what is found in one that is looked at."""

from typing import Literal

from msgspec import Struct

from zaffre.core.calls import Drawing, ImageEdit, ImageGeneration, ImageVariation
from zaffre.core.pictures import PictureFormat, Pixels

State = Literal["valid", "altered", "invalid", "none"]
"""Of credentials: they hold; the picture was changed afterwards; they are damaged or forged; there are none."""
Kind = Literal["generated", "composed", "edited", "other"]


class Marks(Struct, frozen=True, kw_only=True):
    """Which marks pictures are given; a policy says so."""

    credentials: bool = True
    watermark: bool = True
    include_prompt: bool = False


class Story(Struct, frozen=True, kw_only=True):
    """What a picture's credentials tell: who drew it, when (seconds since 1970), and from which pictures.

    `is_composed` where a program put it together from art that people made, and no trained model drew it.
    """

    picture: str
    model: str
    deployment: str
    made_at: float
    is_composed: bool = False
    inputs: tuple[Pixels, ...] = ()
    prompt: str | None = None

    @classmethod
    def of(
        cls, call: Drawing, *, picture: str, model: str, deployment: str, made_at: float, is_composed: bool = False
    ) -> "Story":
        """The story of a picture that was drawn for `call`."""
        return cls(
            picture=picture,
            model=model,
            deployment=deployment,
            made_at=made_at,
            is_composed=is_composed,
            inputs=call.images if isinstance(call, ImageEdit) else _shown(call),
            prompt=None if isinstance(call, ImageVariation) else call.prompt,
        )


class Credentials(Struct, frozen=True, kw_only=True):
    """What Content Credentials say of a picture. Only where they are `valid` is it more than a claim."""

    state: State
    signer: str | None = None
    """Who signed, as the certificate names them."""
    is_ours: bool = False
    """Whether this installation signed."""
    tool: str | None = None
    model: str | None = None
    deployment: str | None = None
    picture: str | None = None
    made_at: str | None = None
    """When it was made, as RFC 3339 has it."""
    kind: Kind | None = None
    edited_from: tuple[str, ...] = ()
    """What it was made from: for our own pictures the SHA-256 of each one's pixels."""
    prompt: str | None = None
    problems: tuple[str, ...] = ()
    """What did not hold, in the words of the C2PA standard."""


class Watermark(Struct, frozen=True, kw_only=True):
    """What was read of an invisible watermark; an installation sees those alone that were made with its own key."""

    is_found: bool = False
    installation: str | None = None
    """Eight hexadecimal digits: the first of the fingerprint of the installation's certificate."""
    is_ours: bool = False
    confidence: float = 0.0
    """How surely each bit was read, 0 to 1; a guess would be 0.5."""


class Examined(Struct, frozen=True, kw_only=True):
    """All that can be told of a picture's origin; `summary` says it in a sentence or two."""

    format: PictureFormat
    size: tuple[int, int]
    credentials: Credentials
    watermark: Watermark
    summary: str


def _shown(call: ImageGeneration | ImageVariation) -> tuple[Pixels, ...]:
    return (call.image,) if isinstance(call, ImageVariation) else ()
