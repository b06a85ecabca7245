"""A provider's bill, line by line: OpenAI's costs as JSON or as its dashboard exports them, or Azure's cost details."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from decimal import Decimal, InvalidOperation

import msgspec
from msgspec import Struct

from zaffre.core.callers import NANO
from zaffre.core.errors import BadRequest

DAY = 86_400
_AZURE = ("date", "usagedatetime")
_AZURE_COSTS = ("costinbillingcurrency", "pretaxcost", "cost")
_AZURE_SERVICES = ("cognitive", "openai", "foundry", "ai services")
_MOST_MONEY = Decimal(10) ** 9


class Line(Struct, frozen=True):
    """What was billed for one thing on one day: `day` is its first second, `amount` in nano-units."""

    day: int
    item: str
    amount: int
    currency: str


class Invoice(Struct, frozen=True):
    """Whose bill it is, `openai` or `azure`, and its lines."""

    provider: str
    lines: list[Line]


def decode(body: bytes) -> Invoice:
    """A bill as it was downloaded. Raises `BadRequest`, with the line or field that can't be read."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong("The invoice is not valid UTF-8.") from error
    if text.lstrip().startswith(("{", "[")):
        return Invoice("openai", list(_of_json(text)))
    return _of_csv(text)


def _of_json(text: str) -> Iterator[Line]:
    try:
        pages = msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        raise _wrong(f"The invoice could not be read as JSON: {error}.") from error
    try:
        for page in pages if isinstance(pages, list) else [pages]:
            for bucket in page["data"]:
                for result in bucket["results"]:
                    amount = result["amount"]
                    money = _money(str(amount["value"]), "amount.value")
                    yield Line(_day(bucket["start_time"]), result.get("line_item") or "", money, amount["currency"])
    except (KeyError, TypeError, AttributeError) as error:
        text = "As JSON, an invoice is what OpenAI's /v1/organization/costs answers: pages of buckets with amounts."
        raise _wrong(f"{text} Not found: {error}.") from error


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


def _wrong(text: str) -> BadRequest:
    return BadRequest(text, param="invoice", code="invalid_invoice")
