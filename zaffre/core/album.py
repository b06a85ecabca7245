"""Pictures that are kept, the collections they lie in, and what people say of them."""

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from zaffre.core.pictures import Output, PictureFormat, Pixels

Moderation = Literal["open", "waiting", "hidden"]
"""Whether a shared picture may be seen in the gallery, waits for a moderator, or was taken out of it by one."""

Audience = Literal["owner", "gallery", "moderator"]
"""For whom an address was made: it opens only as long as they may see the picture."""

Reason = Literal["sexual", "violence", "hate", "self_harm", "copyright", "privacy", "other"]
OwnReason = Literal[Reason, "not_as_asked"]
"""What may be wrong with a picture of one's own."""
THUMBNAIL = "thumbnail"
"""The part of a picture's file name that stands for its small version."""


class Picture(Struct, frozen=True, kw_only=True):
    """A picture as it is kept, without its bytes; times in seconds since 1970, `bytes` is how many they are."""

    id: str
    project_id: str
    key_id: str
    created_at: float
    operation: str
    deployment: str
    model: str
    width: int
    height: int
    format: PictureFormat
    bytes: int
    title: str | None = None
    prompt: str | None = None
    revised_prompt: str | None = None
    negative_prompt: str | None = None
    seed: int | None = None
    parent_id: str | None = None
    """The picture that this one is a variation or an edit of."""
    expires_at: float | None = None
    is_favourite: bool = False
    collection_id: str | None = None
    shared_at: float | None = None
    """When it was put into the gallery; `None` while it is private."""
    is_remixable: bool = False
    """Whether the gallery tells its prompt, seed and deployment."""
    likes: int = 0
    moderation: Moderation = "open"

    @property
    def is_in_gallery(self) -> bool:
        return self.shared_at is not None and self.moderation == "open"

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.id}.{self.format}"

    @property
    def thumbnail_file(self) -> str:
        return f"{self.id}.{THUMBNAIL}.webp"

    @property
    def words(self) -> str:
        """What others may find it by."""
        return " ".join(filter(None, (self.title, self.prompt if self.is_remixable else None)))


class Wanted(Struct, frozen=True, kw_only=True):
    """Which pictures of a project are asked for; `None` asks for any. `after` is the place of the last one seen."""

    limit: int
    after: tuple[float, str] | None = None
    collection_id: str | None = None
    is_favourite: bool | None = None
    is_shared: bool | None = None
    operation: str | None = None
    parent_id: str | None = None
    words: tuple[str, ...] = ()


class Looked(Struct, frozen=True, kw_only=True):
    """What somebody looks for in the gallery. `after` is the place of the last one seen: likes, time, id."""

    limit: int
    sort: Literal["newest", "liked", "nearest"] = "newest"
    query: str = ""
    after: tuple[int, float, str] | None = None


class Changes(Struct, frozen=True, kw_only=True):
    """What is to be changed about a picture; `UNSET` stays as it is."""

    title: str | UnsetType | None = UNSET
    favourite: bool | UnsetType = UNSET
    collection: str | UnsetType | None = UNSET
    parent: str | UnsetType | None = UNSET
    shared: bool | UnsetType = UNSET
    remixable: bool | UnsetType = UNSET


class Seen(Struct, frozen=True):
    """A picture in the gallery as one caller sees it."""

    picture: Picture
    is_mine: bool
    is_liked: bool


class Upload(Struct, frozen=True, kw_only=True):
    """A picture that somebody brings, and has the right to."""

    pixels: Pixels
    output: Output
    title: str | None = None
    collection: str | None = None


class Collection(Struct, frozen=True, kw_only=True):
    """A named pile of a project's pictures."""

    id: str
    name: str
    created_at: float
    pictures: int = 0


class Complaint(Struct, frozen=True):
    """What somebody says is wrong with a picture."""

    reason: OwnReason
    details: str | None = None


class Report(Struct, frozen=True, kw_only=True):
    """A complaint about a picture as it is kept; `is_own` where the picture's own project complains."""

    id: str
    picture_id: str
    reason: OwnReason
    details: str | None
    created_at: float
    is_own: bool


class Case(Struct, frozen=True):
    """A picture that a moderator is to decide about, and the complaints about it."""

    picture: Picture
    reports: tuple[Report, ...]


class Finished(Struct, frozen=True, kw_only=True):
    """A picture that was drawn, kept, and is ready to be sent; `path` opens it without a key until it expires."""

    index: int
    id: str
    data: bytes
    format: PictureFormat
    size: tuple[int, int]
    path: str
    created: float
    seed: int | None = None
    revised_prompt: str | None = None
