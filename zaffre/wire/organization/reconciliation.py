"""A reconciliation on the wire: what differs, and what may explain it, in words."""

from collections.abc import Iterable
from typing import Any

import msgspec

from zaffre.core.callers import NANO

REASONS = {
    "equal": "The figures agree within one per cent.",
    "missing_here": "Billed, but not in the ledger: the account may also be used past this installation.",
    "missing_there": "In the ledger, but not billed: the bill may not be complete yet, or leave the model out.",
    "doubled_there": "Billed about twice: the same calls may be listed twice, or another installation makes as many.",
    "doubled_here": "In the ledger about twice: two backends may be counted for one account.",
    "estimated": "Some figures were estimated, as the provider told none.",
    "cancelled": "Some callers hung up: the provider may bill what was made and never arrived.",
    "counting": "The calls are there, so the provider may count their tokens otherwise, or count others too.",
    "price": "The calls are there, so the configured price may differ from the provider's.",
}


def encode(rows: Iterable[dict[str, Any]], *, provider: str, backends: tuple[str, ...], currency: str) -> bytes:
    told = list(rows)
    totals = {name: round(sum(one[name] for one in told), 9) for name in ("own", "billed", "difference")}
    more = {"provider": provider, "backends": backends, "currency": currency, "totals": totals}
    return msgspec.json.encode({"object": "reconciliation", "data": told, **more})


def amount(value: int, measure: str) -> float | int:
    """Money in units of the currency, or tokens as they are."""
    return value / NANO if measure == "cost" else value


def row(
    day: int, model: str, measure: str, own: int, billed: int, requests: int, reasons: tuple[str, ...], **counts: int
) -> dict[str, Any]:
    """One model on one day; `difference` is what the bill has more than the ledger."""
    return {
        "day": day,
        "model": model or None,
        "measure": measure,
        "requests": requests,
        "own": amount(own, measure),
        "billed": amount(billed, measure),
        "difference": amount(billed - own, measure),
        **counts,
        "reasons": reasons,
        "explanation": " ".join(REASONS[one] for one in reasons),
    }
