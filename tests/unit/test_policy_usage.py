"""From tallies of the ledger to the buckets of a chart."""

from zaffre.service.policy_usage import buckets
from zaffre.storage.verdicts import Tally
from zaffre.wire.policy_usage import Seen


def tally(requests, blocked=None, findings=None, start=0):
    return Tally(start=start, requests=requests, blocked=blocked, findings=findings)


def test_what_was_stopped_is_not_what_was_let_pass():
    (bucket,) = buckets(
        [
            tally(90),
            tally(7, findings='{"prompt":{"violence":"low"}}'),
            tally(3, "prompt:hate", '{"prompt":{"hate":"high","violence":"low"}}'),
        ]
    )
    assert (bucket.requests, bucket.annotated, bucket.blocked) == (100, 10, 3)
    assert bucket.categories == [
        Seen(direction="prompt", category="hate", blocked=3),
        Seen(direction="prompt", category="violence", annotated=10),
    ]


def test_directions_are_counted_apart():
    (bucket,) = buckets([tally(1, "completion:hate", '{"prompt":{"hate":"low"},"completion":{"hate":"high"}}')])
    assert bucket.categories == [
        Seen(direction="completion", category="hate", blocked=1),
        Seen(direction="prompt", category="hate", annotated=1),
    ]


def test_buckets_come_in_order_and_only_where_there_was_something():
    assert [one.start for one in buckets([tally(1, start=7200), tally(1, start=0), tally(2, start=7200)])] == [0, 7200]
    assert buckets([]) == []
