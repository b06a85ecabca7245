"""Reports: what people say is wrong with a picture, and what moderators decide about it."""

import logging

from zaffre.core.album import Case, Complaint, Picture
from zaffre.core.callers import Caller
from zaffre.core.clock import Clock
from zaffre.core.errors import Forbidden
from zaffre.service.gallery import Gallery, NotInGallery
from zaffre.service.pictures import Pictures
from zaffre.settings import pictures as settings
from zaffre.storage import pictures, reports
from zaffre.storage.database import Database

log = logging.getLogger("zaffre.pictures")
_MOST_CASES = 100


class Reports:
    """One queue for what others complain about, what waits for approval, and what makers report themselves.

    Reports and decisions are logged without what was written in them. They are kept as long as the picture is.
    """

    def __init__(
        self, database: Database, gallery: Gallery, pictures: Pictures, settings: settings.Pictures, clock: Clock
    ):
        self._database = database
        self._gallery = gallery
        self._pictures = pictures
        self._settings = settings
        self._clock = clock

    async def of_shared(self, caller: Caller, picture_id: str, complaint: Complaint) -> None:
        """Complain about a picture in the gallery."""
        await self._gallery.one(caller, picture_id)
        await self._add(caller, picture_id, complaint, is_own=False)

    async def of_own(self, caller: Caller, picture_id: str, complaint: Complaint) -> None:
        """Show a picture of the caller's project to moderators, private or not, until they have decided.

        Raises `Forbidden` where they have taken it out already.
        """
        picture = await self._pictures.one(caller, picture_id)
        if picture.moderation == "hidden":
            text = "A moderator has decided already that others may not see this picture."
            raise Forbidden(text, param="id", code="picture_hidden")
        await self._add(caller, picture_id, complaint, is_own=True)

    async def cases(self, caller: Caller) -> list[Case]:
        """What waits for a moderator, the oldest first. Raises `Forbidden` for all others."""
        self._check_moderator(caller)
        async with self._database.begin() as connection:
            return await reports.cases(connection, _MOST_CASES)

    async def decide(self, caller: Caller, picture_id: str, is_kept: bool) -> Picture:
        """Keep a picture where it is, or have nobody but its project see it from now on."""
        self._check_moderator(caller)
        async with self._database.begin() as connection:
            if not await reports.decide(connection, picture_id, is_kept, caller.key_id, self._clock.now()):
                raise NotInGallery(picture_id)
            decided = await pictures.of_any(connection, picture_id)
        log.info("%s decided about the picture %s: %s", caller.key_id, picture_id, "keep" if is_kept else "hide")
        return decided

    def is_moderator(self, caller: Caller) -> bool:
        return caller.project in self._settings.moderators

    @property
    def are_read(self) -> bool:
        """Whether anybody moderates here."""
        return bool(self._settings.moderators)

    async def _add(self, caller: Caller, picture_id: str, complaint: Complaint, *, is_own: bool) -> None:
        async with self._database.begin() as connection:
            await reports.add(connection, caller.key_id, picture_id, complaint, is_own=is_own, now=self._clock.now())
        log.warning("%s reported the picture %s: %s", caller.key_id, picture_id, complaint.reason)

    def _check_moderator(self, caller: Caller) -> None:
        if not self.is_moderator(caller):
            text = "Only moderators may do this: keys of the projects that `[pictures] moderators` names."
            raise Forbidden(text, code="not_a_moderator")
