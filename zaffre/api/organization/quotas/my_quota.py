"""Everyone's own limits and budgets."""

import msgspec

from zaffre.api.organization.quotas import budgets, limits
from zaffre.api.organization.replies import send
from zaffre.api.visit import Visit
from zaffre.service.flow import Service


async def retrieve(visit: Visit, service: Service) -> None:
    found, spent = await service.organization.my_quota.of(visit.caller)
    now = service.clock.now()
    told = {"limits": [limits.told(one) for one in found], "budgets": [budgets.told(one, now) for one in spent]}
    await send(visit, service, msgspec.json.encode({"object": "me.limits"} | told))
