"""The gallery, and what moderators decide about it."""

from zaffre.api.replies import common_headers, send_json
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.wire import gallery
from zaffre.wire.body import parse


async def look(visit: Visit, service: Service) -> None:
    looked = gallery.decode_looked(visit.query)
    page, has_more = await service.kept.gallery.look(visit.caller, looked)
    is_moderator = service.kept.reports.is_moderator(visit.caller)
    await _send(visit, service, gallery.encode_page(page, has_more, is_moderator, service.kept.addresses, visit.base))


async def retrieve(visit: Visit, service: Service) -> None:
    seen = await service.kept.gallery.one(visit.caller, _id(visit))
    await _send(visit, service, gallery.encode(seen, service.kept.addresses, visit.base))


async def like(visit: Visit, service: Service) -> None:
    await _set_liked(visit, service, True)


async def unlike(visit: Visit, service: Service) -> None:
    await _set_liked(visit, service, False)


async def report(visit: Visit, service: Service) -> None:
    complaint = gallery.decode_report(parse(await visit.json_body()))
    await service.kept.reports.of_shared(visit.caller, _id(visit), complaint)
    await _send(visit, service, gallery.encode_reported(_id(visit), service.kept.reports.are_read))


async def cases(visit: Visit, service: Service) -> None:
    found = await service.kept.reports.cases(visit.caller)
    await _send(visit, service, gallery.encode_cases(found, service.kept.addresses, visit.base))


async def decide(visit: Visit, service: Service) -> None:
    is_kept = gallery.decode_decision(parse(await visit.json_body()))
    decided = await service.kept.reports.decide(visit.caller, _id(visit), is_kept)
    await _send(visit, service, gallery.encode_decided(decided))


async def _set_liked(visit: Visit, service: Service, is_liked: bool) -> None:
    seen = await service.kept.gallery.like(visit.caller, _id(visit), is_liked)
    await _send(visit, service, gallery.encode(seen, service.kept.addresses, visit.base))


def _id(visit: Visit) -> str:
    return visit.path_parameter("id") or ""


async def _send(visit: Visit, service: Service, body: bytes) -> None:
    await send_json(visit, 200, body, common_headers(visit, service.region))
