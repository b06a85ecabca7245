"""Passkeys: to sign in with, and to keep."""

from typing import Any

from zaffre.access.passkeys import Site
from zaffre.api.organization.replies import path, read, send
from zaffre.api.organization.sign_in.sign_in import welcome
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.storage.passkeys import Passkey
from zaffre.wire.organization import lists, passkeys


async def ask(visit: Visit, service: Service) -> None:
    await send(visit, service, passkeys.encode_options(service.organization.passkeys.ask(Site(visit.base))))


async def enter(visit: Visit, service: Service) -> None:
    credential = passkeys.decode_shown(await read(visit))
    opened, proof = await service.organization.passkeys.enter(credential, Site(visit.base), visit.credential)
    await welcome(visit, service, opened, proof)


async def begin(visit: Visit, service: Service) -> None:
    options = await service.organization.passkeys.begin(visit.caller, Site(visit.base))
    await send(visit, service, passkeys.encode_options(options))


async def add(visit: Visit, service: Service) -> None:
    new, site = passkeys.decode_new(await read(visit)), Site(visit.base)
    made = await service.organization.passkeys.add(visit.caller, site, new.credential, new.name)
    await send(visit, service, passkeys.encode(_told(made)))


async def list_all(visit: Visit, service: Service) -> None:
    found = await service.organization.passkeys.all(visit.caller)
    await send(visit, service, passkeys.encode_all([_told(passkey) for passkey in found]))


async def remove(visit: Visit, service: Service) -> None:
    await service.organization.passkeys.remove(visit.caller, path(visit, "id"))
    await send(visit, service, lists.encode_deleted("passkey", path(visit, "id")))


def _told(passkey: Passkey) -> dict[str, Any]:
    return passkeys.told(id=passkey.id, name=passkey.name, created_at=passkey.created_at, used_at=passkey.used_at)
