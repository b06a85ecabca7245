"""The overview on the wire, and what people see of their own use."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from zaffre.core.callers import NANO
from zaffre.core.usage import Used
from zaffre.wire.organization.usage import Names, row


def encode(
    *,
    totals: dict[str, Any],
    before: dict[str, Any],
    days: list[dict[str, Any]],
    by: Mapping[str, list[Used]],
    names: Names,
    live: dict[str, int],
    currency: str,
) -> bytes:
    """`by` has rows for each dimension that is told apart."""
    places = {f"by_{one}": [row((one,), used, names) for used in rows] for one, rows in by.items()}
    told = {"object": "overview", "totals": totals, "before": before, "days": days, **places, "live": live}
    return msgspec.json.encode({**told, "currency": currency})


def totals(used: Used, **more: Any) -> dict[str, Any]:
    """All of a stretch of time, and `more` that is known of it."""
    return {
        "requests": used.requests,
        "tokens": used.prompt_tokens + used.completion_tokens,
        "images": used.images,
        "cost": used.cost / NANO,
        "blocked": used.blocked,
        "failed": used.failed,
        **more,
    }


def day(used: Used, **more: Any) -> dict[str, Any]:
    return {"time": used.start, **totals(used, **more)}


def encode_mine(whole: Used, days: Iterable[Used], deployments: Iterable[Used], currency: str) -> bytes:
    """What somebody used themselves."""
    told = {
        "object": "usage",
        "totals": totals(whole),
        "days": [day(one) for one in days],
        "by_deployment": [row(("deployment",), one, {}) for one in deployments],
        "currency": currency,
    }
    return msgspec.json.encode(told)
