"""The steps of one picture, told as a pipeline takes them, in whichever way it lets one know."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from zaffre.core.answers import Stage
from zaffre.core.calls import Drawing
from zaffre.engines.artists.base import Tell
from zaffre.engines.artists.diffusers.jobs import Job
from zaffre.engines.artists.diffusers.pipelines import takes
from zaffre.engines.artists.diffusers.previews import preview
from zaffre.engines.artists.shown import shown_after
from zaffre.imaging.images import pixels_of

Saw = Callable[..., Any]


class Watch:
    """Tells of each step, and lets `Stopped` pass through the pipeline."""

    def __init__(self, job: Job, call: Drawing, tell: Tell):
        self._job = job
        self._wanted = call.partial_images
        self._tell = tell
        self._shown = 0

    def callbacks(self) -> dict[str, Saw]:
        """The arguments by which the pipeline tells; there are none where it has no such way."""
        known = takes(self._job.pipeline)
        prior = {"prior_callback_on_step_end": self._on_prior} if "prior_callback_on_step_end" in known else {}
        if "callback_on_step_end" in known:
            return prior | {"callback_on_step_end": self._on_end}
        return {"callback": self._on_old_end} if "callback" in known else {}

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Hear of steps from the networks themselves, where the pipeline does not tell."""
        parts = [] if self.callbacks() else list(_networks(self._job.pipeline))
        hooks = [part.register_forward_pre_hook(self._on_forward) for part in parts]
        try:
            yield
        finally:
            for hook in hooks:
                hook.remove()

    def _on_end(self, pipeline: Any, step: int, timestep: Any, known: dict[str, Any]) -> dict[str, Any]:
        self._took(step + 1, self._total(pipeline), pipeline, known.get("latents"))
        return known

    def _on_old_end(self, step: int, timestep: Any, latents: Any) -> None:
        self._took(step + 1, self._total(self._job.pipeline), self._job.pipeline, latents)

    def _on_prior(self, pipeline: Any, step: int, timestep: Any, known: dict[str, Any]) -> dict[str, Any]:
        self._tell(Stage(step=0, steps=self._job.steps))
        return known

    def _on_forward(self, part: Any, arguments: Any) -> None:
        self._tell(Stage(step=0, steps=self._job.steps))

    def _total(self, pipeline: Any) -> int:
        # With a strength, fewer steps are taken than were asked for.
        return getattr(pipeline, "_num_timesteps", None) or self._job.steps

    def _took(self, step: int, steps: int, pipeline: Any, latents: Any) -> None:
        step = min(step, steps)
        if latents is None or step == steps or step not in shown_after(steps, self._wanted):
            self._tell(Stage(step=step, steps=steps))
            return
        seen = pixels_of(self._job.finished(preview(pipeline, latents, self._job.size)))
        self._tell(Stage(step=step, steps=steps, pixels=seen, partial=self._shown))
        self._shown += 1


def _networks(pipeline: Any) -> Iterator[Any]:
    for name in ("prior", "unet", "transformer", "decoder", "super_res_first", "super_res_last"):
        part = getattr(pipeline, name, None)
        if hasattr(part, "register_forward_pre_hook"):
            yield part
