"""Use and cost on the wire, in our own shapes: questions of any dimension, and rows with names."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from zaffre.core.callers import NANO
from zaffre.core.errors import BadRequest
from zaffre.core.usage import DIMENSIONS, Asked, Used

Ask = Callable[[str], list[str]]
"""All values of a query parameter."""
Names = Mapping[tuple[str, str], str]
"""What things are called, by column and id."""
HOUR, DAY = 3600, 86_400
TIMES = {"day": DAY, "hour": HOUR}
USUAL_DAYS, MOST_DAYS = 30, 3660
USUAL, MOST = 1000, 10_000
_HOURS_UP_TO = 3 * DAY
_LATEST = 2**33
_QUERIES = {"by", "then", "from", "to", "limit", *DIMENSIONS.values()}


def decode(ask: Ask, known: Iterable[str], now: float) -> tuple[Asked, tuple[str, ...]]:
    """What is asked, and by which dimensions. Times are rounded outwards to what totals know. Raises `BadRequest`."""
    check_known(known, _QUERIES)
    by = (_dimension(ask, "by") or "day", _dimension(ask, "then"))
    if by[0] == by[1]:
        raise _wrong("then", "another dimension than 'by'")
    names = tuple(DIMENSIONS[one] for one in by if one in DIMENSIONS)
    times = [TIMES[one] for one in by if one in TIMES]
    if len(times) == 2:
        raise _wrong("then", "no second dimension of time")
    since, until = span(ask, now)
    seconds = times[0] if times else None
    since, until = rounded(since, until, seconds or (HOUR if until - since <= _HOURS_UP_TO else DAY))
    most = whole(ask, "limit", USUAL, 1, MOST)
    asked = Asked(since=since, until=until, seconds=seconds, by=names, only=only(ask), most=most + 1)
    return asked, tuple(filter(None, by))


def decode_export(ask: Ask, known: Iterable[str], now: float) -> Asked:
    """Which entries a file is wanted of; times are taken as they are."""
    check_known(known, {"from", "to", "format", *DIMENSIONS.values()})
    since, until = span(ask, now)
    return Asked(since=since, until=until, only=only(ask))


def choice(ask: Ask, name: str, known: Iterable[str]) -> str:
    """One of the words that a query may say; the first of them where it says nothing."""
    words = list(known)
    value = ask(name)[0] if ask(name) else words[0]
    if value not in words:
        raise _wrong(name, ", ".join(words))
    return value


def span(ask: Ask, now: float) -> tuple[int, int]:
    """The times that `from` and `to` say; the last month where they say nothing."""
    until = whole(ask, "to", int(now) + 1, 0, _LATEST)
    since = whole(ask, "from", max(0, until - USUAL_DAYS * DAY), 0, _LATEST)
    if since >= until:
        raise _wrong("from", "a time before 'to'")
    return since, until


def rounded(since: int, until: int, seconds: int) -> tuple[int, int]:
    return since // seconds * seconds, -(-until // seconds) * seconds


def only(ask: Ask) -> dict[str, tuple[str, ...]]:
    """Which values columns are narrowed to."""
    return {column: tuple(ask(column)) for column in DIMENSIONS.values() if ask(column)}


def check_known(given: Iterable[str], known: Iterable[str]) -> None:
    """Raise `BadRequest` for the first query parameter that isn't known."""
    for name in sorted({one.removesuffix("[]") for one in given} - {*known, "api-version"}):
        text = f"Unknown query parameter: '{name[:80]}'. There are {', '.join(sorted(known))}."
        raise BadRequest(text, param=name[:80], code="unknown_parameter")


def whole(ask: Ask, name: str, usual: int, least: int, most: int) -> int:
    """A whole number of a query."""
    if not ask(name):
        return usual
    text = ask(name)[0]
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and least <= int(text) <= most):
        raise _wrong(name, f"a whole number from {least} to {most}")
    return int(text)


def days(ask: Ask, known: Iterable[str], *more: str) -> int:
    """How many days `days` says."""
    check_known(known, ("days", *more))
    return whole(ask, "days", USUAL_DAYS, 1, MOST_DAYS)


def encode(asked: Asked, by: tuple[str, ...], rows: list[Used], names: Names, currency: str) -> bytes:
    """The rows, as many as were asked for; `has_more` tells of others."""
    shown = rows[: asked.most - 1]
    more = {"has_more": len(rows) > len(shown), "from": asked.since, "to": asked.until, "currency": currency}
    return msgspec.json.encode({"object": "list", "data": [row(by, one, names) for one in shown], **more})


def row(by: tuple[str, ...], used: Used, names: Names) -> dict[str, Any]:
    """One group: what it is, `then` what it is told apart by, and what was used."""
    told = [_part(one, used, names) for one in by]
    return (told[0] if told else {}) | ({"then": told[1]} if len(told) > 1 else {}) | measures(used)


def measures(used: Used) -> dict[str, Any]:
    return {
        "requests": used.requests,
        "tokens": used.prompt_tokens + used.completion_tokens,
        "prompt_tokens": used.prompt_tokens,
        "completion_tokens": used.completion_tokens,
        "cached_tokens": used.cached_tokens,
        "images": used.images,
        "audio_seconds": used.audio_ms / 1000,
        "compute_seconds": used.compute_ms / 1000,
        "cost": used.cost / NANO,
        "blocked": used.blocked,
        "failed": used.failed,
    }


def _part(by: str, used: Used, names: Names) -> dict[str, Any]:
    if by in TIMES:
        return {"key": used.start, "name": None}
    column = DIMENSIONS[by]
    key = used.names[column]
    return {"key": key, "name": names.get((column, key), key or None)}


def _dimension(ask: Ask, name: str) -> str | None:
    value = ask(name)[0] if ask(name) else None
    if value is not None and value not in DIMENSIONS and value not in TIMES:
        raise _wrong(name, ", ".join([*TIMES, *DIMENSIONS]))
    return value


def _wrong(name: str, expected: str) -> BadRequest:
    return BadRequest(f"Invalid value for '{name}': expected {expected}.", param=name, code="invalid_value")
