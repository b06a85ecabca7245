"""Spend limits and alerts in OpenAI's shape: months, and amounts in hundredths of the currency."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from zaffre.core.callers import NANO
from zaffre.core.errors import BadRequest
from zaffre.core.limits import Budget
from zaffre.wire.body import check_known, convert
from zaffre.wire.organization.budgets import Addresses

_CENT = NANO // 100
_MOST = 100_000_000_000
_ALL = 100


class _Limit(Struct, kw_only=True):
    threshold_amount: Annotated[int, Meta(ge=1, le=_MOST)]
    currency: str
    interval: Literal["month"]


class _Channel(Struct, kw_only=True):
    type: Literal["email"]
    recipients: Addresses
    subject_prefix: Annotated[str, Meta(max_length=100, pattern=r"^[^\r\n]*$", description="one line")] | None = None


class _Alert(Struct, kw_only=True):
    threshold_amount: Annotated[int, Meta(ge=0, le=_MOST)]
    currency: str
    interval: Literal["month"]
    notification_channel: _Channel


def decode_limit(raw: dict[str, Any], currency: str) -> int:
    """The amount in nano-units."""
    body = convert(raw, _Limit)
    check_known(raw, _Limit)
    _check_currency(body.currency, currency)
    return body.threshold_amount * _CENT


def decode_alert(raw: dict[str, Any], currency: str) -> Budget:
    """A budget that warns, of nobody yet."""
    body = convert(raw, _Alert)
    check_known(raw, _Alert)
    check_known(raw["notification_channel"], _Channel, "notification_channel")
    _check_currency(body.currency, currency)
    if not body.notification_channel.recipients:
        param = "notification_channel.recipients"
        raise BadRequest(f"Invalid value for '{param}': name at least one.", param=param, code="invalid_value")
    return Budget(
        id="",
        subject="organization",
        period="month",
        amount=body.threshold_amount * _CENT,
        is_hard=False,
        warn_at=(_ALL,),
        emails=tuple(body.notification_channel.recipients),
        prefix=body.notification_channel.subject_prefix,
    )


def encode_limit(kind: str, amount: int, spent: int, currency: str) -> bytes:
    status = "enforcing" if spent >= amount else "inactive"
    told = {"object": f"{kind}.spend_limit", "threshold_amount": amount // _CENT, "enforcement": {"status": status}}
    return msgspec.json.encode(told | {"currency": currency, "interval": "month"})


def told_alert(kind: str, alert: Budget, currency: str) -> dict[str, Any]:
    channel = {"type": "email", "recipients": alert.emails, "subject_prefix": alert.prefix}
    return {
        "object": f"{kind}.spend_alert",
        "id": alert.id,
        "threshold_amount": alert.amount // _CENT,
        "currency": currency,
        "interval": "month",
        "notification_channel": channel,
    }


def encode_alert(kind: str, alert: Budget, currency: str) -> bytes:
    return msgspec.json.encode(told_alert(kind, alert, currency))


def _check_currency(given: str, currency: str) -> None:
    if given.upper() != currency.upper():
        text = f"Invalid value for 'currency': this installation counts in {currency}."
        raise BadRequest(text, param="currency", code="invalid_value")
