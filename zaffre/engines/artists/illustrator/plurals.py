"""From several to one: what the singular of an English noun may be."""

from collections.abc import Iterator

_IRREGULAR = {
    "children": "child",
    "feet": "foot",
    "geese": "goose",
    "men": "man",
    "mice": "mouse",
    "oxen": "ox",
    "people": "person",
    "sheep": "sheep",
    "teeth": "tooth",
    "women": "woman",
}
_ENDINGS = [("ies", "y"), ("ves", "f"), ("ves", "fe"), ("es", ""), ("s", "")]


def singulars(word: str) -> Iterator[str]:
    """`word` itself, then what it may be the plural of, the likeliest first."""
    yield word
    if word in _IRREGULAR:
        yield _IRREGULAR[word]
    if len(word) > 3 and not word.endswith("ss"):
        for ending, instead in reversed(_ENDINGS):
            if word.endswith(ending):
                yield word[: -len(ending)] + instead
    if word.endswith("men") and len(word) > 4:
        yield word[:-2] + "an"


def is_plural(word: str) -> bool:
    """Whether a noun that was found by its singular was said in the plural."""
    return (word in _IRREGULAR and word != "sheep") or (word.endswith("s") and not word.endswith(("ss", "us", "is")))
