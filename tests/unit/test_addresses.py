"""Signed addresses: they open what they were made for, and nothing else."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.albums import Still, picture
from zaffre.core.errors import Forbidden
from zaffre.service.addresses import FILES, Signer

NAMES = ("name", "expires", "audience", "signature")


def parts(path: str) -> dict[str, str]:
    """What a client hands back."""
    split = urlsplit(path)
    query = {name: values[0] for name, values in parse_qs(split.query).items()}
    name = split.path.removeprefix(FILES)
    return {"name": name, "expires": query["expires"], "audience": query.get("for"), "signature": query["signature"]}


def signer(clock=None, key=b"k" * 32, hours=24) -> Signer:
    return Signer(key, clock or Still(), hours)


@pytest.mark.parametrize("audience", ["owner", "gallery", "moderator"])
def test_an_address_opens_for_its_audience(audience):
    opened = signer().open(**parts(signer().file(picture(), audience)))
    assert opened.audience == audience
    assert 24 * 3600 <= opened.seconds <= 25 * 3600


def test_a_thumbnail_has_an_address_of_its_own():
    file, small = parts(signer().file(picture())), parts(signer().thumbnail(picture()))
    assert small["name"] == "img_000000000000000000000000.thumbnail.webp"
    with pytest.raises(Forbidden):
        signer().open(**file | {"name": small["name"]})


def test_an_address_ends():
    clock = Still()
    made = parts(signer(clock, hours=1).file(picture()))
    clock.time += 3599
    assert signer(clock).open(**made)
    clock.time += 1 + 3600 / 24
    with pytest.raises(Forbidden) as refusal:
        signer(clock).open(**made)
    assert (refusal.value.param, refusal.value.code) == ("expires", "address_expired")


def test_an_address_told_again_is_the_same():
    clock = Still(1_800_000_001.0)
    first = signer(clock).file(picture())
    clock.time += 600
    assert signer(clock).file(picture()) == first
    clock.time += 3600
    assert signer(clock).file(picture()) != first


@given(st.sampled_from(NAMES), st.text(max_size=60))
def test_whatever_is_changed_opens_nothing(name, text):
    made = parts(signer().file(picture(), "gallery"))
    if made[name] == text:
        return
    with pytest.raises(Forbidden):
        signer().open(**made | {name: text})


@pytest.mark.parametrize("name", NAMES)
def test_whatever_is_left_out_opens_nothing(name):
    made = parts(signer().file(picture(), "gallery"))
    with pytest.raises(Forbidden):
        signer().open(**made | {name: "" if name == "name" else None})


def test_a_later_end_is_a_forgery():
    made = parts(signer().file(picture()))
    with pytest.raises(Forbidden):
        signer().open(**made | {"expires": str(int(made["expires"]) + 86_400)})


def test_another_installation_opens_nothing_of_ours():
    with pytest.raises(Forbidden):
        signer(key=b"x" * 32).open(**parts(signer().file(picture())))


def test_the_key_is_not_shown():
    assert "k" * 5 not in repr(signer())
