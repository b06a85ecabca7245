"""Work that is asked for in one request and fetched in another."""

from typing import Literal

from msgspec import Struct

Status = Literal["waiting", "running", "succeeded", "failed"]


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of one picture: a path that opens it for a while, or that it was stopped."""

    address: str | None = None
    picture: str | None = None
    """The id under which it is kept."""
    is_stopped: bool = False


class ImageOperation(Struct, frozen=True, kw_only=True):
    """Pictures that are drawn while the caller does something else; times in seconds since 1970."""

    id: str
    project_id: str
    digest: str
    """What was asked for, so that the same request is known again."""
    prompt: str
    created: int
    changed: int
    expires: int
    status: Status = "waiting"
    outcomes: tuple[Outcome, ...] = ()
    code: str | None = None
    """Why it failed."""
    message: str | None = None

    @property
    def is_over(self) -> bool:
        return self.status in ("succeeded", "failed")
