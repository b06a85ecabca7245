"""From stages to what callers are shown: states and finished pictures, written."""

import asyncio
from collections.abc import AsyncIterator

import msgspec

from zaffre.core.album import Finished
from zaffre.core.answers import Stage
from zaffre.core.calls import Drawing, ImageVariation
from zaffre.core.pictures import Drawn, Output
from zaffre.core.stopped import problem
from zaffre.imaging import writing
from zaffre.service.finishing import Finish


async def shown(call: Drawing, stages: AsyncIterator[Stage], finish: Finish) -> AsyncIterator[Stage | Drawn]:
    """Every stage, and after it what it has to show; of a final one, only that.

    Raises `ContentFiltered` or `FilteredElsewhere` where all pictures were stopped.
    """
    num_finished = 0
    stopped: list[Stage] = []
    async for stage in stages:
        if stage.pixels is None:
            if stage.is_stopped:
                stopped.append(stage)
            yield stage
        elif stage.is_final:
            num_finished += 1
            kept = await finish(stage)
            yield drawn(stage, kept.data, call.output, kept)
        else:
            yield msgspec.structs.replace(stage, pixels=None)
            yield await _unfinished(call, stage)
    if stopped and not num_finished:
        raise problem(stopped, "image" if isinstance(call, ImageVariation) else "prompt")


def drawn(stage: Stage, data: bytes, output: Output, kept: Finished | None = None) -> Drawn:
    """What callers are told of a stage that has pixels, and that is kept if it is final."""
    return Drawn(
        index=stage.index,
        data=data,
        size=stage.pixels.size,
        format=output.format,
        has_alpha=stage.pixels.has_alpha and output.background != "opaque",
        partial=None if stage.is_final else stage.partial or 0,
        address=kept and kept.path,
        kept_as=kept and kept.id,
        revised_prompt=stage.revised_prompt,
        verdict=stage.verdict,
    )


async def _unfinished(call: Drawing, stage: Stage) -> Drawn:
    # It is looked at for a second, so its colours need not be the finest.
    rough = call.output if call.output.format == "png" else msgspec.structs.replace(call.output, compression=75)
    return drawn(stage, await asyncio.to_thread(writing.write, stage.pixels, rough), call.output)
