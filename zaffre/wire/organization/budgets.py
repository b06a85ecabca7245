"""Budgets on the wire, in our own shape; money as a decimal number of the installation's currency."""

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from zaffre.core.callers import NANO
from zaffre.core.errors import BadRequest
from zaffre.core.limits import Budget, Payer, Period, Setter
from zaffre.wire.body import check_known, convert
from zaffre.wire.texts import Mailbox

Amount = Annotated[float, Meta(ge=0, le=1_000_000_000)]
Percents = Annotated[list[Annotated[int, Meta(ge=1, le=1000)]], Meta(max_length=10)]
Addresses = Annotated[list[Mailbox], Meta(max_length=20)]
_URL = "an address that begins with https:// or http://"
Hook = Annotated[str, Meta(pattern=r"^https?://\S+$", max_length=2000, description=_URL)]


class _New(Struct, kw_only=True):
    subject: Payer
    subject_id: Annotated[str, Meta(max_length=200)] = ""
    period: Period
    amount: Amount
    is_hard: bool = True
    warn_at: Percents = []
    emails: Addresses = []
    webhook: Hook | None = None
    set_by: Setter | None = None


class _Change(Struct, kw_only=True):
    amount: Amount | UnsetType = UNSET
    is_hard: bool | UnsetType = UNSET
    warn_at: Percents | UnsetType = UNSET
    emails: Addresses | UnsetType = UNSET
    webhook: Hook | UnsetType | None = UNSET


def decode_new(raw: dict[str, Any]) -> tuple[Budget, Setter | None]:
    """A budget without an id yet, and who is to have set it where that is said."""
    body = convert(raw, _New)
    check_known(raw, _New)
    budget = Budget(
        id="",
        subject=body.subject,
        subject_id=body.subject_id,
        period=body.period,
        amount=nano(body.amount),
        is_hard=body.is_hard,
        warn_at=_percents(body.warn_at),
        emails=tuple(body.emails),
        webhook=body.webhook,
    )
    return budget, body.set_by


def decode_change(raw: dict[str, Any]) -> dict[str, Any]:
    """What changes, by the fields of `Budget`."""
    body = convert(raw, _Change)
    check_known(raw, _Change)
    if not raw:
        raise BadRequest(
            "Nothing to change: give at least one field.", param="amount", code="missing_required_parameter"
        )
    values = {name: getattr(body, name) for name in _Change.__struct_fields__}
    given = {name: value for name, value in values.items() if value is not UNSET}
    shapes = {"amount": nano, "warn_at": _percents, "emails": tuple}
    return {name: shapes[name](value) if name in shapes else value for name, value in given.items()}


def told(
    budget: Budget, name: str | None, spent: int | None, reserved: int | None, reset: int | None
) -> dict[str, Any]:
    """`spent` and `reserved` in nano-units, `reset` in unix seconds."""
    return {
        "object": "budget",
        "id": budget.id,
        "subject": budget.subject,
        "subject_id": budget.subject_id,
        "name": name,
        "period": budget.period,
        "amount": budget.amount / NANO,
        "is_hard": budget.is_hard,
        "warn_at": budget.warn_at,
        "emails": budget.emails,
        "webhook": budget.webhook,
        "spent": None if spent is None else spent / NANO,
        "reserved": None if reserved is None else reserved / NANO,
        "resets_at": reset,
        "set_by": budget.set_by,
        "created_at": int(budget.created_at),
    }


def encode(told: dict[str, Any]) -> bytes:
    return msgspec.json.encode(told)


def encode_deleted(budget_id: str) -> bytes:
    return msgspec.json.encode({"object": "budget.deleted", "id": budget_id, "deleted": True})


def nano(amount: float) -> int:
    return round(amount * NANO)


def _percents(given: list[int]) -> tuple[int, ...]:
    return tuple(sorted(set(given)))
