"""From a scene to a picture's parts in their places: figures are built, sized, set on the ground or into the air."""

from collections import Counter

import msgspec
from msgspec import Struct

from zaffre.engines.artists.illustrator import nature, relations
from zaffre.engines.artists.illustrator.art import Art, Pack
from zaffre.engines.artists.illustrator.backgrounds.stage import Stage
from zaffre.engines.artists.illustrator.chance import Chance
from zaffre.engines.artists.illustrator.crowds import crowd, varied
from zaffre.engines.artists.illustrator.figures import Figure, Part
from zaffre.engines.artists.illustrator.placing import place
from zaffre.engines.artists.illustrator.scene import Link, Scene, Thing

_FACES = ("wearing",)


class Built(Struct, frozen=True):
    """One figure, and what its base shows."""

    figure: Figure
    art: Art


class Composer:
    """Builds the figures of one scene; `families` are those that its style likes."""

    def __init__(self, scene: Scene, pack: Pack, families: tuple[str, ...], chance: Chance):
        self._scene, self._pack, self._families, self._chance = scene, pack, families, chance
        self._parents = {child: (parent, link) for link in reversed(scene.links) for child, parent in [_roles(link)]}

    def compose(self, stage: Stage, width: int, height: int) -> list[Part]:
        """All parts in pixels, the farthest first."""
        roots = [at for at, thing in enumerate(self._scene.things) if thing.art and at not in self._parents]
        built = [self._built(at, frozenset()) for at in roots]
        return place([(one.figure, one.art) for one in built], stage, width, height, self._chance.apart("places"))

    def _built(self, at: int, seen: frozenset[int]) -> Built:
        """The figure of one thing, with all that is put to it."""
        thing = self._scene.things[at]
        art = self._shown(thing, at)
        figure = self._crowd(thing, art, self._chance.apart(f"thing {at}"))
        placed: Counter[str] = Counter()
        for child, (parent, link) in sorted(self._parents.items(), key=lambda item: item[0]):
            if parent == at and child not in seen:
                other, chance = self._built(child, seen | {at}), self._chance.apart(f"link {parent}")
                place = placed[link.relation]
                pair = relations.Pair(figure, art, other.figure, other.art, chance, place)
                figure = relations.PUT[link.relation](pair)
                placed[link.relation] += 1
        return Built(figure, art)

    def _shown(self, thing: Thing, at: int) -> Art:
        """Whoever wears something shows the face, where there is a drawing of it."""
        is_dressed = any(link.relation in _FACES and link.subject == at for link in self._scene.links)
        face = self._pack.by_name.get(f"{thing.art.name} face") if is_dressed else None
        return face or thing.art

    def _crowd(self, thing: Thing, art: Art, chance: Chance) -> Figure:
        drawing = art.drawing(self._families)
        part = Part(
            drawing=drawing,
            x=0.0,
            y=0.0,
            height=nature.height(art, drawing) * thing.size,
            colour=thing.colour,
            is_flipped=nature.may_turn(art) and chance.happens(0.5),
            turn=chance.number(-2.5, 2.5) if not art.kind.startswith("place") else 0.0,
        )
        is_tight = len(self._scene.things) > 1
        in_air = nature.flies(art) or nature.swims(art)
        figure = crowd(part, thing.count, chance, in_air=in_air, may_turn=nature.may_turn(art), is_tight=is_tight)
        if nature.is_varied(art) and thing.count > 1 and not thing.colour:
            figure = varied(figure, chance)
        mood = self._pack.by_name.get(thing.mood) if thing.mood else None
        return (*figure, self._mood(mood, part, chance)) if mood else figure

    def _mood(self, mood: Art, part: Part, chance: Chance) -> Part:
        """A small sign beside the head."""
        drawing = mood.drawing(self._families)
        side = chance.choice((-1, 1))
        size = 0.26 * part.height
        return msgspec.structs.replace(
            part,
            drawing=drawing,
            x=side * 0.46 * part.width,
            y=-0.82 * part.height,
            height=size,
            colour=None,
            is_flipped=False,
            stands=False,
            depth=0.05,
        )


def _roles(link: Link) -> tuple[int, int]:
    """Which thing is put to which: hats to their wearers, everything else to what it is on, in or under."""
    if link.relation in ("wearing", "holding"):
        return link.object, link.subject
    return link.subject, link.object
