"""Content policies: to read, to try a text under them, and what they did."""

from zaffre.api.replies import common_headers, send_json
from zaffre.api.visit import Visit
from zaffre.service.flow import Service
from zaffre.wire import policies, policy_trials, policy_usage
from zaffre.wire.body import parse


async def list_all(visit: Visit, service: Service) -> None:
    body = policies.encode_list(service.policies.all(visit.caller))
    await send_json(visit, 200, body, common_headers(visit, service.region))


async def retrieve(visit: Visit, service: Service) -> None:
    body = policies.encode(service.policies.one(visit.path_parameter("name") or "", visit.caller))
    await send_json(visit, 200, body, common_headers(visit, service.region))


async def test(visit: Visit, service: Service) -> None:
    trial = policy_trials.decode(parse(await visit.json_body()), service.moderations.model)
    async with visit.until_hang_up():
        judged = await service.policies.try_on(trial, visit.origin)
    body = policy_trials.encode(judged.verdicts)
    await send_json(visit, 200, body, common_headers(visit, service.region, judged.headers))


async def usage(visit: Visit, service: Service) -> None:
    since, by = policy_usage.decode(visit.query("since"), visit.query("by"), service.clock.now())
    buckets = await service.policies.usage(visit.caller.project_id, since, by)
    await send_json(visit, 200, policy_usage.encode(by, since, buckets), common_headers(visit, service.region))
