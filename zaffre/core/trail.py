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
