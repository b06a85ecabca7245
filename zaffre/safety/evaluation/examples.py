"""Labelled texts from files of JSON lines."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct, field

LABELS = ("hate", "harassment", "sexual", "violence", "self_harm", "illicit", "jailbreak")
"""What a text can be labelled as; each is a head of the classifier."""


class Example(Struct, frozen=True, kw_only=True):
    """A text and what people say it is. Labels that are missing are unknown."""

    text: Annotated[str, Meta(min_length=1)]
    labels: dict[str, Any] = field(default_factory=dict)
    harmful: bool | None = None
    """Whether it is harmful at all; where not given, whether any label says so."""
    source: str = ""

    @property
    def is_harmful(self) -> bool:
        return any(self.labels.values()) if self.harmful is None else self.harmful


class ExamplesWrong(ValueError):
    """A file that cannot be used; the message names its line and field."""


def read(path: Path) -> list[Example]:
    """The examples of one file. Raises `ExamplesWrong`, or `OSError`."""
    with path.open("rb") as file:
        found = [_example(line, f"{path}, line {number}") for number, line in enumerate(file, 1) if line.strip()]
    if not found:
        raise ExamplesWrong(f"{path} has no lines")
    return found


def _example(line: bytes, where: str) -> Example:
    try:
        told = msgspec.json.decode(line, type=Example)
    except msgspec.ValidationError as error:
        problem, _, place = str(error).partition(" - at `$.")
        raise ExamplesWrong(f"{where}: {place.rstrip('`')}: {problem}" if place else f"{where}: {problem}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ExamplesWrong(f"{where}: not valid JSON: {error}") from error
    labels = dict(_labels(told.labels, where))
    if told.harmful is None and not labels:
        raise ExamplesWrong(f"{where}: labels: nothing is known of this text; give a label, or `harmful`")
    return msgspec.structs.replace(told, labels=labels)


def _labels(told: dict[str, Any], where: str) -> Iterator[tuple[str, bool]]:
    for name, value in told.items():
        if name not in LABELS:
            raise ExamplesWrong(f"{where}: labels.{name}: no such label; there are {', '.join(LABELS)}")
        if value not in (0, 1, None):
            raise ExamplesWrong(f"{where}: labels.{name}: must be 0 or 1, not {msgspec.json.encode(value).decode()}")
        if value is not None:
            yield name, bool(value)
