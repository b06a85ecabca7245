"""From noise to latents: steps along the flow that the denoiser was taught (Lipman et al., 2023), guided by words."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
from msgspec import Struct

Denoise = Callable[[np.ndarray, float], tuple[np.ndarray, np.ndarray]]
"""Takes noisy latents and their share of noise; tells the clean ones without the words, and with them."""
Keep = Callable[[np.ndarray], np.ndarray]
"""Puts into clean latents what must not change."""


_LAST = 0.45
"""The last step begins with this share of the first one's noise: finer noise is the work of the finisher."""


class Plan(Struct, frozen=True, kw_only=True):
    """How one picture is drawn. Arrays are latents, [1, channels, rows, columns]."""

    noise: np.ndarray
    steps: int
    guidance: float
    start: np.ndarray | None = None
    """What to begin with, drowned in noise as far as `strength` (0 to 1) says; without it, all is noise."""
    strength: float = 1.0


def sampled(plan: Plan, denoise: Denoise, keep: Keep | None = None) -> Iterator[np.ndarray]:
    """The latents as they are seen through the noise after every step; the last ones are the picture."""
    begin = 1.0 if plan.start is None else plan.strength
    times = np.append(np.linspace(begin, begin * _LAST, plan.steps), 0.0)
    now = plan.noise if plan.start is None else (1 - begin) * plan.start + begin * plan.noise
    for time, next_time in pairwise(times):
        without, wanted = denoise(now.astype(np.float32), float(time))
        clean = without + plan.guidance * (wanted - without)
        if keep is not None:
            clean = keep(clean)
        now = clean + next_time / time * (now - clean)
        yield clean
