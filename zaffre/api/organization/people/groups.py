"""Groups, and who is in them."""

from zaffre.api.organization.replies import path, read, send
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.wire.organization import groups
from zaffre.wire.organization.lists import decode_page, encode_deleted, encode_list


async def list_all(visit: Visit, service: Service) -> None:
    found, has_more = await service.organization.groups.page(decode_page(visit.query))
    await send(visit, service, encode_list([groups.told(one) for one in found], has_more))


async def create(visit: Visit, service: Service) -> None:
    name = groups.decode_name(await read(visit))
    await send(visit, service, groups.encode(await service.organization.groups.create(visit.caller, name)))


async def retrieve(visit: Visit, service: Service) -> None:
    await send(visit, service, groups.encode(await service.organization.groups.one(path(visit, "group_id"))))


async def rename(visit: Visit, service: Service) -> None:
    name = groups.decode_name(await read(visit))
    renamed = await service.organization.groups.rename(visit.caller, path(visit, "group_id"), name)
    await send(visit, service, groups.encode(renamed))


async def remove(visit: Visit, service: Service) -> None:
    group_id = path(visit, "group_id")
    await service.organization.groups.remove(visit.caller, group_id)
    await send(visit, service, encode_deleted("group", group_id))


async def members(visit: Visit, service: Service) -> None:
    page = decode_page(visit.query)
    found, has_more = await service.organization.groups.members(path(visit, "group_id"), page)
    await send(visit, service, encode_list([groups.told_member(one) for one in found], has_more))


async def member(visit: Visit, service: Service) -> None:
    found = await service.organization.groups.member(path(visit, "group_id"), path(visit, "user_id"))
    await send(visit, service, groups.encode_member(found))


async def join(visit: Visit, service: Service) -> None:
    group_id, user_id = path(visit, "group_id"), groups.decode_joining(await read(visit))
    await service.organization.groups.join(visit.caller, group_id, user_id)
    await send(visit, service, groups.encode_joined(group_id, user_id))


async def leave(visit: Visit, service: Service) -> None:
    await service.organization.groups.leave(visit.caller, path(visit, "group_id"), path(visit, "user_id"))
    await send(visit, service, encode_deleted("group.user"))
