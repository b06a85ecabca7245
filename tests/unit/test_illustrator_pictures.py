"""What the illustrator's pictures are made of: colours, crowds, relations, stickers, and its art pack."""

import lzma
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaffre.engines.artists.illustrator import rendering
from zaffre.engines.artists.illustrator.art import DATA, Pack
from zaffre.engines.artists.illustrator.backgrounds import PLACES
from zaffre.engines.artists.illustrator.backgrounds.stage import Brush
from zaffre.engines.artists.illustrator.backgrounds.weather import BEFORE, BEHIND
from zaffre.engines.artists.illustrator.chance import Chance
from zaffre.engines.artists.illustrator.colouring import coloured
from zaffre.engines.artists.illustrator.composing import Composer
from zaffre.engines.artists.illustrator.figures import bounds
from zaffre.engines.artists.illustrator.lexicon import Lexicon
from zaffre.engines.artists.illustrator.palettes import LIGHTS, STUDIOS
from zaffre.engines.artists.illustrator.reading import read
from zaffre.engines.artists.illustrator.stickers import Stickers
from zaffre.engines.artists.illustrator.wordlists import table

LEXICON = Lexicon(Pack())
SIDE = 500


def brush(hour="day", seed=1):
    return Brush((SIDE, SIDE), hour, Chance(seed), STUDIOS[0])


def parts(prompt, place="meadow", seed=1):
    """The parts of a picture by the name of what they show, in the order in which they are drawn."""
    stage = PLACES[place](brush())
    composer = Composer(read(prompt, LEXICON), LEXICON.pack, ("noto", "own"), Chance(seed))
    names = {id(drawing): art.name for art in LEXICON.pack.arts for drawing in art.drawings.values()}
    return [(names[id(part.drawing)], part) for part in composer.compose(stage, SIDE, SIDE)]


@pytest.mark.parametrize("place", sorted(PLACES))
@pytest.mark.parametrize("hour", sorted(LIGHTS))
def test_every_place_is_well_formed_at_every_hour(place, hour):
    stage = PLACES[place](brush(hour))
    ElementTree.fromstring(f"<svg>{stage.back}{stage.front}</svg>")
    assert 0 < stage.floor <= SIDE


@pytest.mark.parametrize("name", sorted({**BEHIND, **BEFORE}))
def test_every_weather_is_well_formed_and_has_a_word(name):
    painted = brush()
    {**BEHIND, **BEFORE}[name](painted)
    ElementTree.fromstring(f"<svg>{painted.take()}</svg>")
    assert name in table("looks", "weather").values()


def test_the_same_seed_paints_the_same_background():
    assert PLACES["forest"](brush(seed=5)) == PLACES["forest"](brush(seed=5))
    assert PLACES["forest"](brush(seed=5)) != PLACES["forest"](brush(seed=6))


@given(st.integers(), st.integers(1, 50))
def test_chance_keeps_within_its_bounds(seed, most):
    chance = Chance(seed)
    assert 1 <= chance.whole(1, most) <= most
    assert sorted(chance.shuffled(range(most))) == list(range(most))
    assert chance.apart("a").number() == Chance(seed).apart("a").number()


@pytest.mark.parametrize("count", [1, 2, 3, 5, 9, 16])
def test_as_many_are_drawn_as_are_asked_for(count):
    assert len(parts(f"{count} cats")) == count


@pytest.mark.parametrize(
    "prompt",
    ["a dog", "a giraffe and a mouse", "sixteen pigs", "12 cats", "a huge cat on a tiny box", "a bird over a castle"],
)
@pytest.mark.parametrize("seed", range(4))
def test_everything_stays_on_the_canvas(prompt, seed):
    left, top, right, bottom = bounds(part for _, part in parts(prompt, seed=seed))
    assert min(left, top) > -0.01 * SIDE
    assert max(right, bottom) < 1.01 * SIDE


def test_what_is_on_something_is_higher_and_what_is_behind_is_drawn_first():
    placed = dict(parts("a cat on a table"))
    assert placed["cat"].y < placed["table"].y - placed["table"].height * 0.5
    assert [name for name, _ in parts("a fox behind a deciduous tree")] == ["fox", "deciduous tree"]
    assert [name for name, _ in parts("a horse in front of a castle")] == ["castle", "horse"]


def test_big_things_are_bigger():
    placed = dict(parts("an elephant and a mouse"))
    assert placed["elephant"].height > 2 * placed["mouse"].height
    assert dict(parts("a huge mouse and a tiny elephant"))["mouse"].height > placed["mouse"].height


def test_what_flies_is_over_what_stands():
    placed = dict(parts("a kite and a house"))
    assert placed["kite"].y < placed["house"].top


@pytest.mark.parametrize("prompt", ["a giraffe and a mouse", "12 cats", "a kite and a house", "a dog wearing a hat"])
def test_nothing_is_drawn_outside_the_part_of_the_canvas_that_things_reach(prompt):
    stage = PLACES["meadow"](brush())
    placed = [part for _, part in parts(prompt)]
    renderer = rendering.Renderer(LEXICON.pack)
    svg = rendering.shade(stage.shade) + "".join(
        rendering.shadow(part, stage.floor, stage.shade) + renderer.mark(part, None, 384) for part in placed
    )
    drawn = rendering.draw(svg, (0, 0, SIDE, SIDE))
    reached = rendering.reach(placed, stage.floor, (SIDE, SIDE))
    drawn.paste((0, 0, 0, 0), reached)
    assert drawn.getbbox() is None


def test_only_the_main_hue_is_turned():
    assert coloured('fill="#d02020" stroke="#2060c0"', hue=0, colour="#3573dc").endswith('stroke="#2060c0"')
    red, green, blue = (int(part, 16) for part in re.findall("..", coloured("#d02020", 0, "#3573dc")[1:]))
    assert blue > max(red, green)


def test_greys_take_a_colour_where_a_drawing_has_no_other():
    assert coloured("#c0c0c0", hue=-1, colour="#e03a3c") != "#c0c0c0"
    assert coloured("#111111", hue=-1, colour="#e03a3c") == "#111111"


def test_stickers_are_found_by_name_first_and_then_by_meaning():
    found = Stickers(LEXICON).search("rocket", limit=5)
    assert found[0].name == "rocket"
    assert len(found) == len({sticker.name for sticker in found}) == 5
    assert "cat" in " ".join(sticker.name for sticker in Stickers(LEXICON).search("feline"))
    assert Stickers(LEXICON).search("!?") == []


def test_a_sticker_is_a_whole_picture_in_the_colour_asked_for():
    stickers = Stickers(LEXICON)
    assert ElementTree.fromstring(stickers.svg("red apple")).tag.endswith("svg")
    assert stickers.svg("red apple", colour="#3573dc") != stickers.svg("red apple")
    with pytest.raises(KeyError):
        stickers.svg("nothing like it")


def test_every_block_of_the_pack_opens_and_every_family_is_credited():
    pack = Pack()
    blob = (DATA / "art.bin").read_bytes()
    starts = pack._offsets
    blocks = [lzma.decompress(blob[start:end]).count(b"\n") + 1 for start, end in pairwise(starts)]
    drawings = [drawing for art in pack.arts for drawing in art.drawings.values()]
    assert len(drawings) == sum(blocks)
    assert {drawing.family for drawing in drawings} == set(pack.credits)
    assert sum(file.stat().st_size for file in DATA.iterdir()) < 12_000_000
