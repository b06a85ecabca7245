"""The art that the tiny model learns from: glyphs of three open sets, rendered and recoloured."""

import colorsys
import io
import json
from pathlib import Path

import numpy as np
import resvg_py
from msgspec import Struct
from PIL import Image

PACKS = {"cartoon": "noto", "flat": "fluent-emoji-flat", "glossy": "fluent-emoji"}
"""By style, the `@iconify-json` package. Noto Emoji (Google) is Apache-2.0, Fluent Emoji (Microsoft) is MIT."""
_NAMED_LIKE = {"fluent-emoji": "fluent-emoji-flat"}
"""A pack that does not tell code points, and the one that has the same names."""
HUES = {"red": 0.0, "orange": 0.075, "yellow": 0.145, "green": 0.34, "blue": 0.6, "purple": 0.76, "pink": 0.92}
_VOCABULARY = Path(__file__).parent / "vocabulary.txt"


class Concept(Struct, frozen=True):
    """A thing that can be drawn; `names[0]` is the one that leads."""

    code: str
    names: tuple[str, ...]
    has_colours: bool


Glyphs = dict[tuple[str, str], Image.Image]
"""RGBA pictures by a concept's code and a style."""


def vocabulary() -> list[Concept]:
    found = []
    for line in _VOCABULARY.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            told, _, colours = line.partition("|")
            code, _, names = told.strip().partition(" ")
            found.append(Concept(code, tuple(name.strip() for name in names.split(",")), bool(colours.strip())))
    return found


def glyphs(packages: Path, edge: int) -> Glyphs:
    """Every glyph at `edge` pixels; what a pack lacks is left out. `packages` is a `node_modules` folder."""
    found, sets = {}, packages / "@iconify-json"
    for style, pack in PACKS.items():
        icons = json.loads((sets / pack / "icons.json").read_text(encoding="utf-8"))
        slugs = _slugs(sets / _NAMED_LIKE.get(pack, pack))
        for concept in vocabulary():
            slug = slugs.get(concept.code.lower())
            if slug in icons["icons"]:
                found[concept.code, style] = _rendered(icons, slug, edge)
    return found


def recoloured(glyph: Image.Image, hue: float) -> Image.Image:
    """The glyph with its strong colours turned to one hue (0 to 1); greys, black and white stay."""
    pixels = np.asarray(glyph, np.float32) / 255
    light, most, least = pixels[..., :3].mean(-1), pixels[..., :3].max(-1), pixels[..., :3].min(-1)
    strength = ((most - least) * 1.6).clip(0, 1)[..., None]
    target = np.array(colorsys.hsv_to_rgb(hue, 0.8, 1.0), np.float32)
    shaded = target * (0.25 + 0.95 * light[..., None]) + np.clip(light[..., None] - 0.72, 0, 1) * 0.9
    pixels[..., :3] = pixels[..., :3] * (1 - strength) + shaded.clip(0, 1) * strength
    return Image.fromarray((pixels * 255).astype(np.uint8), "RGBA")


def _slugs(folder: Path) -> dict[str, str]:
    """A pack's own names by code points."""
    characters = json.loads((folder / "chars.json").read_text(encoding="utf-8"))
    return {_plain(code): slug for code, slug in characters.items()}


def _plain(code: str) -> str:
    return "-".join(part.lstrip("0") for part in code.lower().split("-") if part != "fe0f")


def _rendered(icons: dict, slug: str, edge: int) -> Image.Image:
    icon = icons["icons"][slug]
    width, height = icon.get("width", icons.get("width", 16)), icon.get("height", icons.get("height", 16))
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    twice = f'width="{2 * edge}" height="{2 * edge}"'
    box = f'viewBox="0 0 {width} {height}" {twice}'
    data = bytes(resvg_py.svg_to_bytes(svg_string=f"<svg {names} {box}>{icon['body']}</svg>"))
    return Image.open(io.BytesIO(data)).convert("RGBA").resize((edge, edge), Image.Resampling.BOX)
