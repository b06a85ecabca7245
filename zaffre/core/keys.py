"""API keys, as administration knows them: never the key itself, nor its hash."""

from typing import Literal

from msgspec import Struct

Slot = Literal["primary", "secondary"]
SLOTS: tuple[Slot, ...] = ("primary", "secondary")
"""The two keys of a project that Azure has, of which one works while the other is made anew."""


class Key(Struct, frozen=True, kw_only=True):
    """A project's key, owned by a user, by a service account, or by the project itself."""

    id: str
    name: str
    shown: str
    project_id: str
    project: str
    """The project's name."""
    created_at: float
    revoked_at: float | None = None
    user_id: str | None = None
    service_account_id: str | None = None
    slot: Slot | None = None
    models: tuple[str, ...] | None = None
    """The deployments that it may call; `None` is all."""
    routes: tuple[str, ...] | None = None
    """The operations that it may call, by the names of `OPERATIONS`."""
    networks: tuple[str, ...] | None = None
    """The addresses that it may be used from, in CIDR notation."""
    expires_at: float | None = None
    used_at: float | None = None


class AdminKey(Struct, frozen=True, kw_only=True):
    """A key for administration. It may do what its role says, as far as its user may; without a user, all of it."""

    id: str
    user_id: str | None
    role: str
    name: str
    shown: str
    created_at: float
    expires_at: float | None = None
    used_at: float | None = None
    revoked_at: float | None = None


OPERATIONS = (
    "chat",
    "completion",
    "responses",
    "embedding",
    "image_generation",
    "image_edit",
    "image_variation",
    "image_submit",
    "image_generate",
    "image_operation",
    "image_verification",
    "dalle",
    "dalle_operation",
    "moderation",
    "models",
    "policies",
    "pictures",
    "collections",
    "gallery",
    "contentsafety",
)
"""What a key's scope can name: the operations of `zaffre.api.routes` that keys may have."""
