"""Roles, and the permissions that they are made of."""

from zaffre.api.organization.replies import path, read, send
from zaffre.api.visit import Visit
from zaffre.core.permissions import PERMISSIONS
from zaffre.service.flow import Service
from zaffre.wire.organization import roles
from zaffre.wire.organization.lists import encode_deleted, encode_list


async def permissions(visit: Visit, service: Service) -> None:
    await send(visit, service, roles.encode_permissions(PERMISSIONS))


async def list_all(visit: Visit, service: Service) -> None:
    """All on one page: there are never many."""
    found = await service.organization.roles.all(path(visit, "project_id"))
    await send(visit, service, encode_list([roles.told(one) for one in found]))


async def create(visit: Visit, service: Service) -> None:
    body = roles.decode_new(await read(visit))
    made = await service.organization.roles.create(
        visit.caller, body.role_name, body.description or "", body.permissions, path(visit, "project_id")
    )
    await send(visit, service, roles.encode(made))


async def retrieve(visit: Visit, service: Service) -> None:
    found = await service.organization.roles.one(path(visit, "role_id"), path(visit, "project_id"))
    await send(visit, service, roles.encode(found))


async def change(visit: Visit, service: Service) -> None:
    given = roles.decode_change(await read(visit)).given()
    where = (path(visit, "role_id"), path(visit, "project_id"))
    await send(visit, service, roles.encode(await service.organization.roles.change(visit.caller, *where, **given)))


async def remove(visit: Visit, service: Service) -> None:
    where = (path(visit, "role_id"), path(visit, "project_id"))
    removed = await service.organization.roles.remove(visit.caller, *where)
    await send(visit, service, encode_deleted("role", removed))
