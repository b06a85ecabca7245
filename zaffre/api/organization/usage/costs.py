"""OpenAI's pages of usage and costs."""

from functools import partial

from zaffre.api.endpoint import Handler
from zaffre.api.organization.replies import send
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.wire.organization import usage_pages as wire


def usage(kind: wire.Kind) -> Handler:
    """The handler of a page about one kind of calls."""

    async def show(visit: Visit, service: Service) -> None:
        stories = service.organization.usage
        page = wire.decode(kind, visit.queries, visit.query_names, stories.clock.now())
        rows = await stories.used(visit.caller, page.asked)
        await send(visit, service, wire.encode(page, rows, partial(wire.usage, kind)))

    return show


async def costs(visit: Visit, service: Service) -> None:
    stories = service.organization.usage
    page = wire.decode_costs(visit.queries, visit.query_names, stories.clock.now())
    rows = await stories.used(visit.caller, page.asked)
    await send(visit, service, wire.encode(page, rows, partial(wire.cost, currency=stories.currency)))
