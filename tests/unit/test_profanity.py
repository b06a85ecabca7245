"""Swearing is found in whole words and in any dress, and ordinary words are no swearing."""

import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.profanity.__main__ import packed
from zaffre.safety.rules import profanity

ORDINARY = Path(__file__).parents[2] / "models/profanity/ordinary.txt"


def found(text: str) -> list[str]:
    return [text[span.start : span.end] for span in profanity.find(text)]


@pytest.mark.parametrize(
    "said",
    [
        "bullshit",
        "BULLSHIT",
        "Bullshit",
        "bull shit",
        "bullsh1t",
        "b.u.l.l.s.h.i.t",
        "bullshіt",
        "bùllshît",
        "bullshiiiit",
        "bullssshit",
    ],
)
def test_a_swear_word_is_found_however_it_is_written(said):
    assert found(f"what utter {said} today") == [said]


def test_the_longest_phrase_is_found_once():
    assert found("a piece of shit, a son-of-a-bitch") == ["piece of shit", "son-of-a-bitch"]


def test_a_word_in_a_word_does_not_count():
    assert found("Scunthorpe, shitake, cockpit, Essex, bass, assassin, Dickens, peacock") == []


@pytest.mark.parametrize(
    "text",
    [
        "Moby Dick by the river, a cock and a donkey, a great tit and a Maine Coon",
        "rape seed, analysis of the penis, sexual health, breast cancer, substantia nigra",
        "kill the process, nonce and salt, master and slave, a hooker in rugby, hoe and rake",
        "a chink in the armour, nip it in the bud, Homo sapiens, el negro gato, prick a finger",
    ],
)
def test_ordinary_words_are_no_swearing(text):
    assert found(text) == []


def test_no_word_that_is_called_ordinary_is_found():
    assert [line for line in ORDINARY.read_text().splitlines()[1:] if line in found(line)] == []


@given(st.text(st.characters(codec=None)))
def test_any_text_can_be_searched(text):
    ends = 0
    for span in profanity.find(text):
        assert ends <= span.start < span.end <= len(text)
        ends = span.end


@given(st.sets(st.lists(st.text("abc", min_size=1), min_size=1, max_size=4).map(" ".join), min_size=1))
def test_the_file_holds_each_entry_and_no_letters_of_it(entries):
    data = packed(entries)
    assert all(profanity.hashed(entry).to_bytes(8, "little") in data for entry in entries)
    assert all(zlib.crc32(entry.split()[0].encode()).to_bytes(4, "little") in data for entry in entries)
    assert len(data) <= 4 + 12 * len(entries)


def test_the_file_is_small():
    assert profanity.DATA.stat().st_size < 50_000
