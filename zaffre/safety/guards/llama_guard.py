"""Llama Guard 3 and 4: `safe`, or `unsafe` with the codes of MLCommons' hazards beneath.

The form is that of Meta's page "Llama Guard 3: model card and prompt formats"; the
model's own chat template says which hazards there are. Llama Guard 1 and 2 number
them otherwise and must not be asked in this way.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from zaffre.core.verdicts import PERSONAL, Severity
from zaffre.safety.decide import MINORS
from zaffre.safety.guards.breaker import Unreadable
from zaffre.safety.guards.desk import Speaker
from zaffre.safety.guards.way import Seen

MAX_TOKENS = 100
HAZARDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "S1": ("Violent Crimes", ("violence",)),
    "S2": ("Non-Violent Crimes", ("illicit",)),
    "S3": ("Sex-Related Crimes", ("sexual",)),
    "S4": ("Child Sexual Exploitation", ("sexual",)),
    "S5": ("Defamation", ()),
    "S6": ("Specialized Advice", ()),
    "S7": ("Privacy", (PERSONAL,)),
    "S8": ("Intellectual Property", ("protected_material_text",)),
    "S9": ("Indiscriminate Weapons", ("violence", "illicit")),
    "S10": ("Hate", ("hate",)),
    "S11": ("Suicide & Self-Harm", ("self_harm",)),
    "S12": ("Sexual Content", ("sexual",)),
    "S13": ("Elections", ()),
    "S14": ("Code Interpreter Abuse", ("illicit",)),
}
"""Each hazard's name, and what it is called here; nothing, where no policy can look for it."""
_CHILDREN = "S4"
_SEVERITY: Severity = "high"
_UNSAFE = re.compile(r"unsafe\s*\n\s*(S\d+(?:\s*,\s*S\d+)*)")


def topics(wanted: frozenset[str]) -> Sequence[str]:
    return ("hazards",)


def extra(topic: str, speaker: Speaker) -> dict[str, Any]:
    return {}


def read(topic: str, answer: str) -> list[Seen]:
    said = answer.strip()
    if said == "safe":
        return []
    unsafe = _UNSAFE.fullmatch(said)
    codes = re.split(r"\s*,\s*", unsafe[1]) if unsafe else []
    if not codes or not HAZARDS.keys() >= set(codes):
        raise Unreadable("its answer is none of Llama Guard 3")
    return [Seen(category, _detail(code), _SEVERITY) for code in codes for category in HAZARDS[code][1]]


def _detail(code: str) -> str:
    return MINORS if code == _CHILDREN else f"{code} {HAZARDS[code][0]}"
