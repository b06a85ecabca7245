"""Users and groups that work in a project."""

from zaffre.api.organization.replies import path, read, send
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.service.organization.people.assignments import Holder
from zaffre.service.organization.projects.members import Member
from zaffre.wire.organization import members
from zaffre.wire.organization.lists import decode_page, encode_deleted, encode_list


async def list_users(visit: Visit, service: Service) -> None:
    project_id = path(visit, "project_id")
    found, has_more = await service.organization.members.page(project_id, "user", decode_page(visit.query))
    await send(visit, service, encode_list([_told(one, project_id) for one in found], has_more))


async def list_groups(visit: Visit, service: Service) -> None:
    project_id = path(visit, "project_id")
    found, has_more = await service.organization.members.page(project_id, "group", decode_page(visit.query))
    await send(visit, service, encode_list([_told(one, project_id) for one in found], has_more))


async def add_user(visit: Visit, service: Service) -> None:
    body, project_id = members.decode_user(await read(visit)), path(visit, "project_id")
    added = await service.organization.members.add(
        visit.caller, project_id, "user", body.role, id=body.user_id, email=body.email
    )
    await _send(visit, service, added)


async def add_group(visit: Visit, service: Service) -> None:
    body, project_id = members.decode_group(await read(visit)), path(visit, "project_id")
    added = await service.organization.members.add(visit.caller, project_id, "group", body.role, id=body.group_id)
    await _send(visit, service, added)


async def retrieve(visit: Visit, service: Service) -> None:
    await _send(visit, service, await service.organization.members.one(_holder(visit)))


async def change(visit: Visit, service: Service) -> None:
    role = members.decode_role(await read(visit))
    await _send(visit, service, await service.organization.members.change(visit.caller, _holder(visit), role))


async def remove_user(visit: Visit, service: Service) -> None:
    await service.organization.members.remove(visit.caller, _holder(visit))
    await send(visit, service, encode_deleted("organization.project.user", path(visit, "user_id")))


async def remove_group(visit: Visit, service: Service) -> None:
    await service.organization.members.remove(visit.caller, _holder(visit))
    await send(visit, service, encode_deleted("project.group"))


def _holder(visit: Visit) -> Holder:
    group_id, project_id = visit.path_parameter("group_id"), path(visit, "project_id")
    if group_id is not None:
        return Holder("group", group_id, project_id)
    return Holder("user", path(visit, "user_id"), project_id)


def _told(one: Member, project_id: str) -> dict:
    return members.told(one.who, one.grants, project_id)


async def _send(visit: Visit, service: Service, one: Member) -> None:
    await send(visit, service, members.encode(one.who, one.grants, path(visit, "project_id")))
