"""Questions about use and cost, and what answers them. Times in seconds since 1970, cost in nano-units."""

from collections.abc import Iterable, Mapping

from msgspec import Struct, structs

DIMENSIONS: Mapping[str, str] = {
    "project": "project_id",
    "key": "key_id",
    "user": "user_id",
    "end_user": "end_user",
    "deployment": "deployment",
    "model": "model",
    "operation": "operation",
    "status": "status",
    "region": "region",
    "backend": "backend",
}
"""What use can be told apart by, and the column that has it."""


class Asked(Struct, frozen=True, kw_only=True):
    """Use between two times, told apart `by` columns, and only where columns have one of some values."""

    since: int
    until: int
    seconds: int | None = None
    """The stretches of time to tell apart; `None` tells all in one."""
    by: tuple[str, ...] = ()
    only: Mapping[str, tuple[str, ...]] = {}
    most: int | None = None
    """The most groups; those that cost most where they are not of time."""


class Used(Struct, frozen=True, kw_only=True):
    """What one group of calls used. `names` are its columns' values, `""` where the calls had none."""

    start: int = 0
    names: Mapping[str, str] = {}
    requests: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    images: int = 0
    audio_ms: int = 0
    compute_ms: int = 0
    cost: int = 0
    blocked: int = 0
    failed: int = 0
    cancelled: int = 0


MEASURES = tuple(name for name in Used.__struct_fields__ if name not in ("start", "names"))


def added(rows: Iterable[Used]) -> Used:
    """What groups of calls used together."""
    sums = dict.fromkeys(MEASURES, 0)
    for row in rows:
        for name in MEASURES:
            sums[name] += getattr(row, name)
    return Used(**sums)


def folded(rows: Iterable[Used], name: str) -> list[Used]:
    """Groups that were told apart by more, by one of their names alone; the dearest first."""
    alike: dict[str, list[Used]] = {}
    for row in rows:
        alike.setdefault(row.names[name], []).append(row)
    found = [structs.replace(added(group), names={name: value}) for value, group in alike.items()]
    return sorted(found, key=lambda one: (-one.cost, -one.requests, one.names[name]))
