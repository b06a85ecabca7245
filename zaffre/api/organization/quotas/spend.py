"""OpenAI's rate limits of projects by model, spend limits and spend alerts."""

from zaffre.api.organization.replies import path, read, send
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.service.organization.quotas.budgets import Spent
from zaffre.wire.organization import rate_limits, spend
from zaffre.wire.organization.lists import decode_page, encode_deleted, encode_list, part


async def list_rates(visit: Visit, service: Service) -> None:
    page = decode_page(visit.query)
    _, project_id = await _payer(visit, service)
    found = await service.organization.model_limits.all(project_id)
    await send(visit, service, encode_list(*part([rate_limits.told(one) for one in found], page)))


async def change_rate(visit: Visit, service: Service) -> None:
    given, name = rate_limits.decode_change(await read(visit)), rate_limits.deployment_of(path(visit, "rate_limit_id"))
    changed = await service.organization.model_limits.change(visit.caller, path(visit, "project_id"), name, given)
    await send(visit, service, rate_limits.encode(changed))


async def retrieve_limit(visit: Visit, service: Service) -> None:
    await _send_limit(visit, service, await service.organization.spend.limit(await _payer(visit, service)))


async def put_limit(visit: Visit, service: Service) -> None:
    amount = spend.decode_limit(await read(visit), service.organization.currency)
    await _send_limit(
        visit, service, await service.organization.spend.put_limit(visit.caller, await _payer(visit, service), amount)
    )


async def remove_limit(visit: Visit, service: Service) -> None:
    await service.organization.spend.remove_limit(visit.caller, await _payer(visit, service))
    await send(visit, service, encode_deleted(f"{_kind(visit)}.spend_limit"))


async def list_alerts(visit: Visit, service: Service) -> None:
    page, currency = decode_page(visit.query), service.organization.currency
    found = await service.organization.spend.alerts(await _payer(visit, service))
    told = [spend.told_alert(_kind(visit), one, currency) for one in found]
    await send(visit, service, encode_list(*part(told, page)))


async def add_alert(visit: Visit, service: Service) -> None:
    alert = spend.decode_alert(await read(visit), service.organization.currency)
    made = await service.organization.spend.add_alert(visit.caller, await _payer(visit, service), alert)
    await send(visit, service, spend.encode_alert(_kind(visit), made, service.organization.currency))


async def retrieve_alert(visit: Visit, service: Service) -> None:
    alert = await service.organization.spend.alert(await _payer(visit, service), path(visit, "alert_id"))
    await send(visit, service, spend.encode_alert(_kind(visit), alert, service.organization.currency))


async def change_alert(visit: Visit, service: Service) -> None:
    alert, alert_id = spend.decode_alert(await read(visit), service.organization.currency), path(visit, "alert_id")
    changed = await service.organization.spend.change_alert(visit.caller, await _payer(visit, service), alert_id, alert)
    await send(visit, service, spend.encode_alert(_kind(visit), changed, service.organization.currency))


async def remove_alert(visit: Visit, service: Service) -> None:
    await service.organization.spend.remove_alert(visit.caller, await _payer(visit, service), path(visit, "alert_id"))
    await send(visit, service, encode_deleted(f"{_kind(visit)}.spend_alert", path(visit, "alert_id")))


async def _send_limit(visit: Visit, service: Service, spent: Spent) -> None:
    used = spent.level.used if spent.level else 0
    await send(
        visit, service, spend.encode_limit(_kind(visit), spent.budget.amount, used, service.organization.currency)
    )


async def _payer(visit: Visit, service: Service) -> tuple[str, str]:
    project_id = path(visit, "project_id")
    if not project_id:
        return ("organization", "")
    return ("project", (await service.organization.projects.one(project_id)).id)


def _kind(visit: Visit) -> str:
    return "project" if path(visit, "project_id") else "organization"
