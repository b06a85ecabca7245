"""What is wrong with a price."""

import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zaffre.settings.schema import Deployment, Price, Settings

_AMOUNTS = ("input", "output", "cached_input", "image", "audio", "compute_per_hour")
_PICTURE = re.compile(r"[1-9]\d{0,4}x[1-9]\d{0,4}(/(low|medium|high))?")
_LONGEST = 86_400


def contradictions(where: str, deployment: "Deployment", settings: "Settings") -> Iterator[str]:
    """A sentence for each part of a deployment's price that cannot be."""
    price, backend = deployment.price, settings.backends.get(deployment.backend)
    yield from _amounts(where, price)
    if not 1 <= price.most_compute_seconds <= _LONGEST:
        yield f"`{where}.most_compute_seconds` must be between 1 and {_LONGEST}"
    if price.compute_per_hour and backend is not None and backend.engine == "remote":
        yield f"`{where}.compute_per_hour` means nothing: another server does the work"


def _amounts(where: str, price: "Price") -> Iterator[str]:
    for word in _AMOUNTS:
        if not _is_amount(getattr(price, word)):
            yield f"`{where}.{word}` must be a finite number of at least 0"
    for picture, amount in price.images.items():
        if not _PICTURE.fullmatch(picture):
            yield f'`{where}.images` has "{picture}": it must be WIDTHxHEIGHT, or WIDTHxHEIGHT/low, medium or high'
        elif not _is_amount(amount):
            yield f'`{where}.images."{picture}"` must be a finite number of at least 0'


def _is_amount(value: float | None) -> bool:
    return value is None or (math.isfinite(value) and value >= 0)
