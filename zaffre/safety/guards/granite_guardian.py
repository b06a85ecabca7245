"""Granite Guardian 3.0 to 3.3: asked about one risk at a time, it says yes or no, plainly or as a score.

The form is that of IBM's guides in `ibm-granite/granite-guardian`: the risk goes to
the chat template as `guardian_config`, with `risk_name` up to 3.2 and `criteria_id`
from 3.3 on. Harm to oneself is no risk of its own and asked in words of ours.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from zaffre.safety.guards.breaker import Unreadable
from zaffre.safety.guards.desk import Speaker
from zaffre.safety.guards.fitting import ATTACK
from zaffre.safety.guards.way import Seen

MAX_TOKENS = 32
RISKS: Mapping[str, str] = {
    "social_bias": "hate",
    "sexual_content": "sexual",
    "violence": "violence",
    "self_harm": "self_harm",
    "unethical_behavior": "illicit",
    "jailbreak": ATTACK,
    "profanity": "profanity",
}
"""Its names, and what they are called here."""
OWN: Mapping[str, str] = {
    "self_harm": "The text encourages, praises or explains suicide, self-injury or disordered eating, or its writer "
    "states the intention to harm themselves."
}
"""Risks that it has no definition of."""
_ANSWER = re.compile(
    r"(?:<think>.*?</think>)?\s*(?P<mark><score>\s*)?(?P<word>yes|no)(?(mark)\s*</score>)"
    r"\s*(?:<confidence>\s*\w+\s*</confidence>)?",
    re.IGNORECASE | re.DOTALL,
)


def topics(wanted: frozenset[str]) -> Sequence[str]:
    return [risk for risk, category in RISKS.items() if category in wanted]


def extra(topic: str, speaker: Speaker) -> dict[str, Any]:
    if topic in OWN:
        risk = {"risk_name": topic, "risk_definition": OWN[topic], "custom_criteria": OWN[topic]}
    else:
        risk = {"risk_name": topic, "criteria_id": topic}
    return {"chat_template_kwargs": {"guardian_config": risk, "think": False}}


def read(topic: str, answer: str) -> list[Seen]:
    found = _ANSWER.fullmatch(answer.strip())
    if found is None:
        raise Unreadable("its answer is none of Granite Guardian 3")
    return [Seen(RISKS[topic], topic)] if found["word"].lower() == "yes" else []
