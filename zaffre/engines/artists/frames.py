"""What an artist's process and its supervisor say to each other: msgpack in frames with a length before them."""

import msgspec
from msgspec import Raw, Struct

from zaffre.core.answers import Stage
from zaffre.core.calls import Drawing, ImageEdit, ImageGeneration, ImageVariation
from zaffre.core.errors import BadRequest, EngineFailed, Problem
from zaffre.core.pictures import Pixels
from zaffre.engines.base import Capabilities

HEAD = 4
"""Bytes of a frame's length, big-endian."""
LONGEST = 2**30
"""What says it is longer is no frame."""
_KINDS = {kind.operation: kind for kind in (ImageGeneration, ImageEdit, ImageVariation)}


class Draw(Struct, tag=True):
    """To the artist: job `number`; `call` is of the kind that `operation` names."""

    number: int
    operation: str
    call: Raw

    @classmethod
    def of(cls, number: int, call: Drawing) -> "Draw":
        return cls(number, call.operation, Raw(msgspec.msgpack.encode(call)))

    def read(self) -> Drawing:
        return msgspec.msgpack.decode(self.call, type=_KINDS[self.operation])


class Stop(Struct, tag=True):
    """To the artist: nobody waits for job `number` any more."""

    number: int


class Ready(Struct, tag=True):
    """From the artist: it has loaded."""

    capabilities: Capabilities


class Broken(Struct, tag=True):
    """From the artist: it cannot load, and ends."""

    reason: str


class Step(Struct, tag=True):
    """From the artist: job `number` has come so far."""

    number: int
    stage: Stage


class Done(Struct, tag=True):
    """From the artist: job `number` is over; without pixels it was stopped."""

    number: int
    pixels: Pixels | None = None


class Refused(Struct, tag=True):
    """From the artist: job `number` could not be drawn, the call being at fault or not."""

    number: int
    message: str
    is_bad_request: bool = False
    param: str | None = None
    code: str | None = None

    @classmethod
    def of(cls, number: int, error: Exception) -> "Refused":
        if isinstance(error, BadRequest):
            return cls(number, error.message, True, error.param, error.code)
        return cls(number, error.message if isinstance(error, EngineFailed) else "The artist failed.")

    @property
    def problem(self) -> Problem:
        if self.is_bad_request:
            return BadRequest(self.message, param=self.param, code=self.code)
        return EngineFailed(self.message)


ToArtist = Draw | Stop
FromArtist = Ready | Broken | Step | Done | Refused
_encode = msgspec.msgpack.Encoder().encode
read_to_artist = msgspec.msgpack.Decoder(ToArtist).decode
"""Raises `msgspec.MsgspecError` for what is no message, like the next one."""
read_from_artist = msgspec.msgpack.Decoder(FromArtist).decode


def frame(message: ToArtist | FromArtist) -> bytes:
    body = _encode(message)
    return len(body).to_bytes(HEAD, "big") + body
