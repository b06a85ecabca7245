"""Pictures, as they pass between the rooms."""

from typing import Literal

from msgspec import Struct

from zaffre.core.verdicts import Verdict

PictureFormat = Literal["png", "jpeg", "webp"]
Background = Literal["auto", "transparent", "opaque"]


class Pixels(Struct, frozen=True):
    """A picture laid open: rows from the top, 8 bits a channel, sRGB; RGB with 3 channels, RGBA with 4."""

    width: int
    height: int
    channels: Literal[3, 4]
    data: bytes

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height

    @property
    def has_alpha(self) -> bool:
        return self.channels == 4


class Output(Struct, frozen=True, kw_only=True):
    """How a picture is to be written. `compression` is 0 to 100, for jpeg and webp, 100 being the best quality."""

    format: PictureFormat = "png"
    compression: int = 100
    background: Background = "auto"


class Drawn(Struct, frozen=True, kw_only=True):
    """Picture `index` of an answer, written and ready to be sent; `partial` counts its unfinished states from 0."""

    index: int
    data: bytes
    size: tuple[int, int]
    format: PictureFormat
    has_alpha: bool = False
    partial: int | None = None
    address: str | None = None
    """Where it can be fetched for a while, a path of this server's or a whole URL; not told of a partial one."""
    kept_as: str | None = None
    """The id under which it is kept."""
    revised_prompt: str | None = None
    verdict: Verdict | None = None
