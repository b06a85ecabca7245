"""A provider's bill, line by line: OpenAI's costs or usage as JSON, its dashboard's export, or Azure's cost details."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec
from msgspec import Struct

from zaffre.core.callers import NANO
from zaffre.core.errors import BadRequest
from zaffre.wire.organization.usage_pages import KINDS

DAY = 86_400
_AZURE = ("date", "usagedatetime")
_AZURE_COSTS = ("costinbillingcurrency", "pretaxcost", "cost")
_AZURE_SERVICES = ("cognitive", "openai", "foundry", "ai services")
_MOST_MONEY = Decimal(10) ** 9
_MOST_TOKENS = 10**15
_USAGE: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "organization.usage.completions.result": (KINDS["completions"].operations, ("input_tokens", "output_tokens")),
    "organization.usage.embeddings.result": (KINDS["embeddings"].operations, ("input_tokens",)),
}
"""What OpenAI's pages of usage are about, and what of it is compared."""


class Line(Struct, frozen=True):
    """What was billed for one thing on one day: `day` is its first second, `amount` in nano-units, or tokens."""

    day: int
    item: str
    amount: int
    currency: str = ""
    measure: str = "cost"
    """Or `input_tokens` or `output_tokens`, where usage is told and not its price."""


class Invoice(Struct, frozen=True):
    """Whose bill it is, `openai` or `azure`, and its lines."""

    provider: str
    lines: list[Line]
    operations: tuple[str, ...] = ()
    """The kinds of calls that it is about; all where there is none."""


def decode(body: bytes) -> Invoice:
    """A bill as it was downloaded. Raises `BadRequest`, with the line or field that can't be read."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong("The invoice is not valid UTF-8.") from error
    return _of_json(text) if text.lstrip().startswith(("{", "[")) else _of_csv(text)


def _of_json(text: str) -> Invoice:
    try:
        pages = msgspec.json.decode(text)
    except RecursionError as error:
        raise _wrong("The invoice is nested too deeply.") from error
    except msgspec.DecodeError as error:
        raise _wrong(f"The invoice could not be read as JSON: {error}.") from error
    try:
        found = [
            (bucket["start_time"], result)
            for page in (pages if isinstance(pages, list) else [pages])
            for bucket in page["data"]
            for result in bucket["results"]
        ]
        lines = [line for start, result in found for line in _of_result(_day(start), result)]
        operations = {one for _, result in found for one in _USAGE.get(result.get("object"), ((), ()))[0]}
    except (KeyError, TypeError, AttributeError) as error:
        text = (
            "As JSON, an invoice is what OpenAI's /v1/organization/costs or /usage/completions answers: "
            "pages of buckets with results."
        )
        raise _wrong(f"{text} Not found: {error}.") from error
    if operations and any(line.measure == "cost" for line in lines):
        raise _wrong("Costs and usage can't be compared at once: send each by itself.")
    return Invoice("openai", lines, tuple(sorted(operations)))


def _of_result(day: int, result: Mapping[str, Any]) -> Iterator[Line]:
    """A line of costs, or one for what went in and one for what came out."""
    if result.get("object") not in _USAGE:
        amount = result["amount"]
        item, money = result.get("line_item") or "", _money(str(amount["value"]), "amount.value")
        yield Line(day, item, money, amount["currency"])
        return
    for measure in _USAGE[result["object"]][1]:
        yield Line(day, result.get("model") or "", _tokens(result[measure], measure), measure=measure)


def _of_csv(text: str) -> Invoice:
    try:
        rows = list(csv.DictReader(io.StringIO(text), strict=True))
    except csv.Error as error:
        raise _wrong(f"The invoice could not be read as CSV: {error}.") from error
    found = [{(name or "").strip().lower(): value or "" for name, value in row.items() if name} for row in rows]
    columns = set(found[0]) if found else set()
    if {"start_time", "amount_value"} <= columns:
        return Invoice("openai", [_openai(row, place) for place, row in enumerate(found, 2)])
    if columns & {*_AZURE} and columns & {*_AZURE_COSTS} and "metername" in columns:
        return Invoice("azure", [_azure(row, place) for place, row in enumerate(found, 2) if _is_ours(row)])
    raise _wrong(
        "The columns are neither those of OpenAI's cost export (start_time, amount_value, line_item) nor those of "
        "Azure's cost details (Date, MeterName, CostInBillingCurrency)."
    )


def _openai(row: Mapping[str, str], place: int) -> Line:
    money = _money(row["amount_value"], f"line {place}, amount_value")
    start = row["start_time"].strip()
    if not start.isdigit():
        raise _wrong(f"Line {place}: start_time is no time in seconds since 1970.")
    return Line(_day(int(start)), row.get("line_item", ""), money, row.get("amount_currency", "usd"))


def _azure(row: Mapping[str, str], place: int) -> Line:
    cost = next(row[name] for name in _AZURE_COSTS if name in row)
    day = _date(next(row[name] for name in _AZURE if name in row), place)
    currency = row.get("billingcurrency") or row.get("billingcurrencycode") or row.get("currency") or ""
    return Line(day, row["metername"], _money(cost, f"line {place}, cost"), currency)


def _is_ours(row: Mapping[str, str]) -> bool:
    told = f"{row.get('metercategory', '')} {row.get('metersubcategory', '')} {row.get('consumedservice', '')}".lower()
    return any(word in told for word in _AZURE_SERVICES)


def _date(text: str, place: int) -> int:
    for form in ("%m/%d/%Y", "%Y-%m-%d"):
        try:
            return int(datetime.strptime(text.strip()[:10], form).replace(tzinfo=timezone.utc).timestamp())
        except ValueError:
            continue
    raise _wrong(f"Line {place}: {text[:40]!r} is no date such as 11/27/2026 or 2026-11-27.")


def _day(time: int) -> int:
    return time // DAY * DAY


def _money(text: str, where: str) -> int:
    try:
        amount = Decimal(text.strip() or "0")
    except InvalidOperation as error:
        raise _wrong(f"The invoice's {where} is no amount of money: {text[:40]!r}.") from error
    if not amount.is_finite() or abs(amount) > _MOST_MONEY:
        raise _wrong(f"The invoice's {where} is no amount of money: {text[:40]!r}.")
    return int(amount * NANO)


def _tokens(told: object, where: str) -> int:
    if type(told) is not int or not 0 <= told <= _MOST_TOKENS:
        raise _wrong(f"The invoice's {where} is no number of tokens: {str(told)[:40]!r}.")
    return told


def _wrong(text: str) -> BadRequest:
    return BadRequest(text, param="invoice", code="invalid_invoice")
