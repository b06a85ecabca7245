"""How long pictures are expected to take, from how long they took."""

from zaffre.queueing.durations import FIRST_GUESS, Durations


def test_before_anything_was_measured_there_is_a_guess():
    assert Durations().expect("small") == FIRST_GUESS


def test_a_kind_that_was_measured_is_expected_to_take_as_long():
    durations = Durations()
    durations.learn("small", 1.0)
    durations.learn("large", 9.0)
    assert (durations.expect("small"), durations.expect("large")) == (1.0, 9.0)


def test_a_new_kind_is_expected_to_be_like_the_others():
    durations = Durations()
    durations.learn("small", 1.0)
    durations.learn("large", 9.0)
    assert 1.0 < durations.expect("medium") < 9.0


def test_what_changes_is_learned_within_a_few_pictures():
    durations = Durations()
    durations.learn("small", 10.0)
    for _ in range(15):
        durations.learn("small", 1.0)
    assert durations.expect("small") < 1.5


def test_kinds_that_callers_make_up_do_not_fill_the_memory():
    durations = Durations()
    for width in range(10_000):
        durations.learn(width, 1.0)
    assert len(durations._means) <= 256
