"""What stands behind a thing: plain colours, and a few places painted with gradients."""

from collections.abc import Callable
from random import Random

import numpy as np

Colour = tuple[int, int, int]

PLAIN: dict[str, Colour] = {
    "white": (255, 255, 255), "red": (222, 70, 66), "orange": (246, 158, 66), "yellow": (250, 218, 96),
    "green": (104, 188, 108), "blue": (82, 140, 228), "light blue": (166, 216, 245), "purple": (146, 96, 200),
    "pink": (247, 176, 200), "grey": (168, 174, 180), "black": (24, 24, 30),
}  # fmt: skip
_SHADES = 5
"""How far a plain colour strays, of 255."""


def plain(name: str, edge: int, chance: Random) -> np.ndarray:
    """uint8, [edge, edge, 3]; white stays white."""
    spread = 0 if name == "white" else _SHADES
    shade = [min(255, max(0, round(chance.gauss(part, spread)))) for part in PLAIN[name]]
    return np.broadcast_to(np.array(shade, np.uint8), (edge, edge, 3))


def _bands(*stops: tuple[float, Colour]) -> Callable[[int], np.ndarray]:
    """Colours from the top (0) to the bottom (1), blended between the stops."""
    heights, colours = zip(*stops, strict=True)

    def paint(edge: int) -> np.ndarray:
        at = (np.arange(edge) + 0.5) / edge
        column = np.stack([np.interp(at, heights, part) for part in zip(*colours, strict=True)], axis=-1)
        return np.broadcast_to(column[:, None], (edge, edge, 3)).round().astype(np.uint8)

    return paint


def _starry(sky: Callable[[int], np.ndarray], seed: int) -> Callable[[int], np.ndarray]:
    """The sky with stars that always stand in the same places."""

    def paint(edge: int) -> np.ndarray:
        picture, chance = sky(edge).copy(), Random(seed)
        across = np.arange(edge) + 0.5
        for _ in range(26):
            x, y, size = chance.random() * edge, chance.random() * edge, chance.uniform(0.006, 0.012) * edge
            light = np.exp(-((across[None] - x) ** 2 + (across[:, None] - y) ** 2) / size**2)[..., None]
            picture = (picture + (255.0 - picture) * light).round().astype(np.uint8)
        return picture

    return paint


PLACES: dict[str, Callable[[int], np.ndarray]] = {
    "on the grass": _bands((0, (140, 205, 250)), (0.66, (222, 242, 253)), (0.67, (142, 204, 92)), (1, (84, 160, 60))),
    "on the beach": _bands((0, (120, 200, 248)), (0.5, (206, 238, 252)), (0.51, (52, 152, 212)),
                           (0.69, (110, 205, 224)), (0.7, (250, 230, 178)), (1, (238, 206, 140))),
    "under the sea": _bands((0, (96, 204, 236)), (1, (10, 66, 140))),
    "in the desert": _bands((0, (250, 204, 132)), (0.66, (253, 236, 204)),
                            (0.67, (232, 178, 104)), (1, (206, 140, 70))),
    "in the snow": _bands((0, (150, 188, 224)), (0.64, (216, 230, 242)), (0.65, (250, 252, 255)), (1, (226, 236, 248))),
    "at sunset": _bands((0, (92, 60, 140)), (0.4, (236, 110, 120)), (0.75, (253, 190, 100)), (1, (252, 226, 160))),
    "at night": _starry(_bands((0, (12, 20, 56)), (1, (52, 74, 136))), 4),
    "in space": _starry(_bands((0, (22, 10, 44)), (0.5, (48, 20, 84)), (1, (14, 10, 36))), 9),
}  # fmt: skip
SAID = {
    "on the grass": ("on the grass", "in a meadow", "in a garden", "in the park", "in a field"),
    "on the beach": ("on the beach", "by the sea", "at the seaside"),
    "under the sea": ("under the sea", "under water", "in the ocean"),
    "in the desert": ("in the desert",),
    "in the snow": ("in the snow", "in winter"),
    "at sunset": ("at sunset", "at dusk", "in the evening"),
    "at night": ("at night", "under the stars", "in the night sky"),
    "in space": ("in space", "in outer space"),
}
"""How people name each place; the first of each is its own name."""
