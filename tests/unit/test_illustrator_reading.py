"""What the illustrator reads in a prompt."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaffre.engines.artists.illustrator.art import Pack
from zaffre.engines.artists.illustrator.backgrounds import PLACES
from zaffre.engines.artists.illustrator.lexicon import Lexicon
from zaffre.engines.artists.illustrator.nouns import Nouns
from zaffre.engines.artists.illustrator.plurals import singulars
from zaffre.engines.artists.illustrator.reading import MOST_OF_ONE, MOST_THINGS, read
from zaffre.engines.artists.illustrator.wordlists import table

LEXICON = Lexicon(Pack())


def said(prompt):
    scene = read(prompt, LEXICON)
    return [(thing.art.name if thing.art else None, thing.count) for thing in scene.things]


def links(prompt):
    return [(link.relation, link.subject, link.object) for link in read(prompt, LEXICON).links]


@pytest.mark.parametrize(
    ("prompt", "things"),
    [
        ("a cute dog", [("dog", 1)]),
        ("three cats", [("cat", 3)]),
        ("a puppy and two kittens", [("dog", 1), ("cat", 2)]),
        ("a hot air balloon", [("hot air balloon", 1)]),
        ("a dozen mice", [("mouse", 12)]),
        ("strawberries", [("strawberry", 3)]),
        ("a flock of sheep", [("ewe", 7)]),
    ],
)
def test_things_are_found_by_name_synonym_and_plural(prompt, things):
    assert said(prompt) == things


def test_each_thing_keeps_its_own_colour():
    scene = read("a blue car and a yellow bus", LEXICON)
    colours = table("looks", "colours")
    assert [thing.colour for thing in scene.things] == [colours["blue"], colours["yellow"]]


def test_a_colour_that_is_also_a_fruit_is_a_fruit_where_nothing_follows():
    assert said("an orange") == [("tangerine", 1)]
    assert read("an orange cat", LEXICON).things[0].colour == table("looks", "colours")["orange"]


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("an astronaut riding a horse", [("riding", 0, 1)]),
        ("a cat on a table", [("on", 0, 1)]),
        ("a mouse under a mushroom", [("under", 0, 1)]),
        ("a cat in a box", [("inside", 0, 1)]),
        ("a basket full of apples", [("inside", 1, 0)]),
        ("a dog wearing a top hat", [("wearing", 0, 1)]),
        ("a sun with sunglasses", [("wearing", 0, 1)]),
        ("a cat reading a book", [("holding", 0, 1)]),
        ("a king and a queen in front of a castle", [("before", 0, 2), ("before", 1, 2)]),
        ("a giraffe and a zebra", []),
    ],
)
def test_relations_bind_the_things_that_they_stand_between(prompt, expected):
    assert links(prompt) == expected


def test_a_verb_without_its_object_brings_one():
    scene = read("a cat reading in a library", LEXICON)
    assert [thing.art.name for thing in scene.things] == ["cat", "open book"]
    assert scene.place == "room"


def test_place_hour_weather_and_style_are_told_from_things():
    scene = read("a watercolor painting of a fox in a snowy forest at night in the rain", LEXICON)
    assert [thing.art.name for thing in scene.things] == ["fox"]
    assert (scene.place, scene.hour, scene.weather, scene.style) == ("snow", "night", ("rain",), "watercolour")


def test_the_moon_is_a_place_only_behind_a_preposition():
    assert read("an astronaut on the moon", LEXICON).place == "moon"
    assert said("the moon and a star") == [("full moon", 1), ("star", 1)]


def test_a_plain_background_takes_its_colour_and_no_thing():
    scene = read("a ring on a purple background", LEXICON)
    assert len(scene.things) == 1
    assert scene.backdrop == table("looks", "colours")["purple"]
    assert read("a ring, transparent background", LEXICON).is_transparent


def test_words_that_name_nothing_are_shown_by_what_is_nearest():
    assert [thing.match for thing in read("a feline", LEXICON).things] == ["meaning"]
    assert "cat" in said("a feline")[0][0]


@pytest.mark.parametrize(
    ("prompt", "shown"), [("a hummingbird", "bird"), ("two reindeer", "deer"), ("a plumber", "mechanic")]
)
def test_a_noun_without_a_drawing_is_shown_by_its_nearest_kin(prompt, shown):
    thing = read(prompt, LEXICON).things[0]
    assert (thing.art.name, thing.match) == (shown, "meaning")


def test_a_mood_is_no_thing_beside_a_place():
    scene = read("a quiet lake", LEXICON)
    assert (scene.place, scene.things) == ("lake", ())


@pytest.mark.parametrize(("prompt", "place"), [("a fjord", "lake"), ("venice", "city"), ("a waterfall", "lake")])
def test_nouns_that_are_places_are_backgrounds(prompt, place):
    assert read(prompt, LEXICON).place == place


def test_what_is_surely_named_is_shown_rather_than_a_far_kin_of_the_last_noun():
    assert said("a lighthouse keeper") == [("lighthouse", 1)]


def test_every_place_of_the_nouns_can_be_painted():
    assert set(Nouns()._places) <= set(PLACES)


def test_words_that_mean_nothing_are_owned_up_to():
    assert read("qwzx vbnmk", LEXICON).things[0].art is None


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_read(text):
    scene = read(text, LEXICON)
    assert len(scene.things) <= MOST_THINGS
    assert all(1 <= thing.count <= MOST_OF_ONE for thing in scene.things)
    assert all(max(link.subject, link.object) < len(scene.things) for link in scene.links)


def test_singulars_come_the_likeliest_first():
    assert next(iter(singulars("cat"))) == "cat"
    assert "wolf" in singulars("wolves")
    assert "cherry" in singulars("cherries")
    assert "glass" in list(singulars("glass"))[:1]


def test_every_word_list_names_art_that_there_is():
    names = LEXICON.pack.by_name
    unknown = [name for name in table("things", "synonyms") if name not in names]
    unknown += [name for names_ in table("places", "company").values() for name in names_ if name not in names]
    for listed in ("size_of", "containers", "worn", "habitat_of"):
        unknown += [name for name in table("nature", listed) if name not in names]
    unknown += [name for _, name in table("things", "doing").values() if name not in names]
    unknown += [name for name in table("looks", "moods").values() if name not in names]
    assert sorted(set(unknown)) == []
