"""What is kept of pictures, and for how long; and the work in the background that holds to it."""

import asyncio
import logging
from collections.abc import Mapping

from zaffre.core.callers import Caller
from zaffre.core.clock import Clock
from zaffre.service.meanings import Meanings
from zaffre.settings.pictures import Pictures
from zaffre.settings.safety import Project
from zaffre.storage import keys, pictures
from zaffre.storage.album import Album
from zaffre.storage.database import Database

log = logging.getLogger("zaffre.pictures")
DAY = 86_400
_ROUND = 60.0
_ROUNDS_AN_HOUR = 60
_GRACE = 3600.0
"""Seconds in which bytes without a row may still be getting one."""


class Terms:
    """The installation's terms, and what single projects say otherwise; projects by name."""

    def __init__(self, settings: Pictures, projects: Mapping[str, Project]):
        self._settings = settings
        self._projects = projects

    def days(self, project: str) -> int | None:
        """For how long the project's pictures are kept; `None` is for good."""
        found = self._projects.get(project)
        return self._settings.retention_days if found is None or found.retention_days is None else found.retention_days

    def expiry(self, caller: Caller, now: float) -> float | None:
        """When a picture that is made now will be deleted."""
        days = self.days(caller.project)
        return None if days is None else now + days * DAY

    def keeps_prompts(self, caller: Caller) -> bool:
        found = self._projects.get(caller.project)
        return found is None or found.keep_prompts


class Upkeep:
    """Deletes what has expired, and bytes that a crash left without a row; has shared pictures read."""

    def __init__(self, database: Database, album: Album, terms: Terms, meanings: Meanings, clock: Clock):
        self._database = database
        self._album = album
        self._terms = terms
        self._meanings = meanings
        self._clock = clock

    async def keep_up(self) -> None:
        """Work until cancelled: expired pictures every minute, orphaned bytes at first and every hour."""
        rounds = 0
        while True:
            try:
                is_hour = rounds % _ROUNDS_AN_HOUR == 0
                if is_hour:
                    await self.apply_terms()
                await self._album.remove_expired(self._clock.now())
                if is_hour:
                    await self.sweep(_GRACE)
                await self._meanings.catch_up()
            except Exception as error:
                log.warning("the upkeep of pictures failed and is tried again: %s", error)
            rounds += 1
            await asyncio.sleep(_ROUND)

    async def apply_terms(self) -> None:
        """Bring the expiry of older pictures to the terms of today."""
        async with self._database.begin() as connection:
            for project_id, name in (await keys.project_names(connection)).items():
                await pictures.set_days(connection, project_id, self._terms.days(name))

    async def sweep(self, grace: float) -> int:
        """Delete orphaned bytes older than `grace` seconds; only projects that the database knows are looked at."""
        async with self._database.begin() as connection:
            known = await keys.project_names(connection)
        count = 0
        for project_id in known:
            count += await self._album.sweep(project_id, self._clock.now() - grace)
        if count:
            log.warning("%d files of pictures that were not kept to the end were deleted", count)
        return count
