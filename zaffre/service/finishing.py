"""The finisher: a final stage becomes bytes that are marked, kept and listed, with an address that opens them."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress

from msgspec import Struct, structs

from zaffre.core.album import Finished, Picture
from zaffre.core.answers import Stage
from zaffre.core.callers import Origin
from zaffre.core.calls import Drawing, ImageVariation
from zaffre.core.clock import Clock, new_id
from zaffre.core.pictures import Pixels
from zaffre.core.provenance import Marks, Story
from zaffre.imaging.writing import thumbnail
from zaffre.provenance.provenance import Provenance
from zaffre.safety.policy import Policy
from zaffre.service.addresses import Signer
from zaffre.service.retention import Terms
from zaffre.storage.album import Album

log = logging.getLogger("zaffre.pictures")
THUMBNAIL_EDGE = 320
_LARGEST = 2**63 - 1
Finish = Callable[[Stage], Awaitable[Finished]]


class Job(Struct, frozen=True):
    """The call whose pictures are finished, and who draws them."""

    call: Drawing
    origin: Origin
    deployment: str
    model: str
    policy: Policy
    is_composed: bool = False


class Finisher:
    """Finishes the pictures of calls, each in a task of its own, which a hang-up does not stop."""

    def __init__(self, provenance: Provenance, album: Album, signer: Signer, terms: Terms, clock: Clock):
        self._provenance = provenance
        self._album = album
        self._signer = signer
        self._terms = terms
        self._clock = clock
        self._under_way: set[asyncio.Task[Finished]] = set()

    @asynccontextmanager
    async def desk(self, job: Job, given: Callable[[Finished], None]) -> AsyncIterator[Finish]:
        """What finishes the final stages of `job`; it raises `StoreFull` or `StoreDown`, and then nothing is kept.

        `given` is called with each picture once it is kept. What was begun is done to its end before the block is
        left, even where the caller is cancelled meanwhile.
        """
        begun: list[asyncio.Task[Finished]] = []

        async def finish(stage: Stage) -> Finished:
            begun.append(self._begin(job, stage, given))
            return await asyncio.shield(begun[-1])

        try:
            yield finish
        finally:
            await _ended(begun)

    async def close(self) -> None:
        """Wait for what has been begun."""
        await _ended(self._under_way)

    def _begin(self, job: Job, stage: Stage, given: Callable[[Finished], None]) -> asyncio.Task[Finished]:
        work = asyncio.create_task(self._finish(job, stage, given))
        self._under_way.add(work)
        work.add_done_callback(self._forget)
        return work

    async def _finish(self, job: Job, stage: Stage, given: Callable[[Finished], None]) -> Finished:
        assert stage.is_final and stage.pixels is not None
        picture = self._picture(job, stage)
        data, small = await asyncio.gather(
            self._marked(job, stage.pixels, picture), asyncio.to_thread(thumbnail, stage.pixels, THUMBNAIL_EDGE)
        )
        await self._album.keep(structs.replace(picture, bytes=len(data)), data, small)
        finished = Finished(
            index=stage.index,
            id=picture.id,
            data=data,
            format=picture.format,
            size=stage.pixels.size,
            path=self._signer.file(picture),
            created=picture.created_at,
            seed=stage.seed,
            revised_prompt=stage.revised_prompt,
        )
        given(finished)
        return finished

    async def _marked(self, job: Job, pixels: Pixels, picture: Picture) -> bytes:
        story = Story.of(
            job.call,
            picture=picture.id,
            model=picture.model,
            deployment=picture.deployment,
            made_at=picture.created_at,
            is_composed=job.is_composed,
        )
        told = job.policy.images
        marks = Marks(credentials=told.credentials, watermark=told.watermark, include_prompt=told.include_prompt)
        return await self._provenance.marked(pixels, job.call.output, story, marks)

    def _picture(self, job: Job, stage: Stage) -> Picture:
        """All but the number of bytes, which is known once they are written."""
        call, caller, now = job.call, job.origin.caller, self._clock.now()
        is_told = self._terms.keeps_prompts(caller)
        return Picture(
            id=new_id("img_"),
            project_id=caller.project_id,
            key_id=caller.key_id,
            created_at=now,
            operation=call.operation,
            deployment=job.deployment,
            model=job.model,
            width=stage.pixels.width,
            height=stage.pixels.height,
            format=call.output.format,
            bytes=0,
            prompt=None if isinstance(call, ImageVariation) or not is_told else call.prompt,
            revised_prompt=stage.revised_prompt if is_told else None,
            negative_prompt=call.negative_prompt if is_told else None,
            seed=stage.seed if stage.seed is not None and abs(stage.seed) <= _LARGEST else None,
            expires_at=self._terms.expiry(caller, now),
        )

    def _forget(self, work: asyncio.Task[Finished]) -> None:
        self._under_way.discard(work)
        if not work.cancelled() and work.exception() is not None:
            log.warning("a picture that was drawn could not be kept: %s", work.exception())


async def _ended(works: Iterable[asyncio.Task[Finished]]) -> None:
    """Wait for the end of `works`, however often that is cancelled: what they keep is to be counted."""
    while waiting := [work for work in works if not work.done()]:
        with suppress(asyncio.CancelledError):
            await asyncio.wait(waiting)
