"""The contact sheet: a hundred prompts as the illustrator draws them, each with its words below."""

import time
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from zaffre.engines.artists.illustrator.art import Pack
from zaffre.engines.artists.illustrator.lexicon import Lexicon
from zaffre.engines.artists.illustrator.painting import Order, Painting
from zaffre.engines.artists.illustrator.rendering import Renderer

_COLUMNS, _SIDE, _WORDS = 10, 200, 34


def write(prompts: Path, to: Path, seed: int = 1) -> None:
    """Draws each line of `prompts` at 512 pixels, and tells how long that took."""
    pack = Pack()
    lexicon, renderer = Lexicon(pack), Renderer(pack)
    lines = prompts.read_text().splitlines()
    sheet = Image.new("RGB", (_COLUMNS * _SIDE, -(-len(lines) // _COLUMNS) * (_SIDE + _WORDS)), "white")
    began = time.process_time()
    for place, line in enumerate(lines):
        painting = Painting(Order(prompt=line, seed=seed, width=512, height=512), lexicon, renderer)
        picture = painting.pixels(painting.num_layers)
        _put(sheet, place, picture.resize((_SIDE - 4, _SIDE - 4), Image.Resampling.LANCZOS), line)
    print(f"{(time.process_time() - began) / len(lines):.3f} processor seconds a picture")
    to.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(to, quality=82, optimize=True)


def _put(sheet: Image.Image, place: int, picture: Image.Image, line: str) -> None:
    x, y = place % _COLUMNS * _SIDE, place // _COLUMNS * (_SIDE + _WORDS)
    sheet.paste(picture, (x + 2, y + 2))
    font = ImageFont.load_default(12)
    words, rows = line.split(), [""]
    for word in words:
        if font.getlength(f"{rows[-1]} {word}") > _SIDE - 8:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    ImageDraw.Draw(sheet).multiline_text((x + 4, y + _SIDE), "\n".join(rows[:2]), "#222222", font, spacing=1)
