"""Keys for administration."""

from zaffre.api.organization.replies import path, read, send
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.service.organization.people.admin_keys import Shown
from zaffre.wire.organization import admin_keys
from zaffre.wire.organization.lists import decode_page, encode_deleted, encode_list
from zaffre.wire.organization.service_accounts import ends_at


async def list_all(visit: Visit, service: Service) -> None:
    found, has_more = await service.organization.admin_keys.page(decode_page(visit.query))
    await send(visit, service, encode_list([_told(one) for one in found], has_more))


async def create(visit: Visit, service: Service) -> None:
    body = admin_keys.decode_new(await read(visit))
    ends = ends_at(body.expires_in_seconds, service.clock.now())
    made = await service.organization.admin_keys.create(visit.caller, body.name, body.role, ends)
    await send(visit, service, admin_keys.encode(_told(made)))


async def retrieve(visit: Visit, service: Service) -> None:
    found = await service.organization.admin_keys.one(path(visit, "key_id"))
    await send(visit, service, admin_keys.encode(_told(found)))


async def revoke(visit: Visit, service: Service) -> None:
    key_id = path(visit, "key_id")
    await service.organization.admin_keys.revoke(visit.caller, key_id)
    await send(visit, service, encode_deleted("organization.admin_api_key", key_id))


def _told(one: Shown) -> dict:
    return admin_keys.told(one.key, one.owner, one.value)
