"""Projects."""

from zaffre.api.organization.replies import path, read, send
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.wire.organization import projects
from zaffre.wire.organization.lists import decode_flag, decode_page, encode_list


async def list_all(visit: Visit, service: Service) -> None:
    page, with_archived = decode_page(visit.query), decode_flag(visit.query, "include_archived")
    found, has_more = await service.organization.projects.page(visit.caller, page, with_archived=with_archived)
    await send(visit, service, encode_list([projects.told(one) for one in found], has_more))


async def create(visit: Visit, service: Service) -> None:
    body = projects.decode_new(await read(visit))
    made, both = await service.organization.founding.create(
        visit.caller, body.name, body.region, with_keys=body.primary_keys, **body.bound()
    )
    await send(visit, service, projects.encode(made, {one.key.slot: one.value for one in both}))


async def retrieve(visit: Visit, service: Service) -> None:
    await send(visit, service, projects.encode(await service.organization.projects.one(path(visit, "project_id"))))


async def change(visit: Visit, service: Service) -> None:
    given = projects.decode_change(await read(visit)).given()
    changed = await service.organization.projects.change(visit.caller, path(visit, "project_id"), given)
    await send(visit, service, projects.encode(changed))


async def archive(visit: Visit, service: Service) -> None:
    archived = await service.organization.projects.archive(visit.caller, path(visit, "project_id"))
    await send(visit, service, projects.encode(archived))
