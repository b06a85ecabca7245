"""A picture analysed in the words of Azure AI Content Safety."""

from typing import Any, Literal

import msgspec
from msgspec import Struct

from zaffre.core.calls import Judgement
from zaffre.core.errors import BadRequest
from zaffre.core.pictures import Pixels
from zaffre.core.verdicts import SEVERITIES, Verdict
from zaffre.imaging import data_urls, door
from zaffre.wire.body import check_known, convert
from zaffre.wire.content_safety import OURS, Category

MAX_BYTES = 4_000_000
MIN_EDGE, MAX_EDGE = 50, 2048
_CONTENT = "image.content"


class ImageBody(Struct, kw_only=True, rename="camel"):
    content: str | None = None
    blob_url: str | None = None


class AnalyzeImageBody(Struct, kw_only=True, rename="camel"):
    image: ImageBody
    categories: list[Category] | None = None
    output_type: Literal["FourSeverityLevels"] | None = None


class ImageAnalysis(Struct, frozen=True):
    """What the one picture of `call` is to be looked through for."""

    call: Judgement
    categories: tuple[Category, ...]


def decode(raw: dict[str, Any], model: str) -> ImageAnalysis:
    """What a body asks; blocks while the picture is decoded. Raises `BadRequest`."""
    body = convert(raw, AnalyzeImageBody)
    check_known(raw, AnalyzeImageBody)
    check_known(raw["image"], ImageBody, "image")
    picture = _picture(body.image)
    _check_size(picture)
    categories = tuple(dict.fromkeys(OURS if body.categories is None else body.categories))
    return ImageAnalysis(Judgement(deployment=model, texts=(), pictures=(picture,)), categories)


def encode(asked: ImageAnalysis, verdict: Verdict) -> bytes:
    """Only categories that something here can see in pictures: a severity of 0 for others would be a guess.

    Raises `BadRequest` where that leaves nothing to tell.
    """
    severities = {outcome.category: outcome.severity for outcome in verdict.outcomes}
    told = [
        {"category": category, "severity": 2 * SEVERITIES.index(severities[OURS[category]])}
        for category in asked.categories
        if OURS[category] in severities
    ]
    if not told:
        names = ", ".join(asked.categories)
        text = f"Nothing here can see {names} in pictures, so nothing is judged. An operator can configure a filter."
        raise BadRequest(text, param="categories", code="NotAvailable")
    return msgspec.json.encode({"categoriesAnalysis": told})


def _picture(image: ImageBody) -> Pixels:
    if image.blob_url is not None:
        text = "'image.blobUrl' is not taken: this server fetches nothing from elsewhere. Send 'image.content'."
        raise BadRequest(text, param="image.blobUrl", code="unsupported_parameter")
    if image.content is None:
        text = f"Missing required parameter: '{_CONTENT}', a picture in base64."
        raise BadRequest(text, param=_CONTENT, code="missing_required_parameter")
    return door.read(data_urls.decoded(image.content, _CONTENT), param=_CONTENT, limit=MAX_BYTES)


def _check_size(picture: Pixels) -> None:
    if min(picture.size) < MIN_EDGE or max(picture.size) > MAX_EDGE:
        text = (
            f"The picture in '{_CONTENT}' measures {picture.width} x {picture.height} pixels. "
            f"Send one from {MIN_EDGE} x {MIN_EDGE} to {MAX_EDGE} x {MAX_EDGE}."
        )
        raise BadRequest(text, param=_CONTENT, code="invalid_image_size")
