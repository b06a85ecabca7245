"""Styles that change the finished pixels: stickers, watercolour, posters. Whole numbers only, so alike anywhere."""

import hashlib
from collections.abc import Callable, Mapping

from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageOps

_TILE = 256


def grain(image: Image.Image, strength: int = 5) -> Image.Image:
    """The tooth of paper, hardly to be seen."""
    low, high = 128 - strength, 128 + strength
    noise = Image.frombytes("L", (_TILE, _TILE), hashlib.shake_256(b"grain").digest(_TILE * _TILE))
    noise = noise.point([low + value * (high - low) // 255 for value in range(256)])
    paper = Image.new("L", image.size)
    for x in range(0, image.width, _TILE):
        for y in range(0, image.height, _TILE):
            paper.paste(noise, (x, y))
    return ImageChops.overlay(image, Image.merge("RGB", (paper,) * 3))


def pastel(image: Image.Image) -> Image.Image:
    soft = ImageEnhance.Color(image).enhance(0.72)
    return Image.blend(soft, Image.new("RGB", image.size, "#fff3ea"), 0.34)


def watercolour(image: Image.Image) -> Image.Image:
    """Wobbling edges, darker rims, paint that settled unevenly, white paper around."""
    unit = min(image.size) / 512
    loose = _wobbled(image, unit).filter(ImageFilter.ModeFilter(max(3, int(5 * unit) | 1)))
    rims = loose.convert("L").filter(ImageFilter.FIND_EDGES).filter(ImageFilter.GaussianBlur(1.2 * unit))
    rims = Image.merge("RGB", (ImageOps.invert(rims.point([value * 6 // 10 for value in range(256)])),) * 3)
    wash = _clouds(image.size, 24, 104, 152)
    painted = ImageChops.overlay(ImageChops.multiply(loose, rims), Image.merge("RGB", (wash,) * 3))
    light = Image.blend(painted, Image.new("RGB", image.size, "#fffaf2"), 0.2)
    return grain(_vignette(light), 16)


def _wobbled(image: Image.Image, unit: float) -> Image.Image:
    """Moves small tiles a little to and fro."""
    step = max(8, int(16 * unit))
    shifts = hashlib.shake_256(b"wobble").digest(8192)
    columns = image.width // step + 2

    def corner(x: int, y: int) -> tuple[int, int]:
        place = 2 * ((y // step) * columns + x // step) % 8190
        return tuple(at + int((shifts[place + axis] - 128) * unit / 48) for axis, at in enumerate((x, y)))

    mesh = []
    for y in range(0, image.height, step):
        for x in range(0, image.width, step):
            right, low = x + step, y + step
            corners = (*corner(x, y), *corner(x, low), *corner(right, low), *corner(right, y))
            mesh.append(((x, y, min(right, image.width), min(low, image.height)), corners))
    return image.transform(image.size, Image.Transform.MESH, mesh, Image.Resampling.BILINEAR)


def _clouds(size: tuple[int, int], cells: int, low: int, high: int) -> Image.Image:
    noise = Image.frombytes("L", (cells, cells), hashlib.shake_256(b"clouds").digest(cells * cells))
    soft = noise.resize(size, Image.Resampling.BICUBIC)
    return soft.point([low + value * (high - low) // 255 for value in range(256)])


def _vignette(image: Image.Image) -> Image.Image:
    """Ragged white paper around the paint."""
    width, height = image.size
    edge = min(image.size) // 28
    mask = Image.new("L", image.size, 0)
    mask.paste(255, (edge, edge, width - edge, height - edge))
    ragged = ImageChops.add(mask.filter(ImageFilter.GaussianBlur(edge * 0.6)), _clouds(image.size, 40, 0, 90), 1, -45)
    crisp = ragged.point([min(255, max(0, (value - 110) * 8)) for value in range(256)])
    return Image.composite(image, Image.new("RGB", image.size, "#fffdf8"), crisp)


def pixel(image: Image.Image) -> Image.Image:
    """Large square pixels of few colours."""
    scale = max(image.size) / 96
    small = image.resize((round(image.width / scale), round(image.height / scale)), Image.Resampling.BOX)
    few = ImageEnhance.Color(small).enhance(1.25).quantize(28, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    return few.convert("RGB").resize(image.size, Image.Resampling.NEAREST)


def poster(image: Image.Image) -> Image.Image:
    """Few warm inks on cream paper, with a border."""
    inks = ImageOps.posterize(ImageEnhance.Contrast(ImageEnhance.Color(image).enhance(0.9)).enhance(1.08), 3)
    warm = ImageChops.multiply(ImageEnhance.Brightness(inks).enhance(1.18), Image.new("RGB", image.size, "#fdebcb"))
    edge = min(image.size) // 22
    framed = Image.new("RGB", image.size, "#fbf0d9")
    framed.paste(warm.crop((edge, edge, image.width - edge, image.height - edge)), (edge, edge))
    return grain(framed, 22)


def dark(image: Image.Image) -> Image.Image:
    return ImageEnhance.Contrast(ImageEnhance.Brightness(image).enhance(0.86)).enhance(1.12)


def glow(image: Image.Image) -> Image.Image:
    """Light that spills from bright lines."""
    unit = min(image.size) / 512
    bright = image.point([max(0, value - 130) for value in range(256)] * 3)
    near = bright.filter(ImageFilter.BoxBlur(3 * unit))
    far = bright.filter(ImageFilter.BoxBlur(11 * unit))
    return ImageChops.screen(image, ImageChops.add(near, far))


def sticker(ink: Image.Image) -> Image.Image:
    """A white edge and a soft shadow around what is drawn; RGBA in, RGBA out."""
    unit = min(ink.size) / 512
    alpha = ink.getchannel("A").point([255 if value > 60 else 0 for value in range(256)])
    wide = alpha.filter(ImageFilter.BoxBlur(8 * unit)).point([255 if value > 14 else 0 for value in range(256)])
    edge = wide.filter(ImageFilter.BoxBlur(unit))
    shadow = ImageChops.offset(wide, 0, round(5 * unit)).filter(ImageFilter.GaussianBlur(5 * unit))
    out = Image.new("RGBA", ink.size, (40, 30, 60, 0))
    out.putalpha(shadow.point([value * 2 // 5 for value in range(256)]))
    white = Image.new("RGBA", ink.size, (255, 255, 255, 0))
    white.putalpha(edge)
    return Image.alpha_composite(Image.alpha_composite(out, white), ink)


FINISHES: Mapping[str, Callable[[Image.Image], Image.Image]] = {
    "pastel": pastel,
    "watercolour": watercolour,
    "pixel": pixel,
    "poster": poster,
    "dark": dark,
    "glow": glow,
}
