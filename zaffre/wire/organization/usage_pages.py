"""OpenAI's usage and costs on the wire: buckets of time, page by page."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from zaffre.core.callers import NANO
from zaffre.core.errors import BadRequest
from zaffre.core.usage import Asked, Used
from zaffre.wire import cursors
from zaffre.wire.organization.usage import Ask, check_known, whole

_LATEST = 2**33
_WIDTHS = {"1m": (60, 60, 1440), "1h": (3600, 24, 168), "1d": (86_400, 7, 31)}
"""Seconds, how many buckets a page has where nothing is said, and how many it may have."""
_COSTS = {"1d": (86_400, 7, 180)}
_ONLY = {"project_ids": "project_id", "user_ids": "user_id", "api_key_ids": "key_id", "models": "model"}
_BY = {"project_id": "project_id", "user_id": "user_id", "api_key_id": "key_id", "model": "model"}
_SOURCES = {"image.generation": "image_generation", "image.edit": "image_edit", "image.variation": "image_variation"}


class Kind(Struct, frozen=True):
    """One of OpenAI's pages: the operations that it counts, and its own words for what they used."""

    name: str
    operations: tuple[str, ...]
    has_sources: bool = False


KINDS = {
    "completions": Kind("completions", ("chat", "completion")),
    "embeddings": Kind("embeddings", ("embedding",)),
    "moderations": Kind("moderations", ("moderation",)),
    "images": Kind("images", tuple(_SOURCES.values()), has_sources=True),
    "audio_speeches": Kind("audio_speeches", ("speech",)),
    "audio_transcriptions": Kind("audio_transcriptions", ("transcription", "translation")),
}


class Buckets(Struct, frozen=True, kw_only=True):
    """A page that was asked for: the buckets, and by which of OpenAI's words they are told apart."""

    asked: Asked
    by: Mapping[str, str]
    ends: int
    """When all that is asked for ends, on this page or a later one."""


def decode(kind: Kind, ask: Ask, known: Iterable[str], now: float) -> Buckets:
    """What a question about usage asks. Raises `BadRequest`."""
    by = _BY | ({"source": "operation"} if kind.has_sources else {})
    lists = (*_ONLY, *(("sources",) if kind.has_sources else ()))
    check_known(known, ("start_time", "end_time", "bucket_width", "group_by", "limit", "page", *lists))
    only = {column: tuple(ask(name)) for name, column in _ONLY.items() if ask(name)}
    sources = _chosen(ask, "sources", _SOURCES) if kind.has_sources else {}
    return _page(
        ask,
        now,
        _WIDTHS,
        _chosen(ask, "group_by", by),
        {"operation": tuple(sources.values()) or kind.operations, **only},
    )


def decode_costs(ask: Ask, known: Iterable[str], now: float) -> Buckets:
    """What a question about costs asks; a line of the bill is a model."""
    lists = ("project_ids", "api_key_ids")
    check_known(known, ("start_time", "end_time", "bucket_width", "group_by", "limit", "page", *lists))
    by = {"project_id": "project_id", "api_key_id": "key_id", "line_item": "model"}
    only = {_ONLY[name]: tuple(ask(name)) for name in lists if ask(name)}
    return _page(ask, now, _COSTS, _chosen(ask, "group_by", by), only)


def encode(page: Buckets, rows: Iterable[Used], result: Any) -> bytes:
    """The page's buckets, also those in which nothing was used; `result` makes what is told of one group."""
    found: dict[int, list[dict[str, Any]]] = {}
    for one in rows:
        found.setdefault(one.start, []).append(result(one) | _groups(page, one))
    asked = page.asked
    starts = range(asked.since, asked.until, asked.seconds)
    data = [
        {"object": "bucket", "start_time": start, "end_time": start + asked.seconds, "results": found.get(start, [])}
        for start in starts
    ]
    following = cursors.encode((asked.until,)) if asked.until < page.ends else None
    return msgspec.json.encode(
        {"object": "page", "data": data, "has_more": following is not None, "next_page": following}
    )


