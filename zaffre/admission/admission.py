"""Admission: grants a ticket, or refuses. All in memory and without a pause between check and grant."""

from collections.abc import Iterator
from contextlib import contextmanager

from zaffre.admission.limits import MinuteLimit
from zaffre.core.callers import Caller, Limits, Quote
from zaffre.core.clock import Clock
from zaffre.core.errors import BudgetSpent, RateLimited


class Account:
    """What one key has used: this minute, and of its money. `reserved` is for calls still running."""

    def __init__(self, spent: int = 0):
        self.requests = MinuteLimit()
        self.tokens = MinuteLimit()
        self.spent = spent
        self.reserved = 0


class Ticket:
    """The grant for one call. `settle` says what it really used; without it nothing was."""

    def __init__(self, quote: Quote, headers: dict[str, str]):
        self.quote = quote
        self.headers = headers
        self.used = Quote(0, 0)

    def settle(self, used: Quote) -> None:
        self.used = used


class Admission:
    """The accounts of all keys on this node."""

    def __init__(self, clock: Clock, spent: dict[str, int]):
        self._clock = clock
        self._accounts = {key: Account(cost) for key, cost in spent.items()}

    @contextmanager
    def admit(self, caller: Caller, quote: Quote) -> Iterator[Ticket]:
        """Reserve `quote` for the block; raises `RateLimited` or `BudgetSpent`."""
        account = self._accounts.setdefault(caller.key_id, Account())
        now = self._clock.steady()
        _check(account, caller.limits, quote, now)
        account.requests.take(1, now)
        slice = account.tokens.take(quote.tokens, now)
        account.reserved += quote.cost
        ticket = Ticket(quote, _headers(account, caller.limits, now))
        try:
            yield ticket
        finally:
            account.reserved -= quote.cost
            account.spent += ticket.used.cost
            account.tokens.give_back(slice, max(0, quote.tokens - ticket.used.tokens))

    def account(self, key_id: str) -> Account:
        return self._accounts.setdefault(key_id, Account())


def _check(account: Account, limits: Limits, quote: Quote, now: float) -> None:
    if limits.budget is not None and account.spent + account.reserved + quote.cost > limits.budget:
        raise BudgetSpent(
            "You exceeded your current quota: this call could cost more than is left of the key's budget. "
            "Ask for fewer tokens, or ask an operator for a higher budget."
        )
    per_minute = (
        ("requests", account.requests, 1, limits.requests_per_minute),
        ("tokens", account.tokens, quote.tokens, limits.tokens_per_minute),
    )
    for kind, used, amount, limit in per_minute:
        if limit is None:
            continue
        after = used.wait(amount, limit, now)
        if after is None:
            raise TooMuchAtOnce(kind, limit, amount)
        if after > 0:
            raise RateLimited(kind, limit, after)


class TooMuchAtOnce(RateLimited):
    """A call that no minute could hold; waiting won't help."""

    can_retry = False

    def __init__(self, kind: str, limit: int, amount: int):
        super().__init__(kind, limit, 0)
        self.after = None
        self.message = (
            f"Request too large: it may use {amount} {kind}, and the limit of this key is {limit} per minute. "
            "Send less, or set a smaller max_tokens."
        )


def _headers(account: Account, limits: Limits, now: float) -> dict[str, str]:
    """What is left, in OpenAI's words; only for limits that there are."""
    told: dict[str, str] = {}
    for kind, used, limit in (
        ("requests", account.requests, limits.requests_per_minute),
        ("tokens", account.tokens, limits.tokens_per_minute),
    ):
        if limit is not None:
            told[f"x-ratelimit-limit-{kind}"] = str(limit)
            told[f"x-ratelimit-remaining-{kind}"] = str(max(0, limit - used.used))
            told[f"x-ratelimit-reset-{kind}"] = _duration(used.reset_after(now))
    return told


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    return f"{minutes}m{rest / 1000:g}s" if minutes else f"{rest / 1000:g}s"
