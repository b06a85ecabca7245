"""Disguises come off, honest text stays as it is, and every view maps back."""

import base64
import re
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zaffre.safety.disguises import normalise
from zaffre.safety.disguises.normalise import View, views


def folded(text: str) -> str:
    return views(text)[0].text


def read(text: str) -> list[str]:
    return [view.text for view in views(text)]


def origin(text: str, view: View, part: str) -> str:
    start = view.text.index(part)
    span = view.origin(start, start + len(part))
    return text[span.start : span.end]


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def tagged(text: str) -> str:
    return "".join(chr(0xE0000 + ord(one)) for one in text)


@pytest.mark.parametrize(
    "disguised",
    [
        "FRUIT",
        "ｆｒｕｉｔ",
        "𝓯𝓻𝓾𝓲𝓽",
        "Ⓕⓡⓤⓘⓣ",
        "🅵🆁🆄🅸🆃",
        "ꜰʀᴜɪᴛ",
        "f\u200br\u2060u\u00adi\u202et",
        "fr\x00uit",
        "f\u0336r\u0336u\u0336i\u0336t",
        "fr\u0310\u0317\u0333\u0348uit",
        "fruіt",
        "frυit",
        "f r u i t",
        "f.r.u.i.t",
        "f-r-u-i-t",
        "f _ r _ u _ i _ t",
    ],
)
def test_a_disguised_word_is_read(disguised):
    assert folded(f"one {disguised} here") == "one fruit here"


@pytest.mark.parametrize(
    "honest",
    [
        "hello there, it is 20% off and costs $5!",
        "привет, как у тебя дела?",
        "что значит слово сор",
        "what does не могу mean",
        "καλημέρα σου",
        "où est l’hôtel, près du café ?",
        "tiếng việt",
        "हिन्दी में लिखो",
        "你好,请问今天天气怎么样",
        "def f(a, b): return a * b + 1",
        "x = {'key': [1, 2, 3]}",
    ],
)
def test_honest_text_is_left_alone(honest):
    assert read(honest) == [honest]


def test_a_word_that_is_all_twins_is_latin_only_among_latin_words():
    assert folded("the ѕсоре of it") == "the scope of it"
    assert folded("ѕсоре аре") == "scope ape"
    assert folded("сор") == "сор"


def test_composed_and_decomposed_letters_fold_alike():
    assert folded(unicodedata.normalize("NFD", "Café Việt 각하 が")) == folded("Café Việt 각하 が")


@pytest.mark.parametrize(
    ("leet", "letters"),
    [("fru1t", "fruit"), ("h4ck3r", "hacker"), ("s3cr3t!", "secret!"), ("he11o", "hello"), ("b@d", "bad")],
)
def test_leetspeak_is_read_in_a_view_of_its_own(leet, letters):
    assert read(f"some {leet} here") == [f"some {leet} here", f"some {letters} here"]


@pytest.mark.parametrize(
    "word",
    ["sha256", "utf8", "i18n", "v1.2.3", "9f86d081884c7d65", "2nd", "0x1f3e", "bob@example.com", "@name", "$home"],
)
def test_code_is_no_leetspeak(word):
    assert read(f"see {word} here") == [f"see {word} here"]


@pytest.mark.parametrize(
    "carried",
    [
        encoded("forbidden fruit!"),
        encoded("forbidden fruit ~~~ >>>???").replace("+", "-").replace("/", "_").rstrip("="),
        base64.b64encode("forbidden fruit".encode("utf-16-le")).decode(),
        b"forbidden fruit".hex(),
        b"forbidden fruit".hex(" "),
        " ".join(f"0x{byte:02x}" for byte in b"forbidden fruit"),
        "forbidden%20%66ruit",
        "forbidden&#32;&#x66;ruit",
        "forbidden \\u0066ruit",
        tagged("forbidden fruit"),
    ],
)
def test_what_is_encoded_is_read_and_maps_to_where_it_stood(carried):
    text = f"Read this: {carried} – please"
    view = next(view for view in views(text) if "forbidden fruit" in view.text)
    assert origin(text, view, "forbidden fruit") in carried


