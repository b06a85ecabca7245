"""Who a request is from: proxies are believed as far as they are trusted, and no further."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaffre.access.networks import is_within, neighbourhood, networks, seen_through

TRUSTED = networks(("10.0.0.0/8", "fd00::/8"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "seen"),
    [
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.7, 10.2.3.4", "198.51.100.7"),
        ("10.0.0.1", "203.0.113.9:4711", "203.0.113.9"),
        ("fd00::1", "[2001:db8::5]:443", "2001:db8::5"),
        ("::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "made up, 10.9.9.9", "10.9.9.9"),
        ("203.0.113.1", "127.0.0.1", "203.0.113.1"),
        (None, "203.0.113.9", None),
    ],
)
def test_only_those_who_are_trusted_tell_whom_they_saw(peer, forwarded, seen):
    assert seen_through(peer, forwarded, TRUSTED) == seen


@given(st.text(max_size=80))
def test_who_is_not_trusted_is_seen_whatever_they_say(forwarded):
    assert seen_through("203.0.113.1", forwarded, TRUSTED) == "203.0.113.1"


@given(st.text(max_size=40))
def test_what_is_no_address_lies_nowhere(text):
    assert not is_within(f"{text}x.", TRUSTED)
    assert not is_within("", TRUSTED) and not is_within(None, TRUSTED)


def test_an_address_of_the_old_kind_within_a_new_one_is_the_old_one():
    assert is_within("::ffff:10.1.2.3", TRUSTED) and is_within("fd00::1%eth0", TRUSTED)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8::5", "2001:db8::/64"),
        ("2001:db8::ffff:5%eth0", "2001:db8::/64"),
        ("no address", "no address"),
        (None, None),
    ],
)
def test_whoever_has_a_network_of_addresses_is_counted_as_one(address, counted):
    assert neighbourhood(address) == counted
