"""Blocklists find their items in any dress, and refuse what could not be found in linear time."""

import base64
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaffre.safety.disguises.normalise import lower
from zaffre.safety.rules.blocklists import MOST_MATCHES, BlocklistWrong, Item, Matcher


def terms(*texts: str) -> Matcher:
    return Matcher({"fruit": [Item(id=text, text=text) for text in texts]})


def regexes(*patterns: str) -> Matcher:
    return Matcher({"fruit": [Item(id=pattern, text=pattern, is_regex=True) for pattern in patterns]})


def found(matcher: Matcher, text: str) -> list[str]:
    """What of the text the matches cover."""
    return [text[match.span.start : match.span.end] for match in matcher.find(text)]


def test_a_term_is_found_in_any_case_with_its_list_and_place():
    matcher = Matcher({"fruit": [Item("1", "forbidden-fruit")], "nuts": [Item("2", "Acorn")]})
    (acorn, fruit) = matcher.find("An ACORN is no Forbidden-Fruit.")
    assert (acorn.list_name, acorn.item_id, acorn.text) == ("nuts", "2", "Acorn")
    assert (fruit.list_name, fruit.span.start, fruit.span.end) == ("fruit", 15, 30)


@pytest.mark.parametrize("text", ["fruity", "grapefruit", "fruit_salad", "fruit7", "ünfruit"])
def test_a_term_is_a_whole_word(text):
    assert terms("fruit").find(text) == []


@pytest.mark.parametrize("text", ["fruit", "(fruit)", "a fruit.", "pear/fruit", "fruit’s", "the\nfruit\nis"])
def test_a_term_may_stand_beside_any_sign(text):
    assert found(terms("fruit"), text) == ["fruit"]


def test_a_term_that_ends_in_a_sign_needs_no_edge_there():
    assert found(terms("c++", ".exe"), "c++17 runs fruit.exe") == ["c++", ".exe"]


def test_scripts_without_blanks_have_no_whole_words():
    assert found(terms("禁果", "과일"), "他吃了禁果。과일을 먹다") == ["禁果", "과일"]


def test_the_words_of_a_term_may_stand_on_two_lines():
    assert found(terms("red fruit"), "a red\n    fruit") == ["red\n    fruit"]


def test_terms_may_overlap():
    assert found(terms("red fruit", "fruit", "fruit salad"), "a red fruit salad") == [
        "red fruit",
        "fruit",
        "fruit salad",
    ]


def test_the_same_term_in_two_lists_is_found_for_both():
    matcher = Matcher({"a": [Item("1", "fruit")], "b": [Item("1", "Fruit")]})
    assert {match.list_name for match in matcher.find("fruit")} == {"a", "b"}


@pytest.mark.parametrize(
    "disguised",
    [
        "f r u i t",
        "fru1t",
        "fr\u200buit",
        "ｆｒｕｉｔ",
        "frυit",
        "%66ruit",
        base64.b64encode(b"some fruit, ripe").decode(),
    ],
)
def test_disguised_terms_are_found_where_they_stand(disguised):
    text = f"say {disguised} now"
    (part,) = set(found(terms("fruit"), text))
    assert part in disguised


@pytest.mark.parametrize("disguised", ["fru1ts", "f.r.u.i.t.s"])
def test_disguised_words_are_found_by_regular_expressions_too(disguised):
    assert found(regexes("fruits?"), disguised) == [disguised]


def test_a_term_that_is_itself_a_disguise_is_found_as_written():
    assert found(terms("fru1t", "сор", "n-u-t-s"), "fru1t, сор, n-u-t-s") == ["fru1t", "сор", "n-u-t-s"]


def test_regular_expressions_find_each_place_in_any_case():
    assert found(regexes(r"\bfruit-\d+\b"), "Fruit-1, fruit-22, fruit-x") == ["Fruit-1", "fruit-22"]


