"""Contact sheets: pictures in rows of ten, each with its words below."""

from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_COLUMNS, _MARGIN, _WORDS = 10, 2, 34


def write(to: Path, pictures: Iterable[Image.Image], lines: list[str], side: int) -> None:
    """One picture for each line, `side` pixels wide and high."""
    sheet = Image.new("RGB", (_COLUMNS * side, -(-len(lines) // _COLUMNS) * (side + _WORDS)), "white")
    for place, (picture, line) in enumerate(zip(pictures, lines, strict=True)):
        _put(sheet, place, picture, line, side)
    to.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(to, quality=82, optimize=True)


def _put(sheet: Image.Image, place: int, picture: Image.Image, line: str, side: int) -> None:
    x, y = place % _COLUMNS * side, place // _COLUMNS * (side + _WORDS)
    inner = side - 2 * _MARGIN
    sheet.paste(picture.resize((inner, inner), Image.Resampling.LANCZOS), (x + _MARGIN, y + _MARGIN))
    font, rows = ImageFont.load_default(12), [""]
    for word in line.split():
        if font.getlength(f"{rows[-1]} {word}") > side - 8:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    ImageDraw.Draw(sheet).multiline_text((x + 4, y + side), "\n".join(rows[:2]), "#222222", font, spacing=1)
