"""The finisher: a final stage becomes bytes that are marked, kept and listed, with an address that opens them."""

import asyncio
import logging

from msgspec import structs

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


class Finisher:
    """Called once for each picture that is final and that the policy lets pass."""

    def __init__(self, provenance: Provenance, album: Album, signer: Signer, terms: Terms, clock: Clock):
        self._provenance = provenance
        self._album = album
        self._signer = signer
        self._terms = terms
        self._clock = clock
        self._under_way: set[asyncio.Task[Finished]] = set()

    async def finish(
        self,
        call: Drawing,
        stage: Stage,
        origin: Origin,
        deployment: str,
        model: str,
        policy: Policy,
        *,
        is_composed: bool = False,
    ) -> Finished:
        """The picture of a final `stage`, kept. Raises `StoreFull` or `StoreDown`, and then nothing is kept.

        Once begun it is done to its end, even if the caller is cancelled meanwhile: what was drawn is billed.
        """
        work = asyncio.create_task(self._finish(call, stage, origin, deployment, model, policy, is_composed))
        self._under_way.add(work)
        work.add_done_callback(self._ended)
        return await asyncio.shield(work)

    async def close(self) -> None:
        """Wait for what has been begun."""
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _finish(
        self,
        call: Drawing,
        stage: Stage,
        origin: Origin,
        deployment: str,
        model: str,
        policy: Policy,
        is_composed: bool,
    ) -> Finished:
        assert stage.is_final and stage.pixels is not None
        picture = self._picture(call, stage, origin, deployment, model)
        data, small = await asyncio.gather(
            self._marked(call, stage.pixels, picture, policy, is_composed),
            asyncio.to_thread(thumbnail, stage.pixels, THUMBNAIL_EDGE),
        )
        await self._album.keep(structs.replace(picture, bytes=len(data)), data, small)
        return Finished(
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

    async def _marked(
        self, call: Drawing, pixels: Pixels, picture: Picture, policy: Policy, is_composed: bool
    ) -> bytes:
        story = Story.of(
            call,
            picture=picture.id,
            model=picture.model,
            deployment=picture.deployment,
            made_at=picture.created_at,
            is_composed=is_composed,
        )
        told = policy.images
        marks = Marks(credentials=told.credentials, watermark=told.watermark, include_prompt=told.include_prompt)
        return await self._provenance.marked(pixels, call.output, story, marks)

    def _picture(self, call: Drawing, stage: Stage, origin: Origin, deployment: str, model: str) -> Picture:
        """All but the number of bytes, which is known once they are written."""
        now = self._clock.now()
        is_told = self._terms.keeps_prompts(origin.caller)
        return Picture(
            id=new_id("img_"),
            project_id=origin.caller.project_id,
            key_id=origin.caller.key_id,
            created_at=now,
            operation=call.operation,
            deployment=deployment,
            model=model,
            width=stage.pixels.width,
            height=stage.pixels.height,
            format=call.output.format,
            bytes=0,
            prompt=None if isinstance(call, ImageVariation) or not is_told else call.prompt,
            revised_prompt=stage.revised_prompt if is_told else None,
            negative_prompt=call.negative_prompt if is_told else None,
            seed=stage.seed if stage.seed is not None and abs(stage.seed) <= _LARGEST else None,
            expires_at=self._terms.expiry(origin.caller, now),
        )

    def _ended(self, work: asyncio.Task[Finished]) -> None:
        self._under_way.discard(work)
        if not work.cancelled() and work.exception() is not None:
            log.warning("a picture that was drawn could not be kept: %s", work.exception())
