"""How commands administer: by the same stories as the API, on the database itself, whether a server runs or not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zaffre.core.callers import Caller
    from zaffre.service.organization.organization import Organization
    from zaffre.settings.schema import Settings


@asynccontextmanager
async def administration(home: Path, settings: "Settings") -> "AsyncIterator[tuple[Organization, Caller]]":
    """All stories of administration, and the caller that whoever may use this machine's home is."""
    from zaffre.access.installation import claim
    from zaffre.access.secrets import KeyHasher
    from zaffre.cli.shared import Failed
    from zaffre.core.clock import Clock
    from zaffre.core.errors import Problem
    from zaffre.service.organization.build import build
    from zaffre.storage.database import opened

    async with opened(home, settings.storage.url) as database:
        hasher = KeyHasher.of_home(home)
        await claim(database, hasher)
        try:
            yield build(settings, database, hasher, Clock()), operator(settings.region)
        except Problem as problem:
            raise Failed(problem.message) from problem


def operator(region: str) -> "Caller":
    """Whoever sits at the command line: what they could do to the files, they may do by command."""
    from zaffre.core.callers import Caller, Rights
    from zaffre.core.permissions import PERMISSIONS

    rights = Rights(frozenset(PERMISSIONS))
    return Caller(kind="system", key_id="cli", name="command line", project_id="", region=region, rights=rights)
