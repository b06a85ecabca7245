"""Pictures that are kept, the collections they lie in, and what people say of them."""

from typing import Literal

from msgspec import Struct

from zaffre.core.pictures import PictureFormat

Moderation = Literal["open", "waiting", "hidden"]
"""Whether a shared picture may be seen in the gallery, waits for a moderator, or was taken out of it by one."""

Audience = Literal["owner", "gallery", "moderator"]
"""For whom an address was made: it opens only as long as they may see the picture."""

Reason = Literal["sexual", "violence", "hate", "self_harm", "copyright", "privacy", "other"]
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


class Collection(Struct, frozen=True, kw_only=True):
    """A named pile of a project's pictures."""

    id: str
    name: str
    created_at: float
    pictures: int = 0


class Report(Struct, frozen=True, kw_only=True):
    """Somebody's complaint about a picture in the gallery."""

    id: str
    picture_id: str
    reason: Reason
    details: str | None
    created_at: float


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
