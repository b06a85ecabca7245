"""The contact sheet: a hundred prompts as the illustrator draws them."""

import time
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from models.pictures import sheets
from zaffre.engines.artists.illustrator.art import Pack
from zaffre.engines.artists.illustrator.lexicon import Lexicon
from zaffre.engines.artists.illustrator.painting import Order, Painting
from zaffre.engines.artists.illustrator.rendering import Renderer

_SIDE = 200


def write(prompts: Path, to: Path, seed: int = 1) -> None:
    """Draws each line of `prompts` at 512 pixels, and tells how long that took."""
    lines = prompts.read_text().splitlines()
    sheets.write(to, _drawn(lines, seed), lines, _SIDE)


def _drawn(lines: list[str], seed: int) -> Iterator[Image.Image]:
    pack = Pack()
    lexicon, renderer, spent = Lexicon(pack), Renderer(pack), 0.0
    for line in lines:
        began = time.process_time()
        painting = Painting(Order(prompt=line, seed=seed, width=512, height=512), lexicon, renderer)
        picture = painting.pixels(painting.num_layers)
        spent += time.process_time() - began
        yield picture
    print(f"{spent / len(lines):.3f} processor seconds a picture")
