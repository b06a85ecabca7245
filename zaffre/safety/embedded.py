"""The embedded filter: rules and the classifier, in worker threads, for many calls together."""

import asyncio
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec import Struct

from zaffre.core.errors import EngineFailed, Unavailable
from zaffre.core.verdicts import Finding, Reading, Span
from zaffre.engines.batching import Batcher
from zaffre.safety.decide import united
from zaffre.safety.disguises.normalise import View, views
from zaffre.safety.filters import FilterUnavailable, Passage, Voice
from zaffre.safety.memory import Memory
from zaffre.safety.policy import DIRECTIONS, Policy
from zaffre.safety.rules.compiled import Rules, Wanted
from zaffre.safety.windows import SEGMENT, windows

if TYPE_CHECKING:
    from zaffre.safety.classifier.classifier import Classifier, Sight
    from zaffre.safety.rules.blocklists import Item

T = TypeVar("T")
_LONG = 4_000
_MOST_TEXTS = 64
_QUICK_CHARACTERS = 32_000
_THOROUGH_CHARACTERS = 2_000
_ATTACKS: Mapping[Voice, str] = {"user": "jailbreak", "tool": "indirect_attack", "document": "indirect_attack"}


class _Look(Struct, frozen=True):
    """One thing to do in a worker thread: read `text`, which begins at `offset` of its passage."""

    text: str
    offset: int
    rules: Rules | None
    classify: bool
    attack: str | None


class _Glance(Struct, frozen=True):
    """What the rules see, and what the classifier's gate says; `gate` is nothing where it can't tell."""

    rules: Reading
    gate: Reading | None