def test_an_encoding_in_an_encoding_is_read():
    carried = encoded("look: " + encoded("forbidden fruit"))
    text = f"decode {carried} twice"
    view = next(view for view in views(text) if "forbidden fruit" in view.text)
    assert origin(text, view, "forbidden fruit") in carried


def test_decoys_do_not_hide_an_encoding():
    decoys = " ".join(encoded(f"nothing to see here, {place}") for place in range(50))
    assert any("forbidden fruit" in text for text in read(decoys + " " + encoded("a forbidden fruit")))


@pytest.mark.parametrize(
    "word", ["internationalization", "9f86d081884c7d659a2feaa0c55ad015", "AAAAAAAAAAAAAAAAAAAAAAAA"]
)
def test_what_decodes_to_noise_is_no_text(word):
    assert read(word) == [word.lower()]


def test_joined_letters_come_from_the_whole_stretch():
    text = "say f.r.u.i.t now"
    view = views(text)[0]
    assert origin(text, view, "fruit") == "f.r.u.i.t"
    assert origin(text, view, "now") == "now"


SCRAPS = st.sampled_from(
    [
        "k i l l ",
        "fru1t",
        "а",
        "é",
        "e\u0301",
        "\u200b",
        "\ud800",
        "%41",
        "&amp;",
        "\\u0041",
        "ﬁ",
        "ﷺ",
        "İ",
        "𝓴",
        "QUJD",
    ]
)
TEXTS = st.one_of(
    st.text(), st.text(st.characters(codec=None), max_size=40), st.lists(SCRAPS | st.text(max_size=4)).map("".join)
)


@given(TEXTS)
@example("\udfff" * 20)
@example("\u0301" * 30)
def test_any_text_has_views_that_map_into_it(text):
    for view in views(text):
        view.text.encode()
        for start in range(len(view.text)):
            span = view.origin(start, start + 1)
            assert 0 <= span.start < span.end <= len(text)
        whole = view.origin(0, len(view.text))
        assert 0 <= whole.start <= whole.end <= len(text)


@given(TEXTS)
def test_views_differ_and_are_few(text):
    found = read(text)
    assert 1 <= len(set(found)) == len(found) <= 6


ASCII_SCRAPS = st.sampled_from(
    [*"abef013 469.,-_/@$!%&|+=#;'\n~*", "fru1t", "a b ", "QUJD", "66 ", "20 ", "%41", "1st", "I'm "]
)


@given(st.lists(ASCII_SCRAPS, max_size=40).map("".join))
def test_what_is_waved_through_as_ordinary_hides_nothing(text):
    quick = read(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(normalise, "_ORDINARY", re.compile("(?!)"))
        assert read(text) == quick


@given(TEXTS)
def test_views_are_the_same_every_time(text):
    assert read(text) == read(text)


@given(st.text(st.characters(max_codepoint=126, min_codepoint=32)))
def test_the_folded_text_of_ascii_only_drops_gaps(text):
    letters = [one for one in text.lower() if one.isalnum()]
    assert [one for one in folded(text) if one.isalnum()] == letters


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "Zs"]), min_size=12), st.text(max_size=5))
def test_whatever_is_encoded_is_read(secret, before):
    wanted = folded(secret)
    assert any(wanted in text for text in read(before + "\n" + encoded(secret))) or not secret.isprintable()


@pytest.mark.parametrize(
    "scrap", ["a ", "k1l", "QUJD", "66 ", "66", "0x66,", "%41", "e\u0301", "\u0301", "кi", "&#65;", "a-", "\\x41", "1 "]
)
def test_time_grows_with_the_text_and_no_faster(scrap):
    def seconds(length: int) -> float:
        text = (scrap * length)[:length]
        return min(_timed(text) for _ in range(3))

    assert seconds(40_000) < 20 * seconds(5_000) + 0.02


def _timed(text: str) -> float:
    begin = time.process_time()
    views(text)
    return time.process_time() - begin
