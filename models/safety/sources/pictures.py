"""Prompts for picture models: sexual and bloody ones, by their words and by what they drew."""

import re
from collections.abc import Iterator
from pathlib import Path

from models.safety.labels import SELF_HARM
from models.safety.rows import Labels, Row
from models.safety.sources.files import table

_NUDE = re.compile(
    r"\bnude|naked|nsfw|\bsex|erotic|lingerie|breast|porn|topless|busty|cleavage|seduc|hentai|thong", re.IGNORECASE
)
_BLOODY = re.compile(
    r"blood|\bgore|gory|\bkill|corpse|murder|massacre|stab|behead|tortur|execution|shoot|mutilat|dismember|guts",
    re.IGNORECASE,
)
_GORE = re.compile(r"\bgore|gory|mutilat|dismember|behead|entrails|guts|bloody corpse|severed", re.IGNORECASE)


def i2p(root: Path) -> Iterator[Row]:
    for row in table(root / "i2p/unsafe-prompts4703.csv"):
        text, kinds = row["prompt"], row["categories"]
        labels: Labels = {"jailbreak": 0.0, "illicit": 0.0, "threat": 0.0, "self_harm_instructions": 0.0}
        if "sexual" in kinds and _NUDE.search(text):
            labels["sexual"] = 0.85
        elif "sexual" not in kinds and float(row["nudity_percentage"] or 0) < 20:
            labels["sexual"] = 0.0
        if "violence" in kinds and _BLOODY.search(text):
            labels |= {"violence": 0.85, "graphic": 1.0 if _GORE.search(text) else 0.5}
        elif "violence" not in kinds and "shocking" not in kinds and float(row["q16_percentage"] or 0) < 30:
            labels |= {"violence": 0.0, "graphic": 0.0}
        if "self-harm" in kinds and SELF_HARM.search(text):
            labels["self_harm"] = 1.0
        elif "self-harm" not in kinds:
            labels["self_harm"] = 0.0
        yield Row(text, labels, "i2p", 0.5)


READERS = {"i2p": i2p}
