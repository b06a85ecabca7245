"""The page that tells where a picture comes from, as people use it."""

import pytest

from tests.browser.looks import keep_picture, violations, violations_in_both, wrong_anywhere
from tests.pictures import photo
from zaffre.core.pictures import Output
from zaffre.core.provenance import Marks, Story
from zaffre.imaging.door import read
from zaffre.imaging.writing import write
from zaffre.provenance.provenance import Provenance

STORY = Story(picture="img_1234", model="painter", deployment="pictures", made_at=1_790_000_000, prompt="Soft colours")


@pytest.fixture
def signed_in(screen, server):
    screen.goto(f"{server.url}/verify")
    screen.fill("input[name=key]", server.key)
    screen.click("button[type=submit]")
    screen.wait_for_selector(".drop-zone")
    return screen


@pytest.fixture
def picture(server):
    return Provenance.of_home(server.home, "A Zaffre installation").written(
        photo(512, 384), Output(), STORY, Marks(include_prompt=True)
    )


def choose(page, data, name="soft.png"):
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "image/png", "buffer": data})
    page.wait_for_selector(".said:not([aria-busy]) :is(.verdict, .refusal)")


def facts(page):
    names, values = (page.locator(f".fact {tag}").all_inner_texts() for tag in ("dt", "dd"))
    return dict(zip(names, values, strict=True))


def test_our_own_picture_says_who_made_it_with_which_model_and_when(signed_in, picture):
    choose(signed_in, picture)
    assert "made by painter at this installation" in signed_in.inner_text(".verdict")
    told = facts(signed_in)
    assert told["Signed by"] == "A Zaffre installation (this installation)"
    assert (told["Model"], told["Prompt"]) == ("painter", "Soft colours")
    assert told["Made"].startswith("21 Sept 2026")
    assert wrong_anywhere(signed_in, "verify", in_dark=None) == {}


def test_a_picture_that_was_changed_is_told_from_one_that_was_not(signed_in, picture):
    choose(signed_in, picture + b"more")
    assert "changed after A Zaffre installation signed it" in signed_in.inner_text(".verdict")
    assert signed_in.locator("[data-worth=bad]").count() == 1
    assert violations_in_both(signed_in) == []
    keep_picture(signed_in, "verify-altered", full_page=True)


def test_a_picture_that_was_saved_anew_is_known_by_its_watermark(signed_in, picture):
    choose(signed_in, write(read(picture, param="image"), Output(format="png")))
    assert "no Content Credentials" in signed_in.inner_text(".verdict")
    assert "this installation made it" in signed_in.inner_text(".verdict")
    assert signed_in.locator("[data-worth=doubtful]").count() == 1


def test_what_is_no_picture_is_refused_in_words(browser, server):
    page = browser.new_page()
    page.goto(f"{server.url}/verify")
    page.fill("input[name=key]", server.key)
    page.click("button[type=submit]")
    page.wait_for_selector(".drop-zone")
    choose(page, b"not a picture at all")
    assert "Send the bytes of a PNG, JPEG or WebP" in page.inner_text(".refusal")
    assert violations(page) == []
    page.close()


def test_a_picture_that_is_not_there_is_not_found_and_another_can_be_chosen(browser, server, picture):
    page = browser.new_page()
    page.goto(f"{server.url}/verify#picture=img_0123")
    page.fill("input[name=key]", server.key)
    page.click("button[type=submit]")
    page.wait_for_selector(".said:not([aria-busy]) .refusal")
    assert "There is no picture 'img_0123'" in page.inner_text(".refusal")
    choose(page, picture)
    page.wait_for_selector(".verdict[data-worth=good]")
    page.close()


def test_the_request_is_shown_as_code(signed_in):
    signed_in.click("text=Show as code")
    assert "/v1/images/verify" in signed_in.inner_text("dialog pre")


def test_the_name_of_the_page_is_in_view_on_a_phone(signed_in):
    signed_in.set_viewport_size({"width": 320, "height": 640})
    signed_in.reload()
    signed_in.wait_for_selector(".drop-zone")
    signed_in.wait_for_function("document.querySelector('.apps [aria-current]').getBoundingClientRect().right <= 320")


def test_the_drop_zone_is_reached_by_tab_and_shows_its_focus(signed_in):
    signed_in.locator("input[type=file]").focus()
    ring = "getComputedStyle(document.querySelector('.drop-zone')).outlineStyle"
    assert signed_in.evaluate(ring) == "solid"
