"""A person's own keys."""

from zaffre.access.issuing import Order
from zaffre.api.organization.projects.keys import told
from zaffre.api.organization.replies import path, read, send
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.wire.organization import keys, my_keys
from zaffre.wire.organization.lists import decode_page, encode_deleted, encode_list


async def list_all(visit: Visit, service: Service) -> None:
    found, has_more = await service.organization.my_keys.page(visit.caller, decode_page(visit.query))
    await send(visit, service, encode_list([told(one) for one in found], has_more))


async def create(visit: Visit, service: Service) -> None:
    project_id, new = my_keys.decode_new(await read(visit))
    order = Order(**new.ordered(service.clock.now()))
    made = await service.organization.my_keys.create(visit.caller, project_id, order)
    await send(visit, service, keys.encode(told(made)))


async def rotate(visit: Visit, service: Service) -> None:
    overlap = keys.decode_rotation(await read(visit))
    made = await service.organization.my_keys.rotate(visit.caller, path(visit, "id"), overlap)
    await send(visit, service, keys.encode(told(made)))


async def revoke(visit: Visit, service: Service) -> None:
    await service.organization.my_keys.revoke(visit.caller, path(visit, "id"))
    await send(visit, service, encode_deleted("organization.project.api_key", path(visit, "id")))
