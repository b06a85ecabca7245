"""What filters see in a text, and the verdict that a policy makes of it."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

Direction = Literal["prompt", "completion"]
Severity = Literal["safe", "low", "medium", "high"]
SEVERITIES: tuple[Severity, ...] = ("safe", "low", "medium", "high")

HARMS = ("hate", "sexual", "violence", "self_harm")
"""Azure's four categories, which have severities."""
SHIELDS = ("jailbreak", "indirect_attack")
SIGNALS = (
    *SHIELDS,
    "illicit",
    "profanity",
    "custom_blocklists",
    "personally_identifiable_information",
    "protected_material_text",
    "protected_material_code",
)
"""Categories that are there or not. `illicit` is ours; the others are Azure's."""
BLOCKLISTS = "custom_blocklists"
PERSONAL = "personally_identifiable_information"
CATEGORIES = (*HARMS, *SIGNALS)

MODERATION_CATEGORIES = (
    "harassment",
    "harassment/threatening",
    "hate",
    "hate/threatening",
    "illicit",
    "illicit/violent",
    "self-harm",
    "self-harm/intent",
    "self-harm/instructions",
    "sexual",
    "sexual/minors",
    "violence",
    "violence/graphic",
)
"""OpenAI's thirteen."""


class Span(Struct, frozen=True, order=True):
    """Where in a text: code points from `start` up to, not including, `end`."""

    start: int
    end: int


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that one filter saw.

    `score` is a calibrated probability, 1.0 where a rule matched. `detail` is the
    finer name: a moderation category, a kind of personal data, `list/item` of a
    blocklist. `source` is the rule or model and its version.
    """

    category: str
    severity: Severity = "high"
    score: float = 1.0
    span: Span | None = None
    detail: str = ""
    source: str


class Reading(Struct, frozen=True, kw_only=True):
    """What one filter, or several together, saw in a text; no policy has spoken yet.

    `scores` are probabilities for `MODERATION_CATEGORIES`, empty from filters that give none.
    """

    findings: tuple[Finding, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)


class Outcome(Struct, frozen=True):
    """What a policy says of one category: how bad, and whether the text was stopped for it."""

    category: str
    severity: Severity
    filtered: bool = False

    @property
    def is_detected(self) -> bool:
        return self.severity != "safe"


class Verdict(Struct, frozen=True, kw_only=True):
    """One text under one policy: an outcome for each category that the policy looks at, and why.

    `policy` is its name and version, `name@version`. `error` tells that a filter
    could not run where the policy lets such texts pass.
    """

    policy: str
    direction: Direction
    outcomes: tuple[Outcome, ...] = ()
    findings: tuple[Finding, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)
    error: str | None = None

    @property
    def filtered(self) -> tuple[str, ...]:
        """The categories for which the text was stopped."""
        return tuple(outcome.category for outcome in self.outcomes if outcome.filtered)

    @property
    def is_blocked(self) -> bool:
        return any(outcome.filtered for outcome in self.outcomes)


def worst(first: Severity, second: Severity) -> Severity:
    return max(first, second, key=SEVERITIES.index)
