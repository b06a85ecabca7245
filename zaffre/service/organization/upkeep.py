"""What administration does in the background of a server."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from zaffre.service.organization.organization import Organization

log = logging.getLogger("zaffre.organization")
HOUR = 3600.0


@asynccontextmanager
async def keeping_up(organization: Organization) -> AsyncIterator[None]:
    """Do all of it for as long as the block runs; what waits to be written is written at its end."""
    work = [
        asyncio.create_task(organization.body_log.keep_up()),
        asyncio.create_task(every(5.0, "counting refusals", organization.refusals.write)),
        asyncio.create_task(every(HOUR, "the trail's retention", organization.audit.prune)),
        asyncio.create_task(every(HOUR, "the sweeping of old sessions", organization.sign_in.sweep)),
        asyncio.create_task(every(1.0, "the outbox", organization.post.outbox.deliver)),
        asyncio.create_task(every(1.0, "budgets' warnings", organization.warnings.look)),
        asyncio.create_task(every(60.0, "doorkeeping", organization.doorkeeping.look)),
        asyncio.create_task(every(HOUR, "the outbox's retention", organization.post.outbox.tidy)),
    ]
    try:
        yield
    finally:
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
        with suppress(Exception):
            await organization.body_log.write()
        with suppress(Exception):
            await organization.refusals.write()


async def every(seconds: float, what: str, do: Callable[[], Awaitable[object]]) -> None:
    """Do something again and again until cancelled; a failure is told once, until it goes well again."""
    is_failing = False
    while True:
        try:
            await do()
            is_failing = False
        except Exception as error:
            if not is_failing:
                log.warning("%s failed and is tried again: %s", what, error)
            is_failing = True
        await asyncio.sleep(seconds)
