"""Where a picture takes place: the background that its words ask for, or one that suits what is shown."""

import re

import msgspec
from msgspec import Struct

from zaffre.engines.artists.illustrator import nature, palettes
from zaffre.engines.artists.illustrator.art import Pack
from zaffre.engines.artists.illustrator.backgrounds import PLACES
from zaffre.engines.artists.illustrator.backgrounds.stage import Brush, Stage
from zaffre.engines.artists.illustrator.backgrounds.weather import BEFORE, BEHIND
from zaffre.engines.artists.illustrator.chance import Chance
from zaffre.engines.artists.illustrator.lexicon import Lexicon
from zaffre.engines.artists.illustrator.scene import Scene, Thing
from zaffre.engines.artists.illustrator.styles import Style
from zaffre.engines.artists.illustrator.treatments import TREATMENTS
from zaffre.engines.artists.illustrator.wordlists import table

_BASES = ("on", "inside", "under", "behind", "before")
_SHELTERED = {"room", "kitchen", "stage", "space", "underwater"}
"""Places without weather."""
_DUSKY = ("#1b1440", "#1b1440", "#2c1a5e")
_OVERCAST = {"rain", "snowfall", "fog", "clouds"}
_NIGHTLY = {"stars", "fireworks"}


class Setting(Struct, frozen=True):
    """A background as its style treats it: SVG behind and before all things, and what the composer must know."""

    stage: Stage
    back: str
    front: str


def set_up(scene: Scene, prompt: str, style: Style, size: tuple[int, int], lexicon: Lexicon, chance: Chance) -> Setting:
    """The background for a scene; `prompt` gives an abstract one its colours."""
    name, colours = _place(scene, prompt, style, lexicon, chance.apart("place"))
    stage = PLACES[name](_brush(scene, style, size, chance.apart("background"), colours))
    behind, before = _weather(scene, _brush(scene, style, size, chance.apart("weather"), ()))
    return Setting(stage, _treated(stage, stage.back + behind, style, size), stage.front + before)


def _treated(stage: Stage, back: str, style: Style, size: tuple[int, int]) -> str:
    """Lines on paper want a background of lines, tubes of light the dark."""
    whole = f'<rect width="{size[0]}" height="{size[1]}"'
    if style.treatment == "outlined":
        lines = "" if stage.is_plain else TREATMENTS["outlined"](back, min(size) / 4)
        return f'{whole} fill="#fffdf8"/>{lines}'
    if style.treatment == "neon":
        return f'{back}{whole} fill="#0b0722" opacity="0.62"/>'
    return back


def _place(scene: Scene, prompt: str, style: Style, lexicon: Lexicon, chance: Chance) -> tuple[str, tuple[str, ...]]:
    """The name of a background, and its colours if it has no own."""
    if style.treatment == "neon" and not scene.place:
        return "studio", _DUSKY
    if scene.backdrop and scene.backdrop != "none":
        return "studio", palettes.studio(scene.backdrop)
    main = _main(scene)
    if scene.place or main is None:
        outdoors = "meadow" if scene.hour or scene.weather else None
        said = tuple(re.findall("[a-z]+", prompt.lower()))
        return scene.place or outdoors or "abstract", lexicon.colours(said)
    return _suited(scene, main, style, chance)


def _suited(scene: Scene, main: Thing, style: Style, chance: Chance) -> tuple[str, tuple[str, ...]]:
    """Where the main thing is at home, or a plain background on which it stands out."""
    homes = [home for home in nature.habitats(main.art) if not (scene.weather and home in _SHELTERED)]
    is_outdoors = bool(_hour(scene, style) or scene.weather)
    if not style.is_plain and (is_outdoors or (homes and chance.happens(0.6))):
        return chance.choice(homes or ["meadow"]), ()
    hue = -1 if main.colour else main.art.drawing(style.families).hue
    return "studio", palettes.apart_from(hue, chance)


def _brush(scene: Scene, style: Style, size: tuple[int, int], chance: Chance, colours: tuple[str, ...]) -> Brush:
    is_overcast = bool(_OVERCAST.intersection(scene.weather))
    has_orb = not any(thing.art and nature.is_orb(thing.art) for thing in scene.things)
    return Brush(size, _hour(scene, style), chance, colours, is_overcast, has_orb)


def _weather(scene: Scene, brush: Brush) -> tuple[str, str]:
    """What is behind all things, and what passes before them."""
    sides = []
    for side in (BEHIND, BEFORE):
        for name in scene.weather:
            if name in side:
                side[name](brush)
        sides.append(brush.take())
    return sides[0], sides[1]


def _hour(scene: Scene, style: Style) -> str | None:
    """The hour that is said, that the style keeps, or in which what is said can be seen."""
    is_nightly = _NIGHTLY.intersection(scene.weather) or any(t.art and nature.is_nightly(t.art) for t in scene.things)
    return scene.hour or style.hour or ("night" if is_nightly else None)


def _main(scene: Scene) -> Thing | None:
    """The first thing, or what it is on or in: that says where this is."""
    first = next((at for at, thing in enumerate(scene.things) if thing.art), None)
    if first is None:
        return None
    if table("nature", "habitat_of").get(scene.things[first].art.name):
        return scene.things[first]
    bases = (link.object for link in scene.links if link.subject == first and link.relation in _BASES)
    return scene.things[next(bases, first)]


def furnished(scene: Scene, pack: Pack, chance: Chance) -> Scene:
    """A scene that names nothing but a place gets one or two things that belong there."""
    if scene.things or not scene.place:
        return scene
    names = [name for name in table("places", "company").get(scene.place, ()) if name in pack.by_name]
    chosen = chance.shuffled(names)[: chance.whole(1, 2)]
    things = tuple(Thing(words=name, art=pack.by_name[name], match="meaning", size=0.8) for name in chosen)
    return msgspec.structs.replace(scene, things=things)
