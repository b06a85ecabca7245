"""What the trail of administration keeps: who did what to what."""

from typing import Any

from msgspec import Struct


class Change(Struct, frozen=True, kw_only=True):
    """One thing that an act did. `before` and `after` hold what differs; secrets never go in."""

    action: str
    """In OpenAI's words where it has one, such as `project.created`."""
    object: str
    """The kind of thing, such as `project`."""
    object_id: str
    project_id: str | None = None
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


class Event(Struct, frozen=True, kw_only=True):
    """A change with who made it, as a link of the chain. `hash` covers all else and the event before."""

    number: int
    id: str
    time: float
    actor: str
    actor_id: str
    actor_name: str
    address: str | None
    action: str
    object: str
    object_id: str
    project_id: str | None
    before: str | None
    after: str | None
    previous: str
    hash: str = ""


class Sought(Struct, frozen=True, kw_only=True):
    """Which events are looked for; what is empty or `None` narrows nothing. Times in seconds since 1970."""

    limit: int = 20
    since: float | None = None
    until: float | None = None
    """Not included."""
    actions: tuple[str, ...] = ()
    actor_ids: tuple[str, ...] = ()
    actor_names: tuple[str, ...] = ()
    object_ids: tuple[str, ...] = ()
    project_ids: tuple[str, ...] = ()
    after: str | None = None
    """The id of an event: older ones than this."""
    before: str | None = None
    """The id of an event: newer ones than this."""


class Check(Struct, frozen=True, kw_only=True):
    """What a walk along the chain found. `broken_at` is the number of the first link that is not right."""

    checked: int
    last: int
    head: str
    broken_at: int | None = None
    reason: str | None = None

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None
