"""The contact sheet: a hundred prompts as the tiny model draws them."""

import time
from pathlib import Path

from PIL import Image

from models.pictures import sheets
from zaffre.core.calls import ImageGeneration
from zaffre.engines.artists.tiny_diffusion.artist import TinyDiffusion
from zaffre.imaging.images import image_of

_SIDE = 160


def write(prompts: Path, to: Path) -> None:
    lines = prompts.read_text(encoding="utf-8").splitlines()
    sheets.write(to, drawn(lines), lines, _SIDE)


def drawn(prompts: list[str], seed: int = 1) -> list[Image.Image]:
    """Each prompt at 512 pixels, by the committed weights; tells how long that took."""
    artist, found = TinyDiffusion({}), []
    artist.load()
    began = time.process_time()
    for done, prompt in enumerate(prompts, start=1):
        call = ImageGeneration(deployment="", prompt=prompt, seed=seed, size=(512, 512))
        found.append(image_of(artist.draw(call, lambda stage: None)))
        print(f"\r{done} of {len(prompts)}", end="", flush=True)
    print(f", {(time.process_time() - began) / len(prompts):.2f} processor seconds a picture")
    return found
