"""Windows depend on the text alone, cover it once, and overlap."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from zaffre.safety.windows import MOST, OVERLAP, WINDOW, Segmenter, last_gap, windows

WORDS = st.lists(st.sampled_from(["one ", "word. ", "2 3 ", "\n\n", "a", "Why? ", "ab" * 60, "。", " ", "x-y_z="]))
TEXTS = WORDS.map("".join) | st.text(max_size=2000)


def cut(text: str, cuts: list[int]) -> list[str]:
    ends = sorted({min(place, len(text)) for place in cuts} | {0, len(text)})
    return [text[start:end] for start, end in itertools.pairwise(ends)]


@given(TEXTS, st.lists(st.integers(0, 2000)))
def test_windows_do_not_depend_on_chunks(text, cuts):
    segmenter = Segmenter()
    found = [window for piece in cut(text, cuts) for window in segmenter.add(piece)]
    assert found + segmenter.end() == windows(text)


@given(TEXTS)
def test_windows_cover_the_text_once_and_overlap(text):
    end = 0
    for window in windows(text):
        assert window.fresh == end
        assert end - OVERLAP <= window.start <= end or end == 0 == window.start
        assert 0 < window.end - window.fresh <= WINDOW
        end = window.end
    assert end == len(text)


@given(TEXTS)
def test_reading_windows_costs_no_more_than_a_little_over_the_text(text):
    assert sum(window.end - window.start for window in windows(text)) <= len(text) + OVERLAP * len(windows(text))
    assert all(window.end - window.start <= MOST for window in windows(text))


def test_a_window_ends_where_a_sentence_ends():
    sentence = "This sentence has some forty characters. "
    found = windows(sentence * 30)
    assert len(found) > 1
    assert all(window.end % len(sentence) == 0 for window in found)


def test_what_spans_two_windows_is_whole_in_one():
    filler = "A calm sentence about nothing at all. " * 12
    for shift in range(60):
        text = filler[: len(filler) - shift] + "the needle that matters" + filler
        assert any("the needle that matters" in window.of(text) for window in windows(text))


def test_a_long_run_is_cut_in_fours_so_that_base64_can_be_read():
    text = "data: " + "QUJD" * 300
    cuts = [window.end for window in windows(text)][:-1]
    assert cuts
    assert all((place - len("data: ")) % 4 == 0 for place in cuts)


def test_a_short_text_is_one_window():
    (window,) = windows("Hello there. How are you?")
    assert (window.start, window.end) == (0, 25)
    assert windows("") == []


@given(st.text(alphabet="ab1 \n", max_size=300), st.integers(0, 300))
def test_the_last_gap_never_splits_a_word_and_a_number_only_where_it_may(text, start):
    start = min(start, len(text))
    end, any_end = (last_gap(text, start, keeps_numbers=keeps) for keeps in (True, False))
    assert start <= end <= any_end
    for place in {end, any_end} - {start}:
        assert text[place - 1].isspace() and not text[place].isspace()
    assert end == start or not text[end].isdigit()
