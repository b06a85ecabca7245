"""From what the filters saw to what the policy says of it: pure, and always alike."""

from collections.abc import Iterable, Sequence

from zaffre.core.verdicts import (
    BLOCKLISTS,
    HARMS,
    PERSONAL,
    SEVERITIES,
    Direction,
    Finding,
    Outcome,
    Reading,
    Severity,
    Verdict,
    worst,
)
from zaffre.safety.policy import Policy, Side

MINORS = "sexual/minors"
NOT_FILTERED = "The contents are not filtered"
_MOST_FINDINGS = 20


def united(readings: Iterable[Reading]) -> Reading:
    """All that several filters saw in one text, or one filter in several: the strictest of each."""
    findings: list[Finding] = []
    scores: dict[str, float] = {}
    for reading in readings:
        findings += reading.findings
        for name, score in reading.scores.items():
            scores[name] = max(score, scores.get(name, 0.0))
    return Reading(findings=tuple(findings), scores=scores)


def decide(policy: Policy, direction: Direction, reading: Reading, error: str | None = None) -> Verdict:
    """The verdict on a text in which `reading` was seen; `error` where a filter could not run and it passes."""
    side = policy.side(direction)
    if not reading.findings:
        # Nearly every text is clean, and what is said of those never changes.
        clean = side.clean
        return Verdict(policy=policy.id, direction=direction, outcomes=clean, scores=reading.scores, error=error)
    outcomes = [_outcome(name, side, reading) for name in side.rules]
    outcomes += _listed(side, reading) + _personal(side, reading)
    looked_for = {outcome.category for outcome in outcomes}
    findings = [finding for finding in reading.findings if finding.category in looked_for or _is_certain(finding)]
    if any(map(_is_certain, findings)):
        outcomes = [one for one in outcomes if one.category != "sexual"] + [Outcome("sexual", "high", True)]
    findings.sort(key=lambda finding: (-SEVERITIES.index(finding.severity), -finding.score))
    return Verdict(
        policy=policy.id,
        direction=direction,
        outcomes=tuple(outcomes),
        findings=tuple(findings[:_MOST_FINDINGS]),
        scores=reading.scores,
        error=error,
    )


def merged(verdicts: Sequence[Verdict]) -> Verdict:
    """One verdict for several texts, or pieces of one text, under the same policy and direction."""
    if len(verdicts) == 1:
        return verdicts[0]
    outcomes: dict[str, Outcome] = {}
    for outcome in (outcome for verdict in verdicts for outcome in verdict.outcomes):
        other = outcomes.get(outcome.category, outcome)
        severity = worst(outcome.severity, other.severity)
        outcomes[outcome.category] = Outcome(outcome.category, severity, outcome.filtered or other.filtered)
    reading = united(Reading(findings=verdict.findings, scores=verdict.scores) for verdict in verdicts)
    return Verdict(
        policy=verdicts[0].policy,
        direction=verdicts[0].direction,
        outcomes=tuple(outcomes.values()),
        findings=reading.findings[:_MOST_FINDINGS],
        scores=reading.scores,
        error=next((verdict.error for verdict in verdicts if verdict.error), None),
    )


def _outcome(name: str, side: Side, reading: Reading) -> Outcome:
    severity = _worst_of(finding for finding in reading.findings if finding.category == name)
    rule = side.rules[name]
    stops = rule.stops(severity) if name in HARMS else rule.blocking and severity != "safe"
    return Outcome(name, severity, stops)


def _listed(side: Side, reading: Reading) -> list[Outcome]:
    if not side.lists:
        return []
    found = {finding.detail.partition("/")[0] for finding in reading.findings if finding.category == BLOCKLISTS}
    stops = any(rule.blocking and rule.name in found for rule in side.lists)
    return [Outcome(BLOCKLISTS, "high" if found else "safe", stops)]


def _personal(side: Side, reading: Reading) -> list[Outcome]:
    if side.personal_data is None:
        return []
    is_there = any(finding.category == PERSONAL for finding in reading.findings)
    return [Outcome(PERSONAL, "high" if is_there else "safe", is_there and side.personal_data == "block")]


def _is_certain(finding: Finding) -> bool:
    # Sexual content with minors is stopped whatever a policy says; no setting turns this off.
    return finding.detail == MINORS


def _worst_of(findings: Iterable[Finding]) -> Severity:
    severity: Severity = "safe"
    for finding in findings:
        severity = worst(severity, finding.severity)
    return severity
