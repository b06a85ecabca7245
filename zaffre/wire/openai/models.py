"""The list of models, as both dialects' clients read it."""

from typing import Any

import msgspec
from msgspec import Struct


class Drawable(Struct, frozen=True, kw_only=True):
    """What a deployment draws: sizes, the default first, none meaning any; features are `IMAGE_FEATURES`."""

    sizes: tuple[tuple[int, int], ...] = ()
    features: frozenset[str] = frozenset()
    composes: bool = False


class Model(Struct, frozen=True, kw_only=True):
    """A deployment as callers may know it; `created` in seconds since 1970."""

    id: str
    created: int
    description: str
    operations: frozenset[str]
    pictures: Drawable | None = None


def encode(model: Model) -> bytes:
    return msgspec.json.encode(_fields(model))


def encode_list(models: list[Model]) -> bytes:
    return msgspec.json.encode({"object": "list", "data": [_fields(model) for model in models]})


def _fields(model: Model) -> dict[str, Any]:
    """OpenAI's four fields, then Azure's, then ours."""
    return {
        "id": model.id,
        "object": "model",
        "created": model.created,
        "owned_by": "zaffre",
        "created_at": model.created,
        "status": "succeeded",
        "lifecycle_status": "generally-available",
        "capabilities": {
            "fine_tune": False,
            "inference": True,
            "completion": "completion" in model.operations,
            "chat_completion": "chat" in model.operations,
            "embeddings": "embedding" in model.operations,
            "image_generation": "image_generation" in model.operations,
            "image_edit": "image_edit" in model.operations,
            "image_variation": "image_variation" in model.operations,
        },
        "deprecation": {},
        "description": model.description,
        "pictures": model.pictures and _told(model.pictures),
    }


def _told(drawable: Drawable) -> dict[str, Any]:
    return {
        "sizes": [f"{width}x{height}" for width, height in drawable.sizes],
        "features": sorted(drawable.features),
        "composes": drawable.composes,
    }