class Embedded:
    """`waiting` is how many texts may wait before it counts as overloaded."""

    def __init__(
        self, classifier: "Classifier", lists: Mapping[str, Sequence["Item"]], *, remembered: int, waiting: int
    ):
        self.version = classifier.version
        self._classifier = classifier
        self._lists = lists
        self._memory = Memory(remembered)
        self._rules: dict[Wanted, Rules] = {}
        self._most_waiting = waiting
        self._num_waiting = 0
        # A glance takes microseconds and must not wait for another call's thorough look.
        self._quick = Batcher[_Look, _Glance](
            self._glance, _length, most=_MOST_TEXTS, most_cost=_QUICK_CHARACTERS, name="filter"
        )
        self._thorough = Batcher[_Look, Reading](
            self._scan, _length, most=_MOST_TEXTS, most_cost=_THOROUGH_CHARACTERS, name="filter"
        )

    def prepare(self, policy: Policy) -> None:
        """Compile what `policy` needs; raises `BlocklistWrong`."""
        for direction in DIRECTIONS:
            self._rules_for(Wanted.by(policy.side(direction)))

    def recall(self, passages: Sequence[Passage], policy: Policy) -> list[Reading] | None:
        """What `read` would say, without a wait, where all of it is remembered."""
        readings = []
        # What is new stands at the end of a chat.
        for passage in reversed(passages):
            known = None if passage.is_window else self._memory.find(_context(passage, policy), passage.text)
            if known is None:
                return None
            readings.append(known)
        return readings[::-1]

    async def read(self, passages: Sequence[Passage], policy: Policy) -> list[Reading]:
        readings: dict[int, Reading] = {}
        looks: dict[int, list[_Look]] = {}
        for place, passage in enumerate(passages):
            known = None if passage.is_window else self._memory.find(_context(passage, policy), passage.text)
            if known is not None:
                readings[place] = known
            else:
                looks[place] = await self._looks(passage, policy)
        for place, found in (await self._looked(looks)).items() if looks else ():
            readings[place] = united(found)
            if not passages[place].is_window:
                self._memory.keep(_context(passages[place], policy), passages[place].text, readings[place])
        return [readings[place] for place in range(len(passages))]

    async def clears(self, passage: Passage, policy: Policy) -> bool:
        """Whether a window is plainly clean, by what is quick to ask; `False` settles nothing."""
        look = self._look(passage, passage.text, 0, self._rules_of(passage, policy))
        (glance,) = await self._glances([look])
        return glance.gate is not None and not glance.gate.findings and not glance.rules.findings

    async def close(self) -> None:
        await self._quick.close()
        await self._thorough.close()

    async def _looks(self, passage: Passage, policy: Policy) -> list[_Look]:
        rules = self._rules_of(passage, policy)
        text = passage.text
        if passage.is_window or len(text) <= SEGMENT:
            return [self._look(passage, text, 0, rules)]
        # Cutting a long text takes milliseconds, which others would wait for.
        cut = await asyncio.to_thread(windows, text) if len(text) > _LONG else windows(text)
        looks = [self._look(passage, window.of(text), window.start, None) for window in cut]
        return looks if rules is None else [_Look(text, 0, rules, False, None), *looks]

    def _rules_of(self, passage: Passage, policy: Policy) -> Rules | None:
        rules = self._rules_for(Wanted.by(passage.side(policy)))
        return None if rules.is_empty else rules

    def _rules_for(self, wanted: Wanted) -> Rules:
        if wanted not in self._rules:
            self._rules[wanted] = Rules(wanted, self._lists)
        return self._rules[wanted]

    def _look(self, passage: Passage, text: str, offset: int, rules: Rules | None) -> _Look:
        attack = _ATTACKS.get(passage.voice) if passage.direction == "prompt" else None
        return _Look(text, offset, rules, True, attack)

    async def _looked(self, looks: Mapping[int, list[_Look]]) -> dict[int, list[Reading]]:
        flat = [look for ones in looks.values() for look in ones]
        glances = await self._glances(flat)
        unclear = [look for look, glance in zip(flat, glances, strict=True) if glance.gate is None]
        scanned = iter(await self._submitted(self._thorough, unclear) if unclear else ())
        found = iter([united([glance.rules, glance.gate or next(scanned)]) for glance in glances])
        return {place: [next(found) for _ in ones] for place, ones in looks.items()}

    async def _glances(self, looks: list[_Look]) -> list[_Glance]:
        return await self._submitted(self._quick, looks)

    async def _submitted(self, batcher: Batcher[_Look, T], looks: list[_Look]) -> list[T]:
        if self._num_waiting and self._num_waiting + len(looks) > self._most_waiting:
            raise FilterUnavailable(f"{self._num_waiting} texts already wait for the embedded filter")
        self._num_waiting += len(looks)
        try:
            return await batcher.submit(looks)
        except (EngineFailed, Unavailable) as error:
            raise FilterUnavailable(error.message) from error
        finally:
            self._num_waiting -= len(looks)

    def _glance(self, looks: list[_Look]) -> list[_Glance]:
        """In the quick thread: rules, and one batch of the classifier's gate."""
        seen = [views(look.text) if look.classify else [] for look in looks]
        texts = [view.text for ones in seen for view in ones]
        sights = iter(self._classifier.clear(texts) if texts else ())
        return [
            _Glance(_by_rules(look), self._reading(look, ones, [next(sights) for _ in ones]))
            for look, ones in zip(looks, seen, strict=True)
        ]

    def _scan(self, looks: list[_Look]) -> list[Reading]:
        """In the other thread: one batch of the whole classifier."""
        seen = [views(look.text) for look in looks]
        sights = iter(self._classifier.scan([view.text for ones in seen for view in ones]))
        readings = []
        for look, ones in zip(looks, seen, strict=True):
            reading = self._reading(look, ones, [next(sights) for _ in ones])
            assert reading is not None
            readings.append(reading)
        return readings

    def _reading(self, look: _Look, seen: list[View], sights: Sequence["Sight | None"]) -> Reading | None:
        if None in sights:
            return None
        return united(
            _in_place(self._classifier.reading(sight), view, look) for view, sight in zip(seen, sights, strict=True)
        )


def _length(look: _Look) -> int:
    return len(look.text)


def _by_rules(look: _Look) -> Reading:
    found = look.rules.find(look.text) if look.rules else ()
    return Reading(findings=tuple(_shifted(found, look.offset)))


def _context(passage: Passage, policy: Policy) -> Hashable:
    return Wanted.by(passage.side(policy)), passage.direction, passage.voice


def _in_place(reading: Reading, view: View, look: _Look) -> Reading:
    """The reading of a view with spans in the passage, and attacks by who speaks."""
    findings = []
    for finding in reading.findings:
        if finding.category == "jailbreak":
            if look.attack is None:
                continue
            finding = msgspec.structs.replace(finding, category=look.attack)
        if finding.span is not None:
            span = view.origin(finding.span.start, finding.span.end)
            finding = msgspec.structs.replace(finding, span=Span(span.start + look.offset, span.end + look.offset))
        findings.append(finding)
    return Reading(findings=tuple(findings), scores=reading.scores)


def _shifted(findings: Iterable[Finding], offset: int) -> Iterator[Finding]:
    for finding in findings:
        if offset and finding.span:
            finding = msgspec.structs.replace(
                finding, span=Span(finding.span.start + offset, finding.span.end + offset)
            )
        yield finding
