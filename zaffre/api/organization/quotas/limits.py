"""Limits, and everyone's own."""

from typing import Any

from zaffre.api.organization.replies import read, send
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.service.organization.quotas.limits import Standing
from zaffre.wire.organization import limits


async def list_all(visit: Visit, service: Service) -> None:
    found = await service.organization.limits.all(visit.caller, visit.query("subject"), visit.query("subject_id"))
    await send(visit, service, limits.encode_list([told(one) for one in found]))


async def put(visit: Visit, service: Service) -> None:
    standing = await service.organization.limits.put(visit.caller, *limits.decode(await read(visit)))
    await send(visit, service, limits.encode(told(standing)))


async def remove(visit: Visit, service: Service) -> None:
    which = limits.decode_which(visit.query)
    await service.organization.limits.remove(visit.caller, *which)
    await send(visit, service, limits.encode_deleted(*which[:3]))


def told(standing: Standing) -> dict[str, Any]:
    used = {meter: level.used for meter, level in standing.levels.items()}
    reset = {meter: level.reset for meter, level in standing.levels.items()}
    return limits.told(standing.limit, standing.name, used, reset, standing.among)
