"""Applications: what reviewers see and decide."""

from typing import Any

from zaffre.api.organization.replies import path, read, send
from zaffre.api.visit import Visit
from zaffre.core.applications import Action
from zaffre.service.flow import Service
from zaffre.service.organization.ways_in.applications import Case
from zaffre.service.organization.ways_in.reviews import Decision, Result
from zaffre.wire.organization import applications, conditions
from zaffre.wire.organization.lists import decode_page, encode_list


async def list_all(visit: Visit, service: Service) -> None:
    states = applications.decode_states(visit.queries("state"))
    kind = applications.decode_kind(visit.query("kind"))
    page = decode_page(visit.query)
    found, has_more = await service.organization.applications.page(page, states=states, kind=kind)
    await send(visit, service, encode_list([told(one) for one in found], has_more))


async def retrieve(visit: Visit, service: Service) -> None:
    await _send(visit, service, await service.organization.applications.one(path(visit, "id")))


async def review(visit: Visit, service: Service) -> None:
    applications.decode(await read(visit), applications.Nothing)
    await _decide(visit, service, "review", None, None)


async def ask(visit: Visit, service: Service) -> None:
    body = applications.decode(await read(visit), applications.AskBody)
    await _decide(visit, service, "ask", body.note, None)


async def decline(visit: Visit, service: Service) -> None:
    body = applications.decode(await read(visit), applications.DeclineBody)
    await _decide(visit, service, "decline", body.note, None)


async def approve(visit: Visit, service: Service) -> None:
    body = applications.decode(await read(visit), applications.DecisionBody)
    await _decide(visit, service, "approve", body.note, body.conditions)


async def admit(visit: Visit, service: Service) -> None:
    """The next of the waiting list, in its order."""
    body = applications.decode(await read(visit), applications.AdmitBody)
    given = conditions.decode(body.conditions, service.clock.now())
    results = await service.organization.reviews.admit(visit.caller, body.count, given)
    await _send_results(visit, service, results)


async def decide_all(visit: Visit, service: Service) -> None:
    body = applications.decode(await read(visit), applications.BulkBody)
    decision = Decision(
        action=body.action, conditions=conditions.decode(body.conditions, service.clock.now()), note=body.note
    )
    results = await service.organization.reviews.decide_all(visit.caller, body.ids, decision)
    await _send_results(visit, service, results)


async def own(visit: Visit, service: Service) -> None:
    found = await service.organization.applications.own(visit.caller)
    await send(visit, service, encode_list([told(one) for one in found]))


async def own_one(visit: Visit, service: Service) -> None:
    await _send(visit, service, await service.organization.applications.own_one(visit.caller, path(visit, "id")))


async def apply(visit: Visit, service: Service) -> None:
    body, asked = applications.decode_new(await read(visit))
    made = await service.organization.applications.apply(
        visit.caller, body.kind, asked, project_id=body.project_id, agreed=body.agreed_terms
    )
    await _send(visit, service, made)


async def answer(visit: Visit, service: Service) -> None:
    stories, application_id = service.organization.applications, path(visit, "id")
    before = (await stories.own_one(visit.caller, application_id)).application
    note, asked = applications.decode_answer(await read(visit), before.asked)
    await _send(visit, service, await stories.answer(visit.caller, application_id, note, asked))


async def withdraw(visit: Visit, service: Service) -> None:
    await _send(visit, service, await service.organization.applications.withdraw(visit.caller, path(visit, "id")))


def told(case: Case) -> dict[str, Any]:
    return applications.told(
        case.application, position=case.position, steps=case.steps, people=case.people, project=case.project
    )


async def _decide(
    visit: Visit, service: Service, action: Action, note: str | None, given: dict[str, Any] | None
) -> None:
    decision = Decision(action=action, conditions=conditions.decode(given, service.clock.now()), note=note)
    await _send(visit, service, await service.organization.reviews.decide(visit.caller, path(visit, "id"), decision))


async def _send(visit: Visit, service: Service, case: Case) -> None:
    await send(visit, service, applications.encode(told(case)))


async def _send_results(visit: Visit, service: Service, results: list[Result]) -> None:
    await send(visit, service, applications.encode_results([_told_result(one) for one in results]))


def _told_result(one: Result) -> dict[str, Any]:
    if one.problem is not None:
        return applications.told_problem(one.application_id, one.problem)
    return {"id": one.application_id, "ok": True, "application": told(one.case)}