def usage(kind: Kind, used: Used) -> dict[str, Any]:
    """One group of a page about usage."""
    return {"object": f"organization.usage.{kind.name}.result", **dict(_measures(kind, used)), **_no_groups(kind)}


def cost(used: Used, currency: str) -> dict[str, Any]:
    """One group of a page about costs; a model's tokens, pictures and seconds have no unit in common."""
    amount = {"value": used.cost / NANO, "currency": currency.lower()}
    none = dict.fromkeys(("line_item", "project_id", "api_key_id", "quantity", "quantity_unit"))
    return {"object": "organization.costs.result", "amount": amount, **none}


def _measures(kind: Kind, used: Used) -> Iterator[tuple[str, int]]:
    match kind.name:
        case "completions":
            yield "input_tokens", used.prompt_tokens
            yield "input_cached_tokens", used.cached_tokens
            yield "input_uncached_tokens", used.prompt_tokens - used.cached_tokens
            yield "output_tokens", used.completion_tokens
            yield "input_audio_tokens", 0
            yield "output_audio_tokens", 0
        case "embeddings" | "moderations":
            yield "input_tokens", used.prompt_tokens
        case "images":
            yield "images", used.images
        case "audio_speeches":
            yield "characters", used.prompt_tokens
        case "audio_transcriptions":
            yield "seconds", round(used.audio_ms / 1000)
    yield "num_model_requests", used.requests


def _no_groups(kind: Kind) -> dict[str, None]:
    more = ("batch", "service_tier") if kind.name == "completions" else ("source", "size") if kind.has_sources else ()
    return dict.fromkeys((*_BY, *more))


def _groups(page: Buckets, used: Used) -> dict[str, str | None]:
    told = {word: used.names[column] or None for word, column in page.by.items()}
    if "source" in told:
        told["source"] = next(word for word, operation in _SOURCES.items() if operation == told["source"])
    return told


def _page(ask: Ask, now: float, widths: Mapping, by: Mapping[str, str], only: Mapping) -> Buckets:
    width = ask("bucket_width")[0] if ask("bucket_width") else "1d"
    if width not in widths:
        raise _wrong("bucket_width", " or ".join(widths))
    seconds, usual, most = widths[width]
    if not ask("start_time"):
        text = "Missing required parameter: 'start_time', in seconds since 1970."
        raise BadRequest(text, param="start_time", code="missing_required_parameter")
    since = whole(ask, "start_time", 0, 0, _LATEST) // seconds * seconds
    ends = whole(ask, "end_time", int(now) + 1, 0, _LATEST)
    if ends <= since:
        raise _wrong("end_time", "a time after 'start_time'")
    first = _place(ask, since, seconds)
    until = min(first + whole(ask, "limit", usual, 1, most) * seconds, -(-ends // seconds) * seconds)
    asked = Asked(since=first, until=max(first, until), seconds=seconds, by=tuple(by.values()), only=only)
    return Buckets(asked=asked, by=by, ends=ends)


def _place(ask: Ask, since: int, seconds: int) -> int:
    if not ask("page"):
        return since
    try:
        (place,) = cursors.decode(ask("page")[0], tuple[int])
    except BadRequest as error:
        raise _wrong("page", "the `next_page` of an earlier page, unchanged") from error
    if place % seconds or not since <= place <= _LATEST:
        raise _wrong("page", "the `next_page` of a page of the same question")
    return place


def _chosen(ask: Ask, name: str, known: Mapping[str, str]) -> dict[str, str]:
    for one in ask(name):
        if one not in known:
            raise _wrong(name, ", ".join(known))
    return {one: known[one] for one in ask(name)}


def _wrong(name: str, expected: str) -> BadRequest:
    return BadRequest(f"Invalid value for '{name}': expected {expected}.", param=name, code="invalid_value")
