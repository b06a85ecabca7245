"""Reads a prompt: from marks to a scene of things and relations. A small grammar; what it cannot read it leaves out."""

import msgspec

from zaffre.engines.artists.illustrator import nature
from zaffre.engines.artists.illustrator.lexicon import Found, Lexicon
from zaffre.engines.artists.illustrator.plurals import is_plural
from zaffre.engines.artists.illustrator.scanning import Mark, scan
from zaffre.engines.artists.illustrator.scene import Link, Scene, Thing

MOST_THINGS = 6
MOST_OF_ONE = 16
_IN_FIELD = 7
_SURE = 0.62
"""The least nearness at which a noun is shown rather than what is named before it, as in "lighthouse keeper"."""
_BREAKS = ("relation", "pause", "count", "doing")
_SCENERY = ("place", "hour", "style")
_TIES = ("beside",)


def read(prompt: str, lexicon: Lexicon) -> Scene:
    """What `prompt` asks for."""
    marks = scan(prompt, lexicon)
    scene = _Reader(lexicon, marks).scene()
    is_empty = not (any(thing.art for thing in scene.things) or scene.place or scene.hour or scene.weather)
    return _of_mood(scene, marks, lexicon) if is_empty else scene


def _of_mood(scene: Scene, marks: list[Mark], lexicon: Lexicon) -> Scene:
    """Words that can't be seen, such as "freedom", are shown by what is nearest to them if there is nothing else."""
    words = tuple(word for mark in marks if mark.kind in ("silent", "noun", "mood") for word in mark.words)
    found = lexicon.nearest(words) if words else Found(None, "none")
    if found.art is None:
        return scene
    return msgspec.structs.replace(scene, things=(Thing(words=" ".join(words), art=found.art, match="meaning"),))


def _head(phrase: list[Mark]) -> Mark | None:
    """What a phrase is about: its last noun, if what is named before it is not the surer."""
    nouns = [mark for mark in phrase if mark.kind in ("thing", "noun")]
    named = [mark for mark in nouns if mark.kind == "thing"]
    # In "squirrels sharing" the verb says nothing that could be found.
    nouns = [mark for mark in nouns if not mark.words[-1].endswith("ing") or mark.kind == "thing"] or nouns
    if not nouns or nouns[-1].kind == "thing" or not named:
        return nouns[-1] if nouns else None
    return nouns[-1] if max(nouns[-1].value.nearness, default=0) >= _SURE else named[-1]


