"""Times of administration on the wire: whole seconds since 1970."""


def told(seconds: float | None) -> int | None:
    return None if seconds is None else int(seconds)
