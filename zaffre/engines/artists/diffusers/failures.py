"""What can go wrong while a pipeline draws, in words that help."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PIL import Image

from zaffre.core.calls import Drawing
from zaffre.core.errors import EngineFailed
from zaffre.settings.schema import Backend

_MEMORY = ("out of memory", "allocate memory", "not enough memory", "invalid buffer size")


@contextmanager
def explained(call: Drawing, backend: Backend) -> Iterator[None]:
    """Tell that memory was missing, and what to do."""
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        if not isinstance(error, MemoryError) and not any(word in str(error).lower() for word in _MEMORY):
            raise
        width, height = call.size or (0, 0)
        raise EngineFailed(
            f"There is not enough memory to draw {width}x{height}. Ask for a smaller size; an operator can set "
            f"offload (now {backend.offload}), dtype or fewer workers for this backend."
        ) from error


def picture_of(array: Any) -> Image.Image:
    """The image of floats from 0 to 1; raises `EngineFailed` where the numbers have left their range."""
    import numpy as np

    if not np.isfinite(array).all() or not array.any():
        raise EngineFailed(
            "The picture came out black: the model's numbers left the range of their type. An operator can set "
            "dtype = 'float32' or 'bfloat16' for this backend."
        )
    return Image.fromarray((array * 255).round().astype("uint8"))


def image_of_tensor(tensor: Any) -> Image.Image:
    """The image of a decoder's answer, 1 x 3 x rows x columns, from -1 to 1; what is no number becomes grey."""
    array = (tensor[0].float().nan_to_num(0) / 2 + 0.5).clamp(0, 1).mul(255).round().byte()
    return Image.fromarray(array.permute(1, 2, 0).cpu().numpy())
