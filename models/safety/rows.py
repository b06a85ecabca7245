"""One labelled text, and files of them."""

import html
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from zaffre.safety.classifier.classifier import HEADS

LEARNED = (*HEADS, "toxic")
"""What the models learn: the product's heads, and rudeness in general, which teaches the others what it is not."""

Labels = dict[str, float]


@dataclass
class Row:
    """A text and what is known of it: heads that are missing from `labels` are unknown.

    Rows of one `group` come from the same original and stay on the same side of the split.
    """

    text: str
    labels: Labels
    source: str
    weight: float = 1.0
    group: str = ""


def all_but(*unknown: str, **known: float) -> Labels:
    """Every head is 0 but the `known` ones; the `unknown` ones are left out."""
    return {head: known.get(head, 0.0) for head in LEARNED if head not in unknown}


def tidy(text: str) -> str:
    """Without the marks of the platform it was collected on."""
    text = html.unescape(text)
    text = re.sub(r"https?://\S+|\[URL\]|\[USER\]|(?<!\w)@\w+:?|^RT\b|\bRT\b:?", " ", text)
    return re.sub(r"\s+", " ", text).strip()


def write(rows: Iterable[Row], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8") as file:
        return [Row(**json.loads(line)) for line in file]
