"""A provider's bill beside the ledger."""

from zaffre.api.organization.replies import send
from zaffre.api.visit import Visit
from zaffre.ledger.reconcile import Difference
from zaffre.service.flow import Service
from zaffre.wire.organization import invoices
from zaffre.wire.organization import reconciliation as wire
from zaffre.wire.organization.usage import check_known

_MOST_BYTES = 20_000_000


async def compare(visit: Visit, service: Service) -> None:
    """The body is the bill as it was downloaded, as CSV or JSON."""
    check_known(visit.query_names, ("backend",))
    body = b"".join([block async for block in visit.blocks(_MOST_BYTES)])
    stories = service.organization.reconciliation
    found = await stories.compare(visit.caller, invoices.decode(body), visit.queries("backend"))
    rows = [_told(one) for one in found.rows]
    told = wire.encode(rows, provider=found.provider, backends=found.backends, currency=found.currency)
    await send(visit, service, told)


def _told(one: Difference) -> dict:
    own = one.own
    return wire.row(
        one.day,
        one.model,
        one.measure,
        one.counted,
        one.billed,
        own.requests,
        one.reasons,
        estimated=own.estimated,
        cancelled=own.cancelled,
    )
