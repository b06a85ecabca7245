"""The lists in `words/`, read once: what the words of a prompt can mean, and how things are in nature."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

WORDS = Path(__file__).parent / "words"


@cache
def table(file: str, name: str) -> dict[str, Any]:
    """One table of one file in `words/`."""
    with (WORDS / f"{file}.toml").open("rb") as opened:
        return tomllib.load(opened)[name]


@cache
def turned(file: str, name: str) -> dict[str, str]:
    """A table of lists, turned round: each listed word with the name of its list."""
    return {word: key for key, words in table(file, name).items() for word in words}
