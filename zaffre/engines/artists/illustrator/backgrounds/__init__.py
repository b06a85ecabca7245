"""Backgrounds, drawn from a seed: every place that a picture may have, by name."""

from collections.abc import Callable, Mapping

from zaffre.engines.artists.illustrator.backgrounds import country, indoors, inland, plain, space, town, water, wild
from zaffre.engines.artists.illustrator.backgrounds.stage import Brush, Stage

Paint = Callable[[Brush], Stage]

PLACES: Mapping[str, Paint] = {
    "meadow": country.meadow,
    "garden": country.garden,
    "farm": country.farm,
    "forest": wild.forest,
    "mountains": wild.mountains,
    "snow": wild.snow,
    "desert": wild.desert,
    "savanna": wild.savanna,
    "beach": water.beach,
    "sea": water.sea,
    "lake": inland.lake,
    "underwater": water.underwater,
    "city": town.city,
    "town": town.town,
    "road": town.road,
    "space": space.space,
    "moon": space.moon,
    "mars": space.mars,
    "sky": space.sky,
    "dream": space.dream,
    "room": indoors.room,
    "kitchen": indoors.kitchen,
    "stage": indoors.stage,
    "studio": plain.studio,
    "abstract": plain.abstract,
}
"""A new place is one function and one line here, and its words in `words/places.toml`."""
