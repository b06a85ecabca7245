"""Who has which role: of users and of groups, in the organisation and in a project."""

from zaffre.api.organization.people import people
from zaffre.api.organization.replies import path, read, send
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.service.organization.people.assignments import Holder
from zaffre.wire.organization import groups, roles
from zaffre.wire.organization.lists import encode_deleted, encode_list


async def list_all(visit: Visit, service: Service) -> None:
    found = await service.organization.assignments.all(_holder(visit))
    await send(visit, service, encode_list([roles.told_assignment(one.role, one.grants) for one in found]))


async def retrieve(visit: Visit, service: Service) -> None:
    found = await service.organization.assignments.one(_holder(visit), path(visit, "role_id"))
    await send(visit, service, roles.encode_assignment(found.role, found.grants))


async def give(visit: Visit, service: Service) -> None:
    holder, role_id = _holder(visit), roles.decode_assignment(await read(visit))
    role = await service.organization.assignments.give(visit.caller, holder, role_id)
    if holder.subject == "group":
        whom = groups.told(await service.organization.groups.one(holder.id))
    else:
        whom = people.told(await service.organization.people.one(holder.id))
    await send(visit, service, roles.encode_assigned(holder.subject, role, whom))


async def take(visit: Visit, service: Service) -> None:
    holder = _holder(visit)
    await service.organization.assignments.take(visit.caller, holder, path(visit, "role_id"))
    await send(visit, service, encode_deleted(f"{holder.subject}.role"))


def _holder(visit: Visit) -> Holder:
    group_id, project_id = visit.path_parameter("group_id"), path(visit, "project_id")
    if group_id is not None:
        return Holder("group", group_id, project_id)
    return Holder("user", path(visit, "user_id"), project_id)
