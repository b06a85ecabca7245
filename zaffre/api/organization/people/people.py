"""Users of the organisation."""

from zaffre.api.organization.replies import path, read, send
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.service.organization.people.people import Person
from zaffre.wire.organization import people
from zaffre.wire.organization.lists import decode_page, encode_deleted, encode_list


async def list_all(visit: Visit, service: Service) -> None:
    page, emails = decode_page(visit.query), visit.queries("emails")
    found, has_more = await service.organization.people.page(page, emails)
    await send(visit, service, encode_list([told(one) for one in found], has_more))


async def create(visit: Visit, service: Service) -> None:
    body = people.decode_new(await read(visit))
    name = body.name or body.email.partition("@")[0]
    made = await service.organization.people.create(visit.caller, body.email, name, body.role)
    await _send(visit, service, made)


async def retrieve(visit: Visit, service: Service) -> None:
    await _send(visit, service, await service.organization.people.one(path(visit, "user_id")))


async def change(visit: Visit, service: Service) -> None:
    given = people.decode_change(await read(visit)).given()
    await _send(visit, service, await service.organization.people.change(visit.caller, path(visit, "user_id"), **given))


async def remove(visit: Visit, service: Service) -> None:
    user_id = path(visit, "user_id")
    await service.organization.people.remove(visit.caller, user_id)
    await send(visit, service, encode_deleted("organization.user", user_id))


def told(one: Person) -> dict:
    return people.told(one.user, one.grants, one.places)


async def _send(visit: Visit, service: Service, one: Person) -> None:
    await send(visit, service, people.encode(one.user, one.grants, one.places))
