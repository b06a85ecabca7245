"""Which states of an unfinished picture are shown."""


def shown_after(steps: int, count: int) -> set[int]:
    """After which steps the unfinished picture is shown: spread evenly, and never after the last."""
    return {max(1, round(steps * (place + 1) / (count + 1))) for place in range(count)} & set(range(1, steps))
