"""Budgets."""

from typing import Any

from zaffre.api.organization.replies import path, read, send
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.service.organization.quotas.budgets import Spent
from zaffre.wire.organization import budgets
from zaffre.wire.organization.limits import encode_list


async def list_all(visit: Visit, service: Service) -> None:
    found = await service.organization.budgets.all(visit.caller)
    await send(visit, service, encode_list([told(one, service.clock.now()) for one in found]))


async def create(visit: Visit, service: Service) -> None:
    made = await service.organization.budgets.create(visit.caller, *budgets.decode_new(await read(visit)))
    await _send(visit, service, made)


async def retrieve(visit: Visit, service: Service) -> None:
    await _send(visit, service, await service.organization.budgets.one(visit.caller, path(visit, "id")))


async def change(visit: Visit, service: Service) -> None:
    given = budgets.decode_change(await read(visit))
    await _send(visit, service, await service.organization.budgets.change(visit.caller, path(visit, "id"), given))


async def remove(visit: Visit, service: Service) -> None:
    await service.organization.budgets.remove(visit.caller, path(visit, "id"))
    await send(visit, service, budgets.encode_deleted(path(visit, "id")))


def told(spent: Spent, now: float) -> dict[str, Any]:
    level = spent.level
    if level is None:
        return budgets.told(spent.budget, spent.name, None, None, None)
    reset = None if level.reset is None else round(now + level.reset)
    return budgets.told(spent.budget, spent.name, level.used - level.reserved, level.reserved, reset)


async def _send(visit: Visit, service: Service, spent: Spent) -> None:
    await send(visit, service, budgets.encode(told(spent, service.clock.now())))
