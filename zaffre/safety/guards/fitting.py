"""What a policy wants to know of a passage, and what of a guard's word answers that."""

from collections.abc import Mapping

import msgspec

from zaffre.core.verdicts import PERSONAL, SHIELDS, Finding, Reading
from zaffre.safety.filters import Passage, Voice
from zaffre.safety.guards.desk import Speaker
from zaffre.safety.policy import Side

ATTACK = "jailbreak"
"""What guards call an attack, whoever speaks."""
_ATTACKS: Mapping[Voice, str] = {"user": "jailbreak", "tool": "indirect_attack", "document": "indirect_attack"}


def attack(passage: Passage) -> str | None:
    """Our category for an attack in this passage; nobody else's words can be one."""
    return _ATTACKS.get(passage.voice) if passage.direction == "prompt" else None


def speaker(passage: Passage) -> Speaker:
    return "assistant" if passage.direction == "completion" or passage.voice == "assistant" else "user"


def wanted(passage: Passage, side: Side) -> frozenset[str]:
    """The categories that the policy looks for here, in a guard's words."""
    names = set(side.rules) - set(SHIELDS)
    if attack(passage) in side.rules:
        names.add(ATTACK)
    # A guard cannot tell of which kind the data is.
    if side.personal_data and not side.kinds:
        names.add(PERSONAL)
    return frozenset(names)


def fitted(reading: Reading, passage: Passage, side: Side) -> Reading:
    """The reading with attacks by who speaks, and without personal data where only some kinds matter."""
    findings = [_fitted(finding, passage, side) for finding in reading.findings]
    return Reading(findings=tuple(finding for finding in findings if finding), scores=reading.scores)


def _fitted(finding: Finding, passage: Passage, side: Side) -> Finding | None:
    if finding.category == ATTACK:
        category = attack(passage)
        return msgspec.structs.replace(finding, category=category) if category else None
    if finding.category == PERSONAL and (side.personal_data is None or side.kinds):
        return None
    return finding
