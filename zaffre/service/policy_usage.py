"""From tallies of the ledger to what is drawn in a chart: pure."""

from collections.abc import Iterable

import msgspec

from zaffre.storage.verdicts import Tally
from zaffre.wire.policy_usage import Bucket, Seen


def buckets(tallies: Iterable[Tally]) -> list[Bucket]:
    """One bucket for each stretch of time that has calls, in order."""
    found: dict[int, Bucket] = {}
    seen: dict[int, dict[tuple[str, str], Seen]] = {}
    for tally in tallies:
        bucket = found.setdefault(
            tally.start, Bucket(start=tally.start, requests=0, annotated=0, blocked=0, categories=[])
        )
        _count(bucket, seen.setdefault(tally.start, {}), tally)
    for start, bucket in found.items():
        bucket.categories = [seen[start][key] for key in sorted(seen[start])]
    return [found[start] for start in sorted(found)]


def _count(bucket: Bucket, seen: dict[tuple[str, str], Seen], tally: Tally) -> None:
    stopped = {tuple(name.split(":", 1)) for name in (tally.blocked or "").split(",") if name}
    noticed = {
        (direction, category)
        for direction, told in msgspec.json.decode(tally.findings or "{}").items()
        for category in told
    }
    bucket.requests += tally.requests
    bucket.blocked += tally.requests if stopped else 0
    bucket.annotated += tally.requests if noticed - stopped else 0
    for direction, category in noticed | stopped:
        one = seen.setdefault((direction, category), Seen(direction=direction, category=category))
        if (direction, category) in stopped:
            one.blocked += tally.requests
        else:
            one.annotated += tally.requests
