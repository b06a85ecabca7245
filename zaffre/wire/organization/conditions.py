"""What invitations and approvals give, on the wire: models, limits, and a budget."""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, structs

from zaffre.core.callers import NANO
from zaffre.core.conditions import Allowance, Conditions
from zaffre.core.errors import BadRequest
from zaffre.core.people import role_name
from zaffre.wire.body import check_known, convert
from zaffre.wire.organization.people import RoleName
from zaffre.wire.organization.times import told as time

Id = Annotated[str, Meta(min_length=1, max_length=100)]
Model = Annotated[str, Meta(min_length=1, max_length=200)]
Models = Annotated[tuple[Model, ...], Meta(min_length=1, max_length=200)]
Count = Annotated[int, Meta(ge=0, le=2**53)]
Note = Annotated[str, Meta(max_length=2000)]
Time = Annotated[int, Meta(ge=1, le=2**40)]


class LimitsBody(Struct, kw_only=True):
    requests_per_minute: Count | None = None
    tokens_per_minute: Count | None = None
    images_per_minute: Count | None = None
    requests_per_day: Count | None = None
    tokens_per_day: Count | None = None
    concurrent_streams: Count | None = None
    enqueued_batch_tokens: Count | None = None


class BudgetBody(Struct, kw_only=True):
    amount: Annotated[float, Meta(ge=0, le=1e9)]
    period: Literal["day", "month", "total"] = "month"


class NewProject(Struct, kw_only=True):
    name: Annotated[str, Meta(min_length=1, max_length=200)]


class ConditionsBody(Struct, kw_only=True):
    """`project` is an id, or an object with the `name` of one to be made."""

    project: Id | dict[str, Any] | None = None
    role: RoleName | None = None
    models: Models | None = None
    limits: dict[str, Any] | None = None
    budget: dict[str, Any] | None = None
    expires_at: Time | None = None
    capabilities: Annotated[tuple[Id, ...], Meta(max_length=50)] = ()


def decode(raw: dict[str, Any] | None, now: float, path: str = "conditions") -> Conditions | None:
    """The conditions in the field at `path`; raises `BadRequest` with the place of what is wrong."""
    if raw is None:
        return None
    body = convert(raw, ConditionsBody, path)
    check_known(raw, ConditionsBody, path)
    if body.expires_at is not None and body.expires_at <= now:
        raise BadRequest(f"Invalid value for '{path}.expires_at': it is past.", param=f"{path}.expires_at")
    project_id, name = _project(body.project, f"{path}.project")
    return Conditions(
        role=body.role,
        project_id=project_id,
        project_name=name,
        models=body.models,
        limits=decode_limits(body.limits, f"{path}.limits"),
        budget=decode_budget(body.budget, f"{path}.budget"),
        expires_at=body.expires_at,
        capabilities=body.capabilities,
    )


def decode_limits(raw: dict[str, Any] | None, path: str) -> dict[str, int] | None:
    if raw is None:
        return None
    body = convert(raw, LimitsBody, path)
    check_known(raw, LimitsBody, path)
    return {name: most for name, most in structs.asdict(body).items() if most is not None} or None


def decode_budget(raw: dict[str, Any] | None, path: str) -> Allowance | None:
    if raw is None:
        return None
    body = convert(raw, BudgetBody, path)
    check_known(raw, BudgetBody, path)
    return Allowance(round(body.amount * NANO), body.period)


def told(conditions: Conditions | None) -> dict[str, Any] | None:
    if conditions is None:
        return None
    new = None if conditions.project_name is None else {"name": conditions.project_name}
    return {
        "project": conditions.project_id or new,
        "role": conditions.role and role_name(conditions.role),
        "models": conditions.models,
        "limits": conditions.limits,
        "budget": told_budget(conditions.budget),
        "expires_at": time(conditions.expires_at),
        "capabilities": conditions.capabilities,
    }


def told_budget(budget: Allowance | None) -> dict[str, Any] | None:
    return None if budget is None else budget.told


def _project(given: str | dict[str, Any] | None, path: str) -> tuple[str | None, str | None]:
    if not isinstance(given, dict):
        return given, None
    body = convert(given, NewProject, path)
    check_known(given, NewProject, path)
    return None, body.name
