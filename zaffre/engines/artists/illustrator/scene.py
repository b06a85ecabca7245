"""What a prompt says, taken apart: things, how they stand to each other, and where and when all that is."""

from typing import Literal

from msgspec import Struct

from zaffre.engines.artists.illustrator.art import Art

Relation = Literal["on", "riding", "under", "above", "behind", "before", "beside", "inside", "wearing", "holding"]
Match = Literal["name", "meaning", "none"]


class Thing(Struct, frozen=True, kw_only=True):
    """Something to be shown. `size` multiplies its natural size; `mood` names the art that floats beside it."""

    words: str
    art: Art | None
    match: Match
    count: int = 1
    colour: str | None = None
    """A colour's hexadecimal code."""
    size: float = 1.0
    mood: str | None = None


class Link(Struct, frozen=True):
    """How the thing at place `subject` stands to the one at `object`."""

    relation: Relation
    subject: int
    object: int


class Scene(Struct, frozen=True, kw_only=True):
    """A whole prompt."""

    things: tuple[Thing, ...] = ()
    links: tuple[Link, ...] = ()
    place: str | None = None
    hour: str | None = None
    weather: tuple[str, ...] = ()
    style: str | None = None
    backdrop: str | None = None
    """The colour of a plain background."""
    is_transparent: bool = False
