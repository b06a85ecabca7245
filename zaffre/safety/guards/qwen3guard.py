"""Qwen3Guard-Gen: a line with one of three levels, one with categories, and for answers whether they refuse.

The form is that of the model card of `Qwen/Qwen3Guard-Gen-8B`, the same for all
sizes. Its chat template judges the last turn, the user's or the assistant's.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from zaffre.core.verdicts import PERSONAL, Severity
from zaffre.safety.guards.breaker import Unreadable
from zaffre.safety.guards.desk import Speaker
from zaffre.safety.guards.fitting import ATTACK
from zaffre.safety.guards.way import Seen

MAX_TOKENS = 128
CATEGORIES: Mapping[str, str | None] = {
    "Violent": "violence",
    "Non-violent Illegal Acts": "illicit",
    "Sexual Content or Sexual Acts": "sexual",
    "PII": PERSONAL,
    "Suicide & Self-Harm": "self_harm",
    "Unethical Acts": "hate",
    "Politically Sensitive Topics": None,
    "Copyright Violation": "protected_material_text",
    "Jailbreak": ATTACK,
}
"""What its categories are called here; nothing, where no policy can look for it."""
_SEVERITIES: Mapping[str, Severity] = {"Safe": "safe", "Controversial": "medium", "Unsafe": "high"}
_ANSWER = re.compile(r"Safety: (Safe|Controversial|Unsafe)\s*\nCategories: ([^\n]+?)\s*(?:\nRefusal: (?:Yes|No)\s*)?")


def topics(wanted: frozenset[str]) -> Sequence[str]:
    return ("safety",)


def extra(topic: str, speaker: Speaker) -> dict[str, Any]:
    return {}


def read(topic: str, answer: str) -> list[Seen]:
    found = _ANSWER.fullmatch(_thought_through(answer))
    names = [name.strip() for name in found[2].split(",")] if found else []
    is_safe = names == ["None"] and found[1] == "Safe"
    if not is_safe and (not names or not CATEGORIES.keys() >= set(names) or found[1] == "Safe"):
        raise Unreadable("its answer is none of Qwen3Guard-Gen")
    seen = [] if is_safe else [(CATEGORIES[name], name) for name in names]
    return [Seen(category, name, _SEVERITIES[found[1]]) for category, name in seen if category]


def _thought_through(answer: str) -> str:
    """The answer without the empty thought that some servers leave in it."""
    return re.sub(r"\A\s*<think>\s*</think>", "", answer).strip()
