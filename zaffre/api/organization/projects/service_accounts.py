"""Service accounts of a project."""

import msgspec

from zaffre.access.issuing import Order
from zaffre.api.organization.projects import keys
from zaffre.api.organization.replies import path, read, send
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.service.organization.projects.service_accounts import Account
from zaffre.wire.organization import service_accounts
from zaffre.wire.organization.lists import decode_page, encode_deleted, encode_list


async def list_all(visit: Visit, service: Service) -> None:
    accounts = service.organization.service_accounts
    found, has_more = await accounts.page(path(visit, "project_id"), decode_page(visit.query))
    await send(visit, service, encode_list([_told(one) for one in found], has_more))


async def create(visit: Visit, service: Service) -> None:
    body = service_accounts.decode_new(await read(visit))
    ends = service_accounts.ends_at(body.expires_in_seconds, service.clock.now())
    order = None if body.create_service_account_only else Order(name=body.name, expires_at=ends)
    made = await service.organization.service_accounts.create(
        visit.caller, path(visit, "project_id"), body.name, body.role, order
    )
    await _send(visit, service, made)


async def retrieve(visit: Visit, service: Service) -> None:
    await _send(visit, service, await service.organization.service_accounts.one(*_place(visit)))


async def change(visit: Visit, service: Service) -> None:
    given = service_accounts.decode_change(await read(visit))
    changed = await service.organization.service_accounts.change(visit.caller, *_place(visit), **given)
    await _send(visit, service, changed)


async def remove(visit: Visit, service: Service) -> None:
    await service.organization.service_accounts.remove(visit.caller, *_place(visit))
    deleted = encode_deleted("organization.project.service_account", path(visit, "service_account_id"))
    await send(visit, service, deleted)


async def make_key(visit: Visit, service: Service) -> None:
    order = Order(**service_accounts.decode_key(await read(visit)).ordered(service.clock.now()))
    made = await service.organization.service_accounts.make_key(visit.caller, *_place(visit), order)
    await send(visit, service, msgspec.json.encode(service_accounts.told_key(keys.told(made))))


def _place(visit: Visit) -> tuple[str, str]:
    return path(visit, "project_id"), path(visit, "service_account_id")


def _told(one: Account) -> dict:
    return service_accounts.told(one.account, one.roles)


async def _send(visit: Visit, service: Service, one: Account) -> None:
    key = None if one.made is None else service_accounts.told_key(keys.told(one.made))
    await send(visit, service, service_accounts.encode(one.account, one.roles, key))
