"""Keys of a project."""

from zaffre.access.issuing import Order
from zaffre.api.organization.replies import path, read, send
from zaffre.api.visit import Visit
from zaffre.core.errors import NotFound
from zaffre.core.keys import SLOTS, Slot
from zaffre.service.flow import Service
from zaffre.service.organization.projects.keys import Shown
from zaffre.wire.organization import keys
from zaffre.wire.organization.lists import decode_page, encode_deleted, encode_list


async def list_all(visit: Visit, service: Service) -> None:
    found, has_more = await service.organization.keys.page(path(visit, "project_id"), decode_page(visit.query))
    await send(visit, service, encode_list([told(one) for one in found], has_more))


async def list_everywhere(visit: Visit, service: Service) -> None:
    found, has_more = await service.organization.keys.page_of_all(visit.caller, decode_page(visit.query))
    await send(visit, service, encode_list([told(one) for one in found], has_more))


async def create(visit: Visit, service: Service) -> None:
    order = Order(**keys.decode_new(await read(visit)).ordered(service.clock.now()))
    made = await service.organization.keys.create(visit.caller, path(visit, "project_id"), order)
    await _send(visit, service, made)


async def retrieve(visit: Visit, service: Service) -> None:
    found = await service.organization.keys.one(path(visit, "project_id"), path(visit, "key_id"))
    await _send(visit, service, found)


async def rotate(visit: Visit, service: Service) -> None:
    overlap = keys.decode_rotation(await read(visit))
    place = path(visit, "project_id"), path(visit, "key_id")
    await _send(visit, service, await service.organization.keys.rotate(visit.caller, *place, overlap))


async def revoke(visit: Visit, service: Service) -> None:
    key_id = path(visit, "key_id")
    await service.organization.keys.revoke(visit.caller, path(visit, "project_id"), key_id)
    await send(visit, service, encode_deleted("organization.project.api_key", key_id))


async def slots(visit: Visit, service: Service) -> None:
    found = await service.organization.keys.slots(path(visit, "project_id"))
    await send(visit, service, encode_list([keys.told_slot(slot, key and told(key)) for slot, key in found]))


async def regenerate(visit: Visit, service: Service) -> None:
    slot = _slot(path(visit, "slot"))
    made = await service.organization.keys.regenerate(visit.caller, path(visit, "project_id"), slot)
    shown = {name: value for name, value in told(made).items() if name != "value"}
    await send(visit, service, keys.encode_slot(slot, made.value or "", shown))


def told(one: Shown) -> dict:
    return keys.told(one.key, one.owner, one.value, one.old_until)


def _slot(given: str) -> Slot:
    for slot in SLOTS:
        if slot == given:
            return slot
    raise NotFound(f"There is no key {given[:80]!r}: the two are primary and secondary.", param="slot")


async def _send(visit: Visit, service: Service, one: Shown) -> None:
    await send(visit, service, keys.encode(told(one)))