def test_lone_surrogates_do_no_harm():
    matcher = Matcher({"a": [Item("1", "fruit"), Item("2", "p[e]ar", is_regex=True)]})
    assert len(matcher.find("\ud800 fruit \udfff pear")) == 2


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(", "missing"),
        ("a**", "repetition"),
        ("(?=a)b", "look-around"),
        ("(?<!a)b", "look-around"),
        (r"(a)\1", "back-references"),
        ("a++", "possessive"),
        ("a*", "nothing is"),
        (r"\b", "nothing is"),
        ("^|x", "nothing is"),
        ("x{1001}", "repetition size"),
        ("(?:(?:x{900}){900}){900}", "RE2"),
        ("\ud800", "surrogate"),
    ],
)
def test_a_regular_expression_that_cannot_be_is_refused_with_the_reason(pattern, why):
    with pytest.raises(BlocklistWrong, match=why) as refused:
        Matcher({"fine": [Item("1", "x")], "wrong": [Item("7", pattern, is_regex=True)]})
    assert (refused.value.list_name, refused.value.item_id) == ("wrong", "7")


@pytest.mark.parametrize(
    ("items", "why"),
    [
        ([Item("1", " ")], "empty"),
        ([Item("1", "x" * 1001)], "1,001 characters"),
        ([Item(str(place), "x") for place in range(10_001)], "10,001 items"),
        ([Item(str(place), "x" * 1000) for place in range(1_001)], "1,001,000 characters"),
    ],
)
def test_a_list_out_of_bounds_is_refused(items, why):
    with pytest.raises(BlocklistWrong, match=why):
        Matcher({"wrong": items})


def test_no_lists_find_nothing():
    assert Matcher({}).find("fruit") == Matcher({"empty": []}).find("fruit") == []


def test_matches_are_in_order_and_at_most_a_hundred():
    matches = terms("fruit", "a fruit").find("a fruit, " * 500)
    assert len(matches) == MOST_MATCHES
    assert matches == sorted(matches, key=lambda match: match.span)


WORDS = st.text("ab -é", min_size=1, max_size=6).filter(str.strip)


@given(st.lists(WORDS, min_size=1, max_size=6, unique=True), st.text("ab -éx", max_size=40))
def test_terms_are_found_where_a_plain_search_finds_them(words, text):
    edges = [
        ("(?<!\\w)" if word[0].isalnum() else "", "(?!\\w)" if word[-1].isalnum() else "")
        for word in map(str.strip, words)
    ]
    plain = {
        (word, match.start())
        for word, (before, after) in zip(words, edges, strict=True)
        for match in re.finditer(f"(?=({before}{re.escape(lower(word.strip()))}{after}))", text)
    }
    matches = {(match.item_id, match.span.start) for match in terms(*words).find(text)}
    assert len(matches) >= MOST_MATCHES or plain <= matches


@given(st.text(), st.text(min_size=1, max_size=20).filter(str.strip))
def test_any_text_can_be_searched_for_any_term(text, term):
    matcher = Matcher({"a": [Item("1", term), Item("2", "[a-z]+", is_regex=True)]})
    for match in matcher.find(text):
        assert 0 <= match.span.start < match.span.end <= len(text)


def test_ten_thousand_items_are_quickly_compiled_and_quickly_searched():
    items = [Item(str(place), f"fruit {place} of the tree") for place in range(5_000)]
    items += [Item(f"r{place}", rf"\bfruit-{place}[a-z]+\b", is_regex=True) for place in range(5_000)]
    begin = time.process_time()
    matcher = Matcher({"fruit": items})
    built = time.process_time()
    assert len(matcher.find("Every fruit 77 of the tree is a fruit-12th of it. " * 10)) == 20
    assert built - begin < 3
    assert time.process_time() - built < 0.5


@pytest.mark.parametrize("text", ["a" * 50_000, "a " * 25_000, base64.b64encode(b"a " * 20_000).decode()])
def test_nested_terms_do_not_slow_the_search(text):
    matcher = terms(*("a" * length for length in range(1, 500)), *("a " * length + "a" for length in range(1, 250)))
    begin = time.process_time()
    matcher.find(text)
    assert time.process_time() - begin < 2
