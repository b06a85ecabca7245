"""What this node settled since its start, by payer and day. Pure."""

_DAY = 86_400
_MANY_DAYS = 64
_A_MONTH = 32


class Noted:
    """Sums in nano-units. Days that no day's or month's budget can ask for any more are put together."""

    def __init__(self) -> None:
        self._days: dict[tuple[str, str], dict[int, int]] = {}

    def add(self, subject: str, identity: str, time: float, cost: int) -> None:
        day = int(time // _DAY)
        days = self._days.setdefault((subject, identity), {})
        days[day] = days.get(day, 0) + cost
        if len(days) > _MANY_DAYS:
            _put_together(days, day - _A_MONTH)

    def since(self, subject: str, identity: str, time: float) -> int:
        """All that was added for days that began at `time` or later."""
        first = int(time // _DAY)
        return sum(cost for day, cost in self._days.get((subject, identity), {}).items() if day >= first)


def _put_together(days: dict[int, int], before: int) -> None:
    old = [day for day in days if day < before]
    days[0] = days.pop(0, 0) + sum(days.pop(day) for day in old if day)
