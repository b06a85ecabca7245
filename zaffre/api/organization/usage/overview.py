"""The overview, and one's own use."""

from zaffre.api.organization.replies import send
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.service.organization.usage.overview import Stretch
from zaffre.wire.organization import overview as wire
from zaffre.wire.organization import usage


async def show(visit: Visit, service: Service) -> None:
    days = usage.days(visit.queries, visit.query_names, "project_id")
    seen = await service.organization.overview.seen(visit.caller, days, usage.only(visit.queries))
    by = {"deployment": seen.by_deployment, "project": seen.by_project}
    body = wire.encode(
        totals=_totals(seen.now),
        before=_totals(seen.before),
        days=[wire.day(one.used, p50_ms=one.p50_ms, p95_ms=one.p95_ms) for one in seen.days],
        by=by,
        names=await service.organization.usage.named(seen.by_project),
        live={"running": seen.live.running, "waiting": seen.live.waiting},
        currency=service.organization.usage.currency,
    )
    await send(visit, service, body)


async def show_mine(visit: Visit, service: Service) -> None:
    days = usage.days(visit.queries, visit.query_names)
    mine = await service.organization.usage.mine(visit.caller, days)
    body = wire.encode_mine(mine.whole, mine.days, mine.by_deployment, service.organization.usage.currency)
    await send(visit, service, body)


def _totals(stretch: Stretch) -> dict:
    more = {"users": stretch.users, "keys": stretch.keys}
    return wire.totals(stretch.used, **more, refused=sum(stretch.refused.values()), refusals=dict(stretch.refused))
