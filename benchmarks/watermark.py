"""How much the invisible watermark survives, in pictures of several kinds, and how often one is seen that is not there.

All pictures are made here by numbers, the same each time. `seen` counts pictures whose 48 bits were all read right.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance

from zaffre.core.pictures import Pixels
from zaffre.imaging.images import image_of, pixels_of
from zaffre.provenance.watermark.mark import Mark

EACH = 10
EDGE = 512
UNMARKED, SMALL = 2000, 256
Change = Callable[[Image.Image], Image.Image]


def rows() -> Iterator[dict[str, object]]:
    """A row for each change, a column for each kind of picture; then how faint it is, and what unmarked ones give."""
    mark = Mark(b"benchmark" * 4, b"\xca\xfe\xba\xbe")
    plain = {kind: [make(np.random.default_rng(seed)) for seed in range(EACH)] for kind, make in KINDS.items()}
    marked = {kind: [mark.put(pixels) for pixels in pictures] for kind, pictures in plain.items()}
    for name, change in CHANGES.items():
        yield {"change": name} | {kind: _seen(mark, some, change) for kind, some in marked.items()}
    yield {"change": "PSNR, dB (least)"} | {kind: f"{min(map(_psnr, plain[kind], marked[kind])):.1f}" for kind in KINDS}
    yield {"change": "ms to mark (median)"} | {kind: f"{_milliseconds(mark, some):.0f}" for kind, some in plain.items()}
    yield {"change": f"unmarked pictures taken for marked, of {UNMARKED // len(KINDS)}"} | {
        kind: _false(mark, make) for kind, make in KINDS.items()
    }


def _seen(mark: Mark, pictures: list[Pixels], change: Change) -> str:
    changed = [pixels_of(change(image_of(pixels))) for pixels in pictures]
    return f"{sum(mark.find(pixels).is_ours for pixels in changed)}/{len(pictures)}"


def _false(mark: Mark, make: Callable[[np.random.Generator, int], Pixels]) -> int:
    """Unmarked pictures, of 256 pixels each way, in which something was seen."""
    pictures = (make(np.random.default_rng(10_000 + seed), SMALL) for seed in range(UNMARKED // len(KINDS)))
    return sum(mark.find(pixels).is_found for pixels in pictures)


def _psnr(before: Pixels, after: Pixels) -> float:
    one, other = (np.frombuffer(pixels.data, np.uint8).astype(float) for pixels in (before, after))
    return float(10 * np.log10(255**2 / np.mean((one - other) ** 2)))


def _milliseconds(mark: Mark, pictures: list[Pixels]) -> float:
    took = []
    for pixels in pictures:
        began = time.process_time()
        mark.put(pixels)
        took.append(1000 * (time.process_time() - began))
    return statistics.median(took)


def _photo(rng: np.random.Generator, edge: int = EDGE) -> Pixels:
    """Soft noise of several sizes, as in landscapes and skin."""
    layers = [
        np.asarray(Image.fromarray(rng.integers(0, 256, (side, side, 3), np.uint8)).resize((edge, edge), 3), float)
        for side in (4, 16, 64, 256)
    ]
    weights = (0.5, 0.25, 0.15, 0.1)
    mixed = sum(layer * weight for layer, weight in zip(layers, weights, strict=True))
    return pixels_of(Image.fromarray(np.asarray(mixed).astype(np.uint8)))


def _illustration(rng: np.random.Generator, edge: int = EDGE) -> Pixels:
    """Flat shapes on a flat ground."""
    image = Image.new("RGB", (edge, edge), _colour(rng, 150))
    draw = ImageDraw.Draw(image)
    for _ in range(12):
        x, y, size = (int(value) for value in rng.integers((0, 0, 20), (edge, edge, edge // 3)))
        shape = draw.ellipse if rng.random() < 0.5 else draw.rectangle
        shape((x, y, x + size, y + size), fill=_colour(rng, 0))
    return pixels_of(image)


def _on_white(rng: np.random.Generator, edge: int = EDGE) -> Pixels:
    """One small thing on a white page: nearly everything is at the end of the scale."""
    image = Image.new("RGB", (edge, edge), "white")
    x, y = (int(value) for value in rng.integers(edge // 5, edge // 2, 2))
    ImageDraw.Draw(image).ellipse((x, y, x + edge // 4, y + edge // 4), fill=_colour(rng, 0))
    return pixels_of(image)


def _gradient(rng: np.random.Generator, edge: int = EDGE) -> Pixels:
    """A sky: one colour into another."""
    start, end = np.array(_colour(rng, 0)), np.array(_colour(rng, 0))
    ramp = np.linspace(0, 1, edge)[:, None, None]
    return pixels_of(Image.fromarray(np.broadcast_to(start + (end - start) * ramp, (edge, edge, 3)).astype(np.uint8)))


def _noise(rng: np.random.Generator, edge: int = EDGE) -> Pixels:
    """The busiest picture there is."""
    return Pixels(edge, edge, 3, rng.integers(0, 256, edge * edge * 3, np.uint8).tobytes())


def _colour(rng: np.random.Generator, least: int) -> tuple[int, ...]:
    return tuple(int(value) for value in rng.integers(least, 256, 3))


def _saved(format: str, quality: int) -> Change:
    def change(image: Image.Image) -> Image.Image:
        file = BytesIO()
        image.save(file, format, quality=quality)
        return Image.open(file).convert("RGB")

    return change


def _cropped(share: float) -> Change:
    def change(image: Image.Image) -> Image.Image:
        # Of each side `share` goes, from a place that fits no grid.
        left, top = int(image.width * share * 0.37), int(image.height * share * 0.61)
        kept = 1 - share
        return image.crop((left, top, left + int(image.width * kept), top + int(image.height * kept)))

    return change


def _scaled(share: float) -> Change:
    return lambda image: image.resize((round(image.width * share), round(image.height * share)), 1)


KINDS = {"photo": _photo, "illustration": _illustration, "on white": _on_white, "gradient": _gradient, "noise": _noise}
CHANGES: dict[str, Change] = {
    "none": lambda image: image,
    **{f"JPEG {quality}": _saved("JPEG", quality) for quality in (95, 80, 60, 50)},
    "WebP 80": _saved("WEBP", 80),
    **{f"crop {share:.0%}": _cropped(share) for share in (0.05, 0.1, 0.2)},
    "crop 10%, then JPEG 80": lambda image: _saved("JPEG", 80)(_cropped(0.1)(image)),
    "half size": _scaled(0.5),
    "three quarters": _scaled(0.75),
    "half size, then JPEG 80": lambda image: _saved("JPEG", 80)(_scaled(0.5)(image)),
    "60% of the size": _scaled(0.6),
    "brightness + 20%": lambda image: ImageEnhance.Brightness(image).enhance(1.2),
    "contrast - 20%": lambda image: ImageEnhance.Contrast(image).enhance(0.8),
    "mirrored": lambda image: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    "turned by 2 degrees": lambda image: image.rotate(2),
}
