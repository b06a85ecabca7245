"""What a call asks of the model: where to begin, what to keep, and how to give the picture back."""

from collections.abc import Iterator

import numpy as np
from msgspec import Struct
from PIL import Image

from zaffre.core.calls import Drawing, ImageEdit, ImageVariation
from zaffre.core.pictures import Pixels
from zaffre.engines.artists import masks
from zaffre.engines.artists.tiny_diffusion.graphs import Graphs
from zaffre.engines.artists.tiny_diffusion.patches import CHANNELS, EDGE, GRID
from zaffre.engines.artists.tiny_diffusion.sampling import Plan, sampled
from zaffre.imaging.images import pixels_of

_STEPS = {"low": 12, "high": 40, "hd": 40}
_MEDIUM_STEPS = 24
_GUIDANCE = 2.0
_CHANGED, _REPAINTED = 0.7, 1.0
"""How far edits leave their picture where the call does not say, without a mask and with one."""
_LEAST = 0.02


class Job(Struct, frozen=True, kw_only=True):
    """One picture to be drawn; `original` and `hole` are there where it is seen through a hole."""

    graphs: Graphs
    plan: Plan
    states: np.ndarray
    mask: np.ndarray
    size: tuple[int, int]
    original: Image.Image | None = None
    hole: Image.Image | None = None

    def latents(self) -> Iterator[np.ndarray]:
        """After every step."""
        return sampled(self.plan, self._denoise, None if self.hole is None else self._keep)

    def picture(self, latents: np.ndarray) -> Pixels:
        """The latents as pixels, in the size asked for; what the mask keeps is kept bit by bit."""
        fine = self.graphs.finish(self.graphs.patches.decode(latents))[0]
        drawn = Image.fromarray(((fine.clip(-1, 1) + 1) * 127.5).round().astype(np.uint8))
        if drawn.size != self.size:
            drawn = drawn.resize(self.size, Image.Resampling.LANCZOS)
        if self.hole is not None and self.original is not None:
            drawn = masks.through(self.hole, self.original, drawn)
        return pixels_of(drawn)

    def _denoise(self, noisy: np.ndarray, time: float) -> tuple[np.ndarray, np.ndarray]:
        without, wanted = np.split(self.graphs.clean(noisy, time, self.states, self.mask), 2)
        return without, wanted

    def _keep(self, latents: np.ndarray) -> np.ndarray:
        hole = np.asarray(self.hole.resize((EDGE, EDGE), Image.Resampling.BOX), np.float32)[None, ..., None] / 255
        seen = hole * self.graphs.patches.decode(latents) + (1 - hole) * _floats(self.original)
        return self.graphs.patches.encode(seen)


def job_of(call: Drawing, graphs: Graphs) -> Job:
    """Raises `BadRequest` where the call asks for what its own words rule out."""
    size = call.size or (512, 512)
    original, hole, strength = _given(call, size)
    states, mask = graphs.words.batch(call.negative_prompt or "", getattr(call, "prompt", ""))
    noise = np.random.default_rng(call.seed or 0).standard_normal((1, CHANNELS, GRID, GRID)).astype(np.float32)
    plan = Plan(
        noise=noise,
        steps=call.steps or _STEPS.get(call.quality or "", _MEDIUM_STEPS),
        guidance=_GUIDANCE if call.guidance is None else call.guidance,
        start=None if original is None else graphs.patches.encode(_floats(original)),
        strength=max(strength, _LEAST),
    )
    return Job(graphs=graphs, plan=plan, states=states, mask=mask, size=size, original=original, hole=hole)


def _given(call: Drawing, size: tuple[int, int]) -> tuple[Image.Image | None, Image.Image | None, float]:
    """The picture that the call brings, the hole in it, and how far the result may leave it."""
    match call:
        case ImageVariation():
            return _fitted(call.image, size), None, _CHANGED if call.strength is None else call.strength
        case ImageEdit():
            hole = masks.hole_of(call)
            plain = _CHANGED if hole is None else _REPAINTED
            if hole is not None and hole.size != size:
                hole = hole.resize(size, Image.Resampling.NEAREST)
            return _fitted(call.images[0], size), hole, plain if call.strength is None else call.strength
        case _:
            return None, None, 1.0


def _fitted(picture: Pixels, size: tuple[int, int]) -> Image.Image:
    image = masks.opaque(picture)
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)


def _floats(image: Image.Image) -> np.ndarray:
    """[1, 128, 128, 3], from -1 to 1."""
    small = image.resize((EDGE, EDGE), Image.Resampling.BOX)
    return np.asarray(small, np.float32)[None] / 127.5 - 1