class _Reader:
    """Goes through the marks once, phrase by phrase; each phrase ends where another begins."""

    def __init__(self, lexicon: Lexicon, marks: list[Mark]):
        self._lexicon, self._marks = lexicon, marks
        self._things: list[Thing] = []
        self._links: list[Link] = []
        self._scenery: dict[str, str] = {}
        self._weather: list[str] = []
        self._relation: str | None = None
        self._group: list[int] = []
        """The things joined by "and" that a relation would speak of together."""
        self._count: int | None = None
        self._doing: list[str] | None = None
        self._phrase: list[Mark] = []

    def scene(self) -> Scene:
        for mark in self._marks:
            if mark.kind in _SCENERY:
                self._scenery.setdefault(mark.kind, mark.value)
            elif mark.kind == "weather":
                self._weather.append(mark.value)
            if mark.kind in _BREAKS:
                self._close()
                self._turn(mark)
            else:
                self._phrase.append(mark)
        self._close()
        self._finish_doing()
        return Scene(
            things=tuple(self._things),
            links=tuple(self._links),
            place=self._scenery.get("place"),
            hour=self._scenery.get("hour"),
            weather=tuple(dict.fromkeys(self._weather)),
            style=self._scenery.get("style"),
            backdrop=self._scenery.get("backdrop"),
            is_transparent=self._scenery.get("backdrop") == "none",
        )

    def _turn(self, mark: Mark) -> None:
        """What comes between two phrases says how they belong together."""
        if mark.kind == "count":
            self._count = mark.value
            return
        self._finish_doing()
        if mark.kind == "doing":
            self._doing, self._relation = mark.value, mark.value[0]
        elif mark.kind == "relation" and mark.words == ("of",):
            self._relation = "full" if self._count is None and self._relation is None else self._relation
        else:
            self._relation = mark.value

    def _finish_doing(self) -> None:
        """A verb whose object was not said, as in "a cat reading in bed": it brings its own."""
        if self._doing and self._things:
            self._relation = self._doing[0]
            self._place(
                Thing(words=self._doing[1], art=self._lexicon.pack.by_name.get(self._doing[1]), match="meaning")
            )
        self._doing = self._relation = None

    def _close(self) -> None:
        """The phrase is whole: a thing, a place, a background, or nothing that can be shown."""
        phrase, self._phrase = self._phrase, []
        if any("background" in mark.words or "backdrop" in mark.words for mark in phrase):
            colour = next((mark.value for mark in phrase if mark.kind == "colour"), None)
            is_clear = any("transparent" in mark.words for mark in phrase)
            self._scenery["backdrop"] = "none" if is_clear else colour or self._scenery.get("backdrop", "#fafafa")
            self._count = self._relation = None
            return
        thing = self._thing(phrase)
        if thing is not None and phrase[-1].kind == "place" and phrase[-1].words[-1] in ("field", "fields", "garden"):
            # The tulips of "a tulip field" are many, and grow before whatever stands in it.
            thing, self._relation = msgspec.structs.replace(thing, count=_IN_FIELD), "field"
        if thing is not None and len(self._things) < MOST_THINGS:
            self._place(thing)
            self._doing = None
        if thing is not None or any(mark.kind in ("place", "hour", "weather") for mark in phrase):
            self._count = self._relation = None

    def _thing(self, phrase: list[Mark]) -> Thing | None:
        head = _head(phrase)
        words = tuple(word for mark in phrase if mark.kind in ("word", "thing", "noun") for word in mark.words)
        if not words:
            return self._coloured(phrase)
        found = self._found(head, words)
        values = {mark.kind: mark.value for mark in phrase}
        many = 3 if is_plural((head.words if head else words)[-1]) and not (head and self._is_one(head)) else 1
        return Thing(
            words=" ".join(words),
            art=found.art,
            match=found.match,
            count=min(self._count or many, MOST_OF_ONE),
            colour=values.get("colour"),
            size=values.get("size", 1.0),
            mood=values.get("mood"),
        )

    def _found(self, head: Mark | None, words: tuple[str, ...]) -> Found:
        """What is shown: not by meaning what is there already, for that would only be shown twice."""
        if head and head.kind == "thing":
            return Found(head.value, "name")
        there = [thing.art for thing in self._things]
        found = self._lexicon.shown(head.value, there) if head else self._lexicon.nearest(words)
        return Found(None, "none") if found.art in there else found

    def _is_one(self, head: Mark) -> bool:
        """Names like "scissors" and "cake with candles" end as a plural does, and are one thing."""
        if head.kind == "noun":
            return False
        return head.value.name.endswith("s") or (len(head.words) > 1 and self._lexicon.has(head.words))

    def _coloured(self, phrase: list[Mark]) -> Thing | None:
        """Words like "orange" and "rose" are things where nothing that they colour follows."""
        colour = next((mark for mark in reversed(phrase) if mark.kind == "colour"), None)
        art = self._lexicon.named(colour.words) if colour else None
        return Thing(words=" ".join(colour.words), art=art, match="name", count=self._count or 1) if art else None

    def _place(self, thing: Thing) -> None:
        """Takes the thing in, bound to those before it as the words between them say."""
        self._things.append(thing)
        this = len(self._things) - 1
        if self._relation in (None, *_TIES) or not self._group:
            self._group = [*self._group, this] if self._relation in _TIES else [this]
            return
        others = self._group[-1:] if self._relation == "with" else self._group
        links = [link for other in others if (link := self._link(this, other))]
        self._links += links
        is_part = self._relation == "full" or any(link.relation in ("holding", "wearing") for link in links)
        if not is_part:
            self._group = [this]

    def _link(self, this: int, other: int) -> Link | None:
        """How the thing at `this` is bound to the one before it; none if they only stand side by side."""
        near, far = self._things[this].art, self._things[other].art
        if near is None or far is None:
            return None
        if self._relation == "field":
            return Link("before", this, other)
        if self._relation == "full":
            return Link("inside", this, other) if nature.rim(far) is not None else None
        if self._relation in ("with", "holding") and nature.is_worn(near):
            return Link("wearing", other, this)
        if self._relation == "with":
            return Link("holding", other, this) if nature.is_held(near) and nature.can_hold(far) else None
        return Link(self._relation, other, this)
