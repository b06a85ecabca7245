"""The contact sheet: a hundred prompts as the tiny model draws them, each with its words below."""

import time
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from zaffre.core.calls import ImageGeneration
from zaffre.core.pictures import Pixels
from zaffre.engines.artists.tiny_diffusion.artist import TinyDiffusion
from zaffre.imaging.images import image_of

_COLUMNS, _SIDE, _WORDS = 10, 160, 32


def drawn(prompts: list[str], seed: int = 1) -> list[Pixels]:
    """Each prompt at 512 pixels, by the committed weights; tells how long that took."""
    artist, found = TinyDiffusion({}), []
    artist.load()
    began = time.process_time()
    for done, prompt in enumerate(prompts, start=1):
        call = ImageGeneration(deployment="", prompt=prompt, seed=seed, size=(512, 512))
        found.append(artist.draw(call, lambda stage: None))
        print(f"\r{done} of {len(prompts)}", end="", flush=True)
    print(f", {(time.process_time() - began) / len(prompts):.2f} processor seconds a picture")
    return found


def write(prompts: Path, to: Path) -> None:
    lines = prompts.read_text(encoding="utf-8").splitlines()
    rows = -(-len(lines) // _COLUMNS)
    sheet = Image.new("RGB", (_COLUMNS * _SIDE, rows * (_SIDE + _WORDS)), "white")
    for place, (line, picture) in enumerate(zip(lines, drawn(lines), strict=True)):
        corner = place % _COLUMNS * _SIDE, place // _COLUMNS * (_SIDE + _WORDS)
        _put(sheet, corner, image_of(picture), line)
    sheet.save(to, quality=84, optimize=True)


def _put(sheet: Image.Image, corner: tuple[int, int], picture: Image.Image, words: str) -> None:
    x, y = corner
    sheet.paste(picture.resize((_SIDE - 4, _SIDE - 4), Image.Resampling.LANCZOS), (x + 2, y + 2))
    font, rows = ImageFont.load_default(11), [""]
    for word in words.split():
        if font.getlength(f"{rows[-1]} {word}") > _SIDE - 8:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    ImageDraw.Draw(sheet).multiline_text((x + 4, y + _SIDE - 2), "\n".join(rows[:2]), "#222222", font, spacing=1)
