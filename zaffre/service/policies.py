"""The policies of the installation for those who are under them: to read, to try a text, to see what they did."""

from collections.abc import Iterator, Sequence

import msgspec

from zaffre.core.callers import Caller, Origin
from zaffre.core.errors import BadRequest, Forbidden, NotFound
from zaffre.core.verdicts import HARMS, SHIELDS, Direction
from zaffre.safety import policies
from zaffre.safety.filters import Passage
from zaffre.safety.policy import DIRECTIONS, Policy, Side
from zaffre.service.moderations import Judged, Moderations
from zaffre.service.policy_usage import buckets
from zaffre.storage import verdicts
from zaffre.storage.database import Database
from zaffre.wire.policies import BoundBlocklist, ContentFilter, Images, PersonalData
from zaffre.wire.policies import Policy as Told
from zaffre.wire.policy_trials import Trial
from zaffre.wire.policy_usage import SECONDS, Bucket, By

_KNOWN: dict[Direction, tuple[str, ...]] = {
    "prompt": (*HARMS, *SHIELDS, "illicit", "profanity"),
    "completion": (*HARMS, "illicit", "profanity", "protected_material_text", "protected_material_code"),
}
"""What is told of each direction, also where it is not enabled."""


class Policies:
    """What callers may know of policies, and do with them."""

    def __init__(self, known: policies.Policies, moderations: Moderations, database: Database):
        self._known = known
        self._moderations = moderations
        self._database = database

    def all(self, caller: Caller) -> list[Told]:
        return [self._told(one, caller) for one in self._known]

    def one(self, name: str, caller: Caller) -> Told:
        """The policy of that name, with or without its version; raises `NotFound`."""
        found = self._known.find(name)
        if found is None:
            text = f"There is no content policy {name[:80]!r}; `GET /v1/policies` lists them."
            raise NotFound(text, param="name", code="policy_not_found")
        return self._told(found, caller)

    async def try_on(self, trial: Trial, origin: Origin) -> Judged:
        """What each of the trial's policies would do with its text, in their order; nothing is stopped."""
        chosen = list(self._chosen(trial.policies))
        passage = Passage(trial.call.texts[0], trial.voice, trial.direction)
        async with self._moderations.hearing(trial.call, origin) as hearing:
            return Judged(hearing.headers, [(await hearing.judge([passage], one))[0] for one in chosen])

    async def usage(self, project_id: str, since: int, by: By) -> list[Bucket]:
        """What policies saw and stopped in the project's calls, but not in those that only asked."""
        async with self._database.begin() as connection:
            found = await verdicts.tallies(connection, project_id, since=since, seconds=SECONDS[by], but="moderation")
        return buckets(found)

    def _chosen(self, names: Sequence[str]) -> Iterator[Policy]:
        for place, name in enumerate(names):
            found = self._known.find(name)
            if found is None:
                text = f"There is no content policy {name[:80]!r}; `GET /v1/policies` lists them."
                raise BadRequest(text, param=f"policies[{place}]", code="policy_not_found")
            yield found
        if not names:
            yield from self._known

    def _told(self, one: Policy, caller: Caller) -> Told:
        return Told(
            name=one.name,
            version=one.version,
            id=one.id,
            description=one.description,
            mode=one.mode,
            fail=one.fail,
            filters=one.filters,
            content_filters=[told for way in DIRECTIONS for told in _rules(way, one.side(way))],
            blocklists=[told for way in DIRECTIONS for told in _lists(way, one.side(way))],
            personal_data=[told for way in DIRECTIONS for told in _personal(way, one.side(way))],
            images=Images(**msgspec.structs.asdict(one.images)),
            is_default=self._known.choose(caller.project, None, None, caller.policy).name == one.name,
            may_choose=self._may_choose(one, caller),
        )

    def _may_choose(self, one: Policy, caller: Caller) -> bool:
        try:
            self._known.choose(caller.project, None, one.name)
        except Forbidden:
            return False
        return True


def _rules(source: Direction, side: Side) -> Iterator[ContentFilter]:
    for name in dict.fromkeys((*_KNOWN[source], *side.rules)):
        rule = side.rules.get(name)
        yield ContentFilter(
            name=name,
            source=source,
            enabled=rule is not None,
            blocking=rule is not None and rule.blocking,
            severity_threshold=rule.threshold if rule and name in HARMS else None,
        )


def _lists(source: Direction, side: Side) -> Iterator[BoundBlocklist]:
    for rule in side.lists:
        yield BoundBlocklist(name=rule.name, source=source, blocking=rule.blocking)


def _personal(source: Direction, side: Side) -> Iterator[PersonalData]:
    if side.personal_data is not None:
        yield PersonalData(source=source, action=side.personal_data, kinds=side.kinds)
