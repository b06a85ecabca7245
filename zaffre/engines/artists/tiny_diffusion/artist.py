"""The artist: the tiny diffusion model draws, varies and repaints, each denoising step a step."""

from typing import TYPE_CHECKING, Any

from zaffre.core.answers import Stage
from zaffre.core.calls import Drawing
from zaffre.core.errors import EngineFailed
from zaffre.core.pictures import Pixels
from zaffre.engines.artists.base import Tell
from zaffre.engines.artists.shown import shown_after
from zaffre.engines.base import Capabilities

if TYPE_CHECKING:
    from zaffre.engines.artists.tiny_diffusion.jobs import Job

SIZES = ((512, 512), (256, 256), (1024, 1024))


class TinyDiffusion:
    """Keeps the contract of `engines/artists/base.py`. Of its options it heeds `backend.threads`."""

    capabilities = Capabilities(
        operations=frozenset({"image_generation", "image_edit", "image_variation"}),
        features=frozenset(
            {"guidance", "mask", "negative_prompt", "partial_images", "quality", "seed", "steps", "strength"}
        ),
        sizes=SIZES,
    )

    def __init__(self, options: dict[str, Any]):
        self._threads = (options.get("backend") or {}).get("threads") or 1

    def load(self) -> None:
        """Reads the weights that come along; takes half a second."""
        from zaffre.engines.artists.tiny_diffusion.graphs import WEIGHTS, Graphs

        try:
            self._graphs = Graphs(WEIGHTS, self._threads)
        # The runtime has exceptions of its own, and none of them is public.
        except Exception as error:
            raise EngineFailed(f"The tiny diffusion model can't be read: {error}") from error

    def draw(self, call: Drawing, tell: Tell) -> Pixels:
        """One picture. Equal calls give equal pixels on the same kind of processor."""
        from zaffre.engines.artists.tiny_diffusion.jobs import job_of

        job = job_of(call, self._graphs)
        shown = shown_after(job.plan.steps, call.partial_images)
        for step, latents in enumerate(job.latents(), start=1):
            if step < job.plan.steps:
                tell(_stage(job, step, latents, sorted(shown)))
        return job.picture(latents)


def _stage(job: "Job", step: int, latents: Any, shown: list[int]) -> Stage:
    if step not in shown:
        return Stage(step=step, steps=job.plan.steps)
    return Stage(step=step, steps=job.plan.steps, pixels=job.picture(latents), partial=shown.index(step))
