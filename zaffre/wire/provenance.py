"""Where a picture comes from, as JSON: an answer of our own, which neither OpenAI nor Azure has."""

from typing import Any

import msgspec

from zaffre.core.provenance import Credentials, Examined, Watermark


def encode(examined: Examined) -> bytes:
    return msgspec.json.encode(told(examined))


def told(examined: Examined) -> dict[str, Any]:
    """The answer of `POST /v1/images/verify`, and of `zaffre verify --json`."""
    width, height = examined.size
    return {
        "object": "image.provenance",
        "summary": examined.summary,
        "format": examined.format,
        "width": width,
        "height": height,
        "credentials": _credentials(examined.credentials),
        "watermark": _watermark(examined.watermark),
    }


def _credentials(credentials: Credentials) -> dict[str, Any]:
    return {
        "state": credentials.state,
        "signer": credentials.signer,
        "is_this_installation": credentials.is_ours,
        "tool": credentials.tool,
        "model": credentials.model,
        "deployment": credentials.deployment,
        "picture": credentials.picture,
        "made_at": credentials.made_at,
        "kind": credentials.kind,
        "edited_from": credentials.edited_from,
        "prompt": credentials.prompt,
        "problems": credentials.problems,
    }


def _watermark(watermark: Watermark) -> dict[str, Any]:
    return {
        "found": watermark.is_found,
        "installation": watermark.installation,
        "is_this_installation": watermark.is_ours,
        "confidence": watermark.confidence if watermark.is_found else None,
    }
