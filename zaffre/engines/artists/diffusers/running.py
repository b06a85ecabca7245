"""One run of a pipeline, with the seed that makes it repeatable."""

from typing import Any

import torch

from zaffre.engines.artists.diffusers.jobs import Job
from zaffre.engines.artists.diffusers.watching import Watch


def run(job: Job, watch: Watch, seed: int) -> Any:
    """The picture as rows, columns and channels of floats from 0 to 1."""
    # Drawn on the processor, so that the noise is the same whatever computes.
    generator = torch.Generator("cpu").manual_seed(seed)
    with watch.listening():
        try:
            made = job.pipeline(**job.arguments, **watch.callbacks(), generator=generator, output_type="np")
        except BaseException:
            # A pipeline that is left half-way would keep its parts on the GPU.
            job.pipeline.maybe_free_model_hooks()
            if torch.cuda.is_available():
                torch.cuda.empty_cache()
            raise
    return made.images[0]
