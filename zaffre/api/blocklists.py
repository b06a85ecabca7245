"""Blocklists of the caller's project, as Azure AI Content Safety has them."""

from zaffre.api.replies import common_headers, send_json
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.wire import blocklists
from zaffre.wire.body import parse


async def list_all(visit: Visit, service: Service) -> None:
    found = await service.blocklists.of_project(visit.caller.project_id)
    await _send(visit, service, blocklists.encode_lists(found))


async def put(visit: Visit, service: Service) -> None:
    name = _name(visit)
    description = blocklists.decode_description(parse(await visit.json_body()), name)
    kept, is_new = await service.blocklists.put(visit.caller.project_id, name, description)
    await _send(visit, service, blocklists.encode_list(kept), status=201 if is_new else 200)


async def retrieve(visit: Visit, service: Service) -> None:
    found = await service.blocklists.find(visit.caller.project_id, _name(visit))
    await _send(visit, service, blocklists.encode_list(found))


async def remove(visit: Visit, service: Service) -> None:
    await service.blocklists.remove(visit.caller.project_id, _name(visit))
    await _send_nothing(visit, service)


async def add_items(visit: Visit, service: Service) -> None:
    name, items = _name(visit), blocklists.decode_items(parse(await visit.json_body()))
    kept = await service.blocklists.put_items(visit.caller.project_id, name, items)
    await _send(visit, service, blocklists.encode_items(kept))


async def remove_items(visit: Visit, service: Service) -> None:
    name, ids = _name(visit), blocklists.decode_removal(parse(await visit.json_body()))
    await service.blocklists.remove_items(visit.caller.project_id, name, ids)
    await _send_nothing(visit, service)


async def list_items(visit: Visit, service: Service) -> None:
    page = blocklists.decode_page(visit.query("top"), visit.query("skip"), visit.query("maxpagesize"))
    # One more than the page has tells whether there is a next.
    found = await service.blocklists.items(visit.caller.project_id, _name(visit), skip=page.skip, limit=page.limit + 1)
    await _send(visit, service, blocklists.encode_page(found, page, visit.url, visit.query("api-version") or ""))


async def retrieve_item(visit: Visit, service: Service) -> None:
    item_id = visit.path_parameter("item") or ""
    found = await service.blocklists.item(visit.caller.project_id, _name(visit), item_id)
    await _send(visit, service, blocklists.encode_item(found))


def _name(visit: Visit) -> str:
    return blocklists.check_name(visit.path_parameter("name") or "")


async def _send(visit: Visit, service: Service, body: bytes, status: int = 200) -> None:
    await send_json(visit, status, body, common_headers(visit, service.region))


async def _send_nothing(visit: Visit, service: Service) -> None:
    await visit.begin(204, common_headers(visit, service.region))
    await visit.end()
