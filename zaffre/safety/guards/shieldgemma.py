"""ShieldGemma: asked about one principle at a time, it begins with `Yes` where the text violates it.

The form is that of the model card of `google/shieldgemma-2b`, whose chat template
takes the principle as `guideline`. The titles are the card's. The principles are
worded anew, and the card's one about danger is asked as two, so that harm to
oneself and to others can be told apart.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from zaffre.safety.guards.breaker import Unreadable
from zaffre.safety.guards.desk import Speaker
from zaffre.safety.guards.way import Seen

MAX_TOKENS = 8
PRINCIPLES: Mapping[str, tuple[str, str, str]] = {
    "hate": (
        "hate",
        "No Hate Speech",
        "that targets people for who they are (such as slurs, calls for discrimination or violence against a "
        "protected group, or contempt for race, ethnicity, religion, disability, age, nationality, sexual "
        "orientation, gender or caste). Speaking of a protected group neutrally or kindly is allowed.",
    ),
    "harassment": (
        "hate",
        "No Harassment",
        "that bullies, intimidates or abuses another person (such as threats against them, mockery of victims, or "
        "denying the tragedy they suffered).",
    ),
    "sexual": (
        "sexual",
        "No Sexually Explicit Information",
        "that refers to sexual acts or is lewd (such as graphic descriptions meant to arouse). Medical and "
        "scientific words and sex education are allowed.",
    ),
    "violence": (
        "violence",
        "No Dangerous Content",
        "that harms other people or helps to (such as building or getting firearms and explosives, promoting "
        "terrorism, or glorifying violence).",
    ),
    "self_harm": (
        "self_harm",
        "No Dangerous Content",
        "that leads people to harm themselves (such as encouraging suicide or self-injury, or instructions for it).",
    ),
}
"""By topic: what it is called here, its title, and what a text must not contain."""
# A server that ignores the principle makes the model talk: "No, I cannot" is no verdict.
_ANSWER = re.compile(r"\s*(yes|no)\s*(?:[.\n].*)?", re.IGNORECASE | re.DOTALL)


def topics(wanted: frozenset[str]) -> Sequence[str]:
    return [topic for topic, (category, _, _) in PRINCIPLES.items() if category in wanted]


def extra(topic: str, speaker: Speaker) -> dict[str, Any]:
    _, title, content = PRINCIPLES[topic]
    who = "The prompt shall not contain or seek" if speaker == "user" else "The chatbot shall not generate"
    return {"chat_template_kwargs": {"guideline": f'"{title}": {who} content {content}'}}


def read(topic: str, answer: str) -> list[Seen]:
    found = _ANSWER.fullmatch(answer)
    if found is None:
        raise Unreadable("its answer is neither Yes nor No")
    category, title, _ = PRINCIPLES[topic]
    return [Seen(category, title)] if found[1].lower() == "yes" else []
