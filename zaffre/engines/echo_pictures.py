"""The echo engine's pictures: colours that the words and the seed give, always alike, sharpened step by step."""

import asyncio
import hashlib
from collections.abc import AsyncIterator

from zaffre.core.answers import Stage
from zaffre.core.calls import Drawing, ImageEdit, ImageGeneration, ImageVariation
from zaffre.core.pictures import Pixels
from zaffre.imaging.images import image_of, pixels_of
from zaffre.imaging.writing import resized

SIZES = ((256, 256), (512, 512), (1024, 1024), (1536, 1024), (1024, 1536))
OF_DALLE_2 = ((1024, 1024), (256, 256), (512, 512))
STEPS = 4
_BANDS = 4


async def draw(call: Drawing, delay: float) -> AsyncIterator[Stage]:
    """All pictures of the call, one after the other, each with a stage after every step of `delay` seconds."""
    steps = call.steps or STEPS
    for index in range(call.n):
        seed = (call.seed or 0) + index
        whole = await asyncio.to_thread(_finished, call, seed)
        shown = partial_steps(steps, call.partial_images)
        for step in range(1, steps):
            await asyncio.sleep(delay)
            partial = shown.index(step) if step in shown else None
            pixels = None if partial is None else await asyncio.to_thread(_rough, whole, step / steps)
            yield Stage(index=index, step=step, steps=steps, pixels=pixels, partial=partial, seed=seed)
        await asyncio.sleep(delay)
        yield Stage(index=index, step=steps, steps=steps, pixels=whole, is_final=True, seed=seed)


def partial_steps(steps: int, count: int) -> list[int]:
    """After which steps an unfinished picture is shown: spread evenly, and never after the last."""
    return sorted({round(steps * (place + 1) / (count + 1)) for place in range(count)} & set(range(1, steps)))


def _finished(call: Drawing, seed: int) -> Pixels:
    size = call.size or SIZES[0]
    match call:
        case ImageGeneration():
            return _bands(call.prompt, seed, size, has_holes=call.output.background == "transparent")
        case ImageEdit():
            return _edited(call, _bands(call.prompt, seed, call.images[0].size), size)
        case ImageVariation():
            return resized(_turned(call.image, seed), size)


def _bands(text: str, seed: int, size: tuple[int, int], *, has_holes: bool = False) -> Pixels:
    """Upright bands of colours; those with holes are seen through in every second."""
    width, height = size
    digest = hashlib.sha256(f"{seed} {text}".encode()).digest()
    row = bytearray()
    for column in range(width):
        band = column * _BANDS // width
        row += digest[3 * band : 3 * band + 3]
        if has_holes:
            row.append(0 if band % 2 else 255)
    return Pixels(width, height, 4 if has_holes else 3, bytes(row) * height)


def _edited(call: ImageEdit, painted: Pixels, size: tuple[int, int]) -> Pixels:
    """Where the mask is transparent the paint shows, elsewhere the picture as it was; without a mask, half of each."""
    from PIL import Image

    kept, paint = image_of(call.images[0]).convert("RGB"), image_of(painted)
    if call.mask is None:
        return resized(pixels_of(Image.blend(kept, paint, 0.5)), size)
    mask = image_of(call.mask).getchannel("A")
    return resized(pixels_of(Image.composite(kept, paint, mask)), size)


def _turned(picture: Pixels, seed: int) -> Pixels:
    from PIL.Image import Transpose

    turns = (Transpose.FLIP_LEFT_RIGHT, Transpose.FLIP_TOP_BOTTOM, Transpose.ROTATE_180)
    return pixels_of(image_of(picture).transpose(turns[seed % len(turns)]))


def _rough(whole: Pixels, share: float) -> Pixels:
    """The picture in blocks, finer the more of it is done."""
    blocks = max(1, round(8 * share)), max(1, round(8 * share))
    return resized(resized(whole, blocks), whole.size)
