"""Use and cost, by any dimension."""

from zaffre.api.organization.replies import send
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.wire.organization import usage as wire


async def show(visit: Visit, service: Service) -> None:
    usage = service.organization.usage
    asked, by = wire.decode(visit.queries, visit.query_names, usage.clock.now())
    rows = await usage.used(visit.caller, asked)
    await send(visit, service, wire.encode(asked, by, rows, await usage.named(rows), usage.currency))
