"""What stands before the server tells who asks, and whether by https: only whom the settings trust is believed."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.routing import Route

from zaffre.api.dialects import of_path
from zaffre.api.door import Door
from zaffre.api.visit import Visit

TRUSTED = ("10.0.0.0/8",)


class Listener:
    """Stands where the endpoints stand, and keeps what it was told."""

    async def __call__(self, scope, receive, send):
        self.visit = Visit(scope, receive, send, of_path(scope["path"]), request_id="", max_body=0)


def seen(peer, *told, trusted=TRUSTED, scheme="http"):
    """The address of the server and of the client, as a handler sees them."""
    listener = Listener()
    headers = [(b"host", b"ai.example.com"), *((name.encode(), value.encode()) for name, value in told)]
    scope = {"type": "http", "method": "GET", "path": "/", "scheme": scheme, "client": peer, "headers": headers}
    asyncio.run(Door([Route("/", listener)], (), "here", trusted)(scope, None, None))
    return listener.visit.base, listener.visit.credential.address, listener.visit.is_secure


def test_a_trusted_proxy_tells_of_https_and_of_the_client():
    told = [("x-forwarded-proto", "https"), ("x-forwarded-for", "203.0.113.9")]
    assert seen(("10.0.0.1", 4000), *told) == ("https://ai.example.com", "203.0.113.9", True)


def test_a_stranger_who_says_https_is_not_believed():
    told = [("x-forwarded-proto", "https"), ("x-forwarded-for", "10.0.0.1")]
    assert seen(("203.0.113.9", 4000), *told) == ("http://ai.example.com", "203.0.113.9", False)


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_a_proxy_on_this_machine_tells_of_https_and_of_nobody_else(peer):
    told = [("x-forwarded-proto", "https"), ("x-forwarded-for", "203.0.113.9")]
    assert seen((peer, 4000), *told, trusted=()) == ("https://ai.example.com", peer, True)


def test_no_other_is_believed_where_nobody_is_trusted():
    told = [("x-forwarded-proto", "https"), ("x-forwarded-for", "203.0.113.9")]
    assert seen(("10.0.0.1", 4000), *told, trusted=()) == ("http://ai.example.com", "10.0.0.1", False)


def test_who_comes_without_an_address_is_not_believed():
    assert seen(None, ("x-forwarded-proto", "https")) == ("http://ai.example.com", None, False)


@pytest.mark.parametrize(
    ("told", "is_secure"), [("https, http", False), ("http, https", True), ("HTTPS", True), ("gopher", False)]
)
def test_the_nearest_proxy_has_the_last_word(told, is_secure):
    assert seen(("10.0.0.1", 4000), ("x-forwarded-proto", told))[2] is is_secure


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=30))
def test_whatever_a_trusted_proxy_says_the_scheme_is_one_that_browsers_know(told):
    assert seen(("10.0.0.1", 4000), ("x-forwarded-proto", told))[0] in (
        "http://ai.example.com",
        "https://ai.example.com",
    )
