"""Logged bodies of calls: sealed, and what is told of them without opening."""

from msgspec import Struct


class Body(Struct, frozen=True, kw_only=True):
    """A sealed body; `key_number` says with which of the project's keys."""

    request_id: str
    project_id: str
    key_number: int
    time: float
    sealed: bytes


class Listed(Struct, frozen=True, kw_only=True):
    """What is told of a body without opening it; `size` in bytes, sealed."""

    request_id: str
    time: float
    size: int
