"""Applications on the wire: what people ask for, and what reviewers decide."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from zaffre.core.applications import OPEN, Application, Asked, Kind, Step
from zaffre.core.errors import BadRequest, Problem
from zaffre.core.people import User
from zaffre.wire.body import check_known, convert
from zaffre.wire.organization import conditions
from zaffre.wire.organization.conditions import Count, Id, Model, Note
from zaffre.wire.organization.times import told as time

STATES = (*OPEN, "approved", "declined", "withdrawn")
UseCase = Annotated[str, Meta(min_length=1, max_length=5000)]
Wanted = Annotated[tuple[Model, ...], Meta(max_length=200)]
Gated = Annotated[tuple[Id, ...], Meta(max_length=50)]


class Volume(Struct, kw_only=True):
    requests_per_day: Count | None = None
    tokens_per_day: Count | None = None


class NewApplication(Struct, kw_only=True):
    kind: Kind = "access"
    project_id: Id | None = None
    use_case: UseCase
    models: Wanted = ()
    volume: dict[str, Any] = {}
    capabilities: Gated = ()
    is_production: bool = False
    agreed_terms: str | None = None


class Answer(Struct, kw_only=True):
    """What is not given stays as it was asked."""

    note: Annotated[str, Meta(min_length=1, max_length=5000)]
    use_case: UseCase | UnsetType = UNSET
    models: Wanted | UnsetType = UNSET
    volume: dict[str, Any] | UnsetType = UNSET
    capabilities: Gated | UnsetType = UNSET
    is_production: bool | UnsetType = UNSET


class DecisionBody(Struct, kw_only=True):
    conditions: dict[str, Any] | None = None
    note: Note | None = None


class DeclineBody(Struct, kw_only=True):
    note: Note | None = None


class Nothing(Struct, kw_only=True):
    """A body without fields."""


class AskBody(Struct, kw_only=True):
    note: Annotated[str, Meta(min_length=1, max_length=2000)]


class AdmitBody(Struct, kw_only=True):
    count: Annotated[int, Meta(ge=1, le=500)]
    conditions: dict[str, Any] | None = None


class BulkBody(DecisionBody, kw_only=True):
    ids: Annotated[list[Id], Meta(min_length=1, max_length=500)]
    action: Literal["approve", "decline", "ask", "review"]


def decode_new(raw: dict[str, Any]) -> tuple[NewApplication, Asked]:
    body = convert(raw, NewApplication)
    check_known(raw, NewApplication)
    asked = Asked(
        use_case=body.use_case,
        models=body.models,
        volume=_volume(body.volume),
        capabilities=body.capabilities,
        is_production=body.is_production,
    )
    return body, asked


def decode_answer(raw: dict[str, Any], before: Asked) -> tuple[str, Asked]:
    """What somebody says, and what they ask for now."""
    body = convert(raw, Answer)
    check_known(raw, Answer)
    given = {name: value for name in Asked.__struct_fields__ if (value := getattr(body, name)) is not UNSET}
    if "volume" in given:
        given["volume"] = _volume(given["volume"])
    return body.note, msgspec.structs.replace(before, **given)


def decode(raw: dict[str, Any], kind: type[Any]) -> Any:
    body = convert(raw, kind)
    check_known(raw, kind)
    return body


def decode_states(given: list[str]) -> tuple[str, ...]:
    for one in given:
        if one not in STATES:
            text = f"Invalid value for 'state': expected {', '.join(STATES)}."
            raise BadRequest(text, param="state", code="invalid_value")
    return tuple(given)


def decode_kind(given: str | None) -> Kind | None:
    if given not in (None, "access", "more"):
        raise BadRequest("Invalid value for 'kind': expected access or more.", param="kind", code="invalid_value")
    return given


def told(
    one: Application, *, position: int | None, steps: tuple[Step, ...], people: dict[str, User], project: str | None
) -> dict[str, Any]:
    """`people` are those who are named in it, by their ids; `project` is the name of its project."""
    return {
        "object": "organization.application",
        "id": one.id,
        "kind": one.kind,
        "position": position,
        "applicant": _person(one.user_id, people),
        "project": None if one.project_id is None else {"id": one.project_id, "name": project},
        "asked": _asked(one.asked),
        "terms": None if one.terms is None else {"version": one.terms.version, "agreed_at": time(one.terms.agreed_at)},
        "state": one.state,
        "conditions": conditions.told(one.conditions),
        "note": one.note,
        "created_at": time(one.created_at),
        "queued_at": time(one.queued_at),
        "changed_at": time(one.changed_at),
        "decided_by": _person(one.decided_by, people),
        "second_by": _person(one.second_by, people),
        "events": [
            {"time": time(step.time), "state": step.state, "by": _person(step.by, people), "note": step.note}
            for step in steps
        ],
    }


def told_problem(application_id: str, problem: Problem) -> dict[str, Any]:
    """Why nothing was done about one of many."""
    error = {"message": problem.message, "code": problem.code, "param": problem.param}
    return {"id": application_id, "ok": False, "error": error}


def encode(told: dict[str, Any]) -> bytes:
    return msgspec.json.encode(told)


def encode_results(told: list[dict[str, Any]]) -> bytes:
    return msgspec.json.encode({"object": "list", "data": told, "has_more": False})


def _volume(raw: dict[str, Any]) -> dict[str, int]:
    body = convert(raw, Volume, "volume")
    check_known(raw, Volume, "volume")
    return {name: most for name, most in msgspec.structs.asdict(body).items() if most is not None}


def _asked(asked: Asked) -> dict[str, Any]:
    volume = {name: asked.volume.get(name) for name in ("requests_per_day", "tokens_per_day")}
    return {
        "use_case": asked.use_case,
        "models": asked.models,
        "volume": volume,
        "capabilities": asked.capabilities,
        "is_production": asked.is_production,
    }


def _person(user_id: str | None, people: dict[str, User]) -> dict[str, Any] | None:
    """Somebody as others see them; programs have their id alone."""
    if user_id is None:
        return None
    user = people.get(user_id)
    return {"id": user_id, "email": user.email if user else None, "name": user.name if user else user_id}
