"""Ordinary texts, made of what comes along with Python: questions, explanations and code."""

import inspect
import random
import re
from collections.abc import Iterator
from importlib import import_module

_MODULES = (
    "argparse",
    "collections",
    "csv",
    "datetime",
    "email.message",
    "functools",
    "json",
    "logging",
    "pathlib",
    "re",
)
_ASKS = (
    "How do I use {name} from Python's {module}? A short example would help.",
    "Write a function with {module} that reads a file and uses {name}, and explain it line by line.",
    "What is the difference between {name} and its neighbours in {module}?",
    "My script fails in {name}. Here is what the documentation says:\n\n{doc}\n\nWhat did I miss?",
    "Summarise this for a colleague who is new to it: {doc}",
)
_EVERYDAY = (
    "Plan three days in {place} for a family with two children, on a small budget.",
    "Write a friendly e-mail to my landlord in {place}: {thing} is broken again, and I would like it mended this week.",
    "I want to learn about {thing} in a month. What should I read and try, week by week?",
    "Explain how {thing} works to a ten-year-old, and then to an engineer.",
    "Give me five names for a small shop in {place} that sells what one needs for {thing}.",
    "Translate into French and German: the museum of {thing} in {place} opens at nine and is free on Sundays.",
    "We are four people who like {thing}. What could we cook tonight with rice, eggs and a lot of spinach?",
    "Compare life in {place} with life in a village, in a table with rents, schools, weather and {thing}.",
)
_PLACES = "Lisbon Osaka Nairobi Toronto Kraków Lima Hanoi Bergen Tunis Dunedin".split()
_THINGS = (
    "the dishwasher", "photography", "beekeeping", "the violin", "astronomy", "bicycle repair", "bread", "chess",
    "the heating", "gardening", "tides", "woodwork", "running", "tea", "old maps", "solar panels",
)  # fmt: skip
_LINES = 30


def questions(number: int = 200) -> list[str]:
    """What people ask an assistant: half about the house and the world, half about a library."""
    rng = random.Random(1)
    asked = [
        rng.choice(_EVERYDAY).format(place=rng.choice(_PLACES), thing=rng.choice(_THINGS)) for _ in range(number // 2)
    ]
    things = list(_things())
    for _ in range(number - len(asked)):
        module, name, thing = rng.choice(things)
        doc = " ".join((inspect.getdoc(thing) or "").split())[:600]
        asked.append(rng.choice(_ASKS).format(module=module, name=name, doc=doc))
    return asked


def explanations(number: int = 200) -> list[str]:
    """What an assistant may answer: paragraphs of Python's own manual."""
    from pydoc_data.topics import topics

    paragraphs = [" ".join(part.split()) for text in topics.values() for part in text.split("\n\n")]
    prose = [part for part in paragraphs if len(part) > 200 and re.match(r"[A-Z][a-z ]", part)]
    return random.Random(2).sample(prose, number)


def code(number: int = 200) -> list[str]:
    """Pieces of the standard library's source."""
    pieces = []
    for module in _MODULES:
        lines = inspect.getsource(import_module(module)).splitlines()
        pieces += ["\n".join(lines[start : start + _LINES]) for start in range(0, len(lines) - _LINES, _LINES)]
    return random.Random(3).sample(pieces, min(number, len(pieces)))


def _things() -> Iterator[tuple[str, str, object]]:
    for module in _MODULES:
        for name, thing in inspect.getmembers(import_module(module)):
            if callable(thing) and not name.startswith("_") and inspect.getdoc(thing):
                yield module, name, thing
