"""Entries of the ledger as a file."""

from zaffre.api.replies import common_headers
from zaffre.api.visit import Visit
from zaffre.ledger.export.formats import TYPES
from zaffre.service.flow import Service
from zaffre.wire.organization import usage as wire


async def export(visit: Visit, service: Service) -> None:
    """Sent as it is read; whoever hangs up ends the reading."""
    format = wire.choice(visit.queries, "format", TYPES)
    asked = wire.decode_export(visit.queries, visit.query_names, service.clock.now())
    name = f'attachment; filename="usage.{format}"'.encode()
    async with visit.until_hang_up():
        async for block in service.organization.export.blocks(visit.caller, asked, format):
            if visit.status is None:
                headers = [(b"content-type", TYPES[format].encode()), (b"content-disposition", name)]
                await visit.begin(200, common_headers(visit, service.region) + headers)
            if block:
                await visit.write(block)
    await visit.end()
