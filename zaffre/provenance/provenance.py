"""Marks what is drawn, and tells of any picture where it comes from."""

import asyncio
from pathlib import Path

from zaffre.core.pictures import Output, Pixels
from zaffre.core.provenance import Examined, Marks, Story
from zaffre.imaging.writing import write
from zaffre.provenance.identity import Identity
from zaffre.provenance.manifest import manifest
from zaffre.provenance.signing import Signer
from zaffre.provenance.verify import examined
from zaffre.provenance.watermark.mark import Mark


class Provenance:
    """The marks of one installation. Its work is done in threads, several pictures at once."""

    def __init__(self, identity: Identity):
        self.identity = identity
        self._mark = Mark(identity.watermark_key, identity.installation)
        self._signer = Signer(identity)

    @classmethod
    def of_home(cls, home: Path, installation_name: str) -> "Provenance":
        """The marks of the installation whose keys lie in `home`, made at first start; raises `ValueError`."""
        return cls(Identity.of_home(home, installation_name))

    async def marked(self, pixels: Pixels, output: Output, story: Story, marks: Marks = Marks()) -> bytes:
        """The picture's file, with the watermark and the credentials that `marks` asks for."""
        return await asyncio.to_thread(self.written, pixels, output, story, marks)

    async def examined(self, data: bytes, *, param: str = "image") -> Examined:
        """Where a picture comes from; raises `BadRequest` that names `param` where it is none."""
        return await asyncio.to_thread(examined, data, self.identity, param=param)

    def written(self, pixels: Pixels, output: Output, story: Story, marks: Marks) -> bytes:
        """What `marked` does, in the thread that asks."""
        data = write(self._mark.put(pixels) if marks.watermark else pixels, output)
        if not marks.credentials:
            return data
        return self._signer.signed(
            data, output.format, manifest(story, output.format, with_prompt=marks.include_prompt)
        )
