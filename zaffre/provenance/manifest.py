"""What a picture's credentials say, in the words of C2PA: the claim's actions, and an assertion of our own."""

import hashlib
from datetime import datetime, timezone
from typing import Any

from zaffre import __version__
from zaffre.core.pictures import PictureFormat, Pixels
from zaffre.core.provenance import Kind, Story

TOOL = "Zaffre"
OURS = "zaffre.picture"
_SOURCES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
SOURCES: dict[str, Kind] = {
    f"{_SOURCES}trainedAlgorithmicMedia": "generated",
    f"{_SOURCES}compositeSynthetic": "composed",
    f"{_SOURCES}compositeWithTrainedAlgorithmicMedia": "edited",
}
_SOURCE_OF: dict[Kind, str] = {kind: source for source, kind in SOURCES.items()}


def manifest(story: Story, format: PictureFormat, *, with_prompt: bool) -> dict[str, Any]:
    """The manifest's definition as c2pa takes it, for a picture that nobody has signed yet."""
    told = {"picture": story.picture, "model": story.model, "deployment": story.deployment}
    if with_prompt and story.prompt is not None:
        told["prompt"] = story.prompt
    return {
        "claim_generator_info": [{"name": TOOL, "version": __version__}],
        "title": f"{story.picture}.{format}",
        "format": mime(format),
        "ingredients": _ingredients(story.inputs),
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": _actions(story)}, "created": True},
            {"label": OURS, "data": told, "created": True},
        ],
    }


def mime(format: PictureFormat) -> str:
    return f"image/{format}"


def digest(pixels: Pixels) -> str:
    """SHA-256 of a picture's size, number of channels and pixels: the same whatever format it came in."""
    head = f"{pixels.width}x{pixels.height}x{pixels.channels}:".encode()
    return "sha256:" + hashlib.sha256(head + pixels.data).hexdigest()


def _ingredients(inputs: tuple[Pixels, ...]) -> list[dict[str, str]]:
    return [
        {
            "title": "A picture that was sent" if index else "The picture that was edited",
            "format": "image/png",
            "relationship": "inputTo" if index else "parentOf",
            "label": f"input{index}",
            "instance_id": digest(pixels),
            "description": digest(pixels),
        }
        for index, pixels in enumerate(inputs)
    ]


def _actions(story: Story) -> list[dict[str, Any]]:
    when = datetime.fromtimestamp(int(story.made_at), timezone.utc).isoformat().replace("+00:00", "Z")
    made = {"when": when, "softwareAgent": {"name": story.model}}
    if not story.inputs:
        kind: Kind = "composed" if story.is_composed else "generated"
        return [{"action": "c2pa.created", "digitalSourceType": _SOURCE_OF[kind], **made}]
    # The standard wants a picture that others were made from to be opened first.
    opened = {"action": "c2pa.opened", "parameters": {"ingredientIds": ["input0"]}}
    edited: dict[str, Any] = {"action": "c2pa.edited", "digitalSourceType": _source_of_edit(story), **made}
    if len(story.inputs) > 1:
        edited["parameters"] = {"ingredientIds": [f"input{index}" for index in range(1, len(story.inputs))]}
    return [opened, edited]


def _source_of_edit(story: Story) -> str:
    return _SOURCE_OF["composed" if story.is_composed else "edited"]
