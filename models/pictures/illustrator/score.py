"""How well prompts are read: the share of what they name that is shown, by its name, by meaning, or not at all."""

from collections import Counter
from pathlib import Path

from msgspec import Struct

from zaffre.engines.artists.illustrator.art import Pack
from zaffre.engines.artists.illustrator.lexicon import Lexicon
from zaffre.engines.artists.illustrator.reading import read


class Score(Struct, frozen=True):
    """Counts over a list of prompts."""

    prompts: int
    things: Counter[str]
    """Things that were named, by how their art was found."""
    whole: int
    """Prompts of which everything was found by its name, or as a place, hour or weather."""
    empty: int
    """Prompts of which nothing was found."""


def score(prompts: list[str], lexicon: Lexicon) -> Score:
    scenes = [read(prompt, lexicon) for prompt in prompts]
    things = Counter(thing.match for scene in scenes for thing in scene.things)
    scenery = [bool(scene.place or scene.hour or scene.weather) for scene in scenes]
    whole = [
        all(thing.match == "name" for thing in scene.things) and bool(scene.things or has)
        for scene, has in zip(scenes, scenery, strict=True)
    ]
    empty = [
        not any(thing.art for thing in scene.things) and not has for scene, has in zip(scenes, scenery, strict=True)
    ]
    return Score(len(prompts), things, sum(whole), sum(empty))


def report(path: Path) -> str:
    """A few sentences on the prompts in a file, one a line."""
    found = score(path.read_text().splitlines(), Lexicon(Pack()))
    total = found.things.total()
    shares = ", ".join(f"{kind} {count / total:.1%}" for kind, count in found.things.most_common())
    return (
        f"{found.prompts} prompts name {total} things: {shares}. "
        f"{found.whole} prompts were found whole by name, {found.empty} not at all."
    )
