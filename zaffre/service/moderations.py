"""The story of a call that only asks what a text or a picture is: admit, enter, judge, settle. Nothing is stopped."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager

import msgspec
from msgspec import Struct

from zaffre.admission.admission import Admission
from zaffre.admission.demand import Demand
from zaffre.core.answers import Usage
from zaffre.core.blocklists import ListMatch
from zaffre.core.callers import Origin
from zaffre.core.calls import Judgement, Moderation
from zaffre.core.errors import FilterDown
from zaffre.core.pictures import Pixels
from zaffre.core.verdicts import Outcome, Verdict
from zaffre.ledger.entry import Entry
from zaffre.ledger.ledger import Ledger, Place
from zaffre.safety.decide import merged
from zaffre.safety.filters import Passage, Voice
from zaffre.safety.policy import EMBEDDED, Policy
from zaffre.safety.screen import Screen
from zaffre.service.matchers import Matchers

_DEPLOYMENT = "moderation"
_SCORED = Moderation(input="score")
_RETRY_SECONDS = 1.0
_PORTION = 16_000
"""Characters that are judged at once, or one text that has more."""
_MOST_AT_ONCE = 64


class Judged(Struct, frozen=True):
    """What was said of the texts, in order, and the headers of the answer; with pictures, one word on all together."""

    headers: dict[str, str]
    verdicts: list[Verdict]
    matches: Sequence[ListMatch] = ()
    seen: frozenset[str] = frozenset()
    """The categories that were looked for in pictures."""


class Moderations:
    """Judges texts under the policy of who asks, which here looks at every harm, whatever it says elsewhere."""

    def __init__(self, admission: Admission, ledger: Ledger, screen: Screen, matchers: Matchers, region: str):
        self._admission = admission
        self._ledger = ledger
        self._screen = screen
        self._matchers = matchers
        self._place = Place(_DEPLOYMENT, screen.version, EMBEDDED, region)

    @property
    def model(self) -> str:
        """What judges, with its version."""
        return self._screen.version

    async def moderate(self, call: Judgement, origin: Origin) -> Judged:
        """A verdict for each text, as if a user had written it, or for all texts and pictures together."""
        policy = self._policy(origin)
        async with self.hearing(call, origin) as hearing:
            verdicts = await hearing.judge([Passage(text, "user", "prompt") for text in call.texts], policy)
            if not call.pictures:
                return Judged(hearing.headers, verdicts)
            shown = await hearing.look(call.pictures, policy)
            seen = frozenset(outcome.category for verdict in shown for outcome in verdict.outcomes)
            return Judged(hearing.headers, [merged([*verdicts, *shown])], seen=seen)

    async def analyze(self, call: Judgement, blocklists: Sequence[str], origin: Origin, *, halts: bool) -> Judged:
        """What the project's `blocklists` find, and a verdict, but none where they find something and that `halts`."""
        policy = self._policy(origin)
        async with self.hearing(call, origin) as hearing:
            (text,) = call.texts
            matches = await self._matchers.matches(origin.caller.project_id, blocklists, text) if blocklists else []
            said = [] if matches and halts else [Passage(text, "user", "prompt")]
            return Judged(hearing.headers, await hearing.judge(said, policy), matches)

    async def shield(self, call: Judgement, voices: Sequence[Voice], origin: Origin) -> Judged:
        """A verdict for each text, in which attacks are looked for by who speaks."""
        policy = self._policy(origin).shielded()
        async with self.hearing(call, origin) as hearing:
            said = [Passage(text, voice, "prompt") for text, voice in zip(call.texts, voices, strict=True)]
            return Judged(hearing.headers, await hearing.judge(said, policy))

    @asynccontextmanager
    async def hearing(self, call: Judgement, origin: Origin) -> AsyncIterator["Hearing"]:
        """Admitted and entered. Leaving it well means that the entry is durable."""
        quote = self._ledger.quote(call, _DEPLOYMENT)
        demand = Demand(caller=origin.caller, quote=quote, deployment=_DEPLOYMENT, model=_DEPLOYMENT)
        async with self._admission.admit(demand) as ticket:
            async with self._ledger.entry(call, origin, self._place, quote, ticket.settle) as entry:
                yield Hearing(self._screen, entry, ticket.headers)
                entry.uses(Usage(prompt=quote.prompt_tokens, source="estimated"))

    def _policy(self, origin: Origin) -> Policy:
        caller = origin.caller
        return self._screen.policies.choose(caller.project, None, origin.policy, caller.policy).tightened(_SCORED)


class Hearing:
    """Asks the screen, and lets the entry know what it says."""

    def __init__(self, screen: Screen, entry: Entry, headers: dict[str, str]):
        self._screen = screen
        self._entry = entry
        self.headers = headers

    async def judge(self, said: Sequence[Passage], policy: Policy) -> list[Verdict]:
        """A verdict for each passage. Raises `FilterDown` even where the policy lets texts pass unseen."""
        return self._kept([one for some in _portions(said) for one in await self._screen.judge(some, policy)])

    async def look(self, shown: Sequence[Pixels], policy: Policy) -> list[Verdict]:
        """The same for pictures."""
        return self._kept(await self._screen.judge_pictures(shown, policy))

    def _kept(self, verdicts: list[Verdict]) -> list[Verdict]:
        if any(verdict.error for verdict in verdicts):
            raise FilterDown(_RETRY_SECONDS)
        self._entry.judged(map(_not_stopped, verdicts))
        return verdicts


def _portions(said: Sequence[Passage]) -> Iterator[list[Passage]]:
    """What is judged at once: so much that one call never fills the queue in which all wait."""
    portion: list[Passage] = []
    size = 0
    for passage in said:
        size += len(passage.text)
        if portion and (size > _PORTION or len(portion) == _MOST_AT_ONCE):
            yield portion
            portion, size = [], len(passage.text)
        portion.append(passage)
    if portion:
        yield portion


def _not_stopped(verdict: Verdict) -> Verdict:
    """For the ledger, where only what was stopped may count as such."""
    seen = tuple(Outcome(outcome.category, outcome.severity) for outcome in verdict.outcomes)
    return msgspec.structs.replace(verdict, outcomes=seen)
