"""Pictures as guards and services elsewhere take them: small JPEGs in base64."""

import asyncio
import base64
from collections.abc import Sequence

from zaffre.core.pictures import Output, Pixels
from zaffre.imaging.writing import resized, write
from zaffre.safety.guards.desk import Question
from zaffre.safety.pictures.filters import Picture

MOST_EDGE = 1024
LEAST_EDGE = 50
"""Azure takes no smaller one."""
TOPIC = "picture"
_JPEG = Output(format="jpeg", compression=90)


async def questions(pictures: Sequence[Picture]) -> list[list[Question]]:
    """A question for each picture, whose text is the picture in base64; what is transparent is shown on white."""
    # Writing takes milliseconds, which others would wait for.
    written = [await asyncio.to_thread(in_base64, picture.pixels) for picture in pictures]
    return [[Question(TOPIC, text)] for text in written]


def in_base64(pixels: Pixels) -> str:
    scale = min(1, MOST_EDGE / max(pixels.size))
    width, height = (max(LEAST_EDGE, round(side * scale)) for side in pixels.size)
    return base64.b64encode(write(resized(pixels, (width, height)), _JPEG)).decode()


def data_url(text: str) -> str:
    return f"data:image/jpeg;base64,{text}"
