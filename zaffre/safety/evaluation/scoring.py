"""Texts read as the embedded filter reads a passage, in windows and all their views, and judged under a policy."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from zaffre.core.verdicts import Direction, Reading, Verdict
from zaffre.safety.classifier.classifier import HEADS, Classifier, Sight
from zaffre.safety.decide import decide, united
from zaffre.safety.disguises.normalise import views
from zaffre.safety.evaluation.examples import Example
from zaffre.safety.policy import Policy
from zaffre.safety.rules.compiled import Rules, Wanted, items
from zaffre.safety.windows import windows
from zaffre.settings.schema import Settings

if TYPE_CHECKING:
    from zaffre.safety.rules.blocklists import Item

HARM = tuple(head for head in HEADS if head != "jailbreak")
"""The heads whose highest score is the score for any harm: attacks on the model are none."""

_WARMING = 8


class Scored(Struct, frozen=True):
    """One text: its score from each head, what the policy says, and how long that took."""

    scores: Mapping[str, float]
    verdict: Verdict
    seconds: float
    by_gate: bool
    """Whether the gate settled all of it."""

    @property
    def harm(self) -> float:
        return max(self.scores[head] for head in HARM)


class Run(Struct, frozen=True):
    """A set of examples, scored."""

    name: str
    examples: list[Example]
    scored: list[Scored]


class Scorer:
    """Reads and judges one text after another; `direction` tells which side of the policy holds."""

    def __init__(
        self,
        classifier: Classifier,
        policy: Policy,
        lists: Mapping[str, Sequence["Item"]],
        direction: Direction = "prompt",
    ):
        self.policy = policy
        self.side = policy.side(direction)
        self.version = classifier.version
        self._direction = direction
        self._classifier = classifier
        self._rules = Rules(Wanted.by(self.side), lists)

    @classmethod
    def of(cls, settings: Settings, policy: Policy, direction: Direction) -> "Scorer":
        """With the classifier and the blocklists of an installation."""
        lists = {name: items(blocklist) for name, blocklist in settings.blocklists.items()}
        return cls(Classifier(threads=settings.safety.threads), policy, lists, direction)

    def run(self, name: str, examples: list[Example], tell: Callable[[], None] = lambda: None) -> Run:
        """Score all of `examples`; `tell` is called after each."""
        for example in examples[:_WARMING]:
            self.score(example.text)
        return Run(name, examples, list(self._each(examples, tell)))

    def score(self, text: str) -> Scored:
        began = time.perf_counter()
        sights = self._classifier.scan(_read(text))
        readings = [self._classifier.reading(sight) for sight in sights]
        readings.append(Reading(findings=tuple(self._rules.find(text))))
        verdict = decide(self.policy, self._direction, united(readings))
        seconds = time.perf_counter() - began
        return Scored(_highest(sights), verdict, seconds, all(sight.by == "gate" for sight in sights))

    def _each(self, examples: list[Example], tell: Callable[[], None]) -> Iterator[Scored]:
        for example in examples:
            yield self.score(example.text)
            tell()


def together(runs: Sequence[Run]) -> Run:
    """All runs as one."""
    examples = [example for run in runs for example in run.examples]
    return Run("all together", examples, [scored for run in runs for scored in run.scored])


def _read(text: str) -> list[str]:
    return [view.text for window in windows(text) for view in views(window.of(text))]


def _highest(sights: Sequence[Sight]) -> Mapping[str, float]:
    """A text is as bad as its worst window, seen as it looks worst."""
    return dict(zip(HEADS, map(max, zip(*(sight.scores for sight in sights), strict=True)), strict=True))
