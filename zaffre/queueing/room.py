"""How many may wait, so that one project's flood leaves places for others: pure."""

from zaffre.core.errors import QueueFull, TooManyWaiting
from zaffre.queueing.durations import FIRST_GUESS
from zaffre.queueing.fair import FairQueue


def check_room(queue: FairQueue, project: str, asked: int, length: int, seconds: float = FIRST_GUESS) -> None:
    """Raise `QueueFull` or `TooManyWaiting` where `asked` more jobs of `seconds` each have no place in `length`.

    A project that already waits must leave as many places free as it takes (the dynamic
    threshold of Choudhury and Hahne, 1998): one that floods the queue fills half of it, two a third each.
    """
    free, own = length - len(queue), queue.waiting(project)
    after = max(1.0, asked * seconds / queue.slots)
    if asked > free:
        raise QueueFull(after)
    if own and own + asked > free - asked:
        raise TooManyWaiting(own, asked, after)
