"""The Image Creator as people use it: pictures from words, and what is done with them."""

import os
import subprocess
import sys

import pytest

from tests.browser.conftest import SCREENSHOTS
from tests.browser.images import begin, create, deed, id_of, look, sign_in
from tests.browser.looks import DESK, PHONE, TABLET, violations, wrong_anywhere


@pytest.fixture
def plain(browser, server):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    yield sign_in(page, server)
    page.close()


EVERY = {"widths": (PHONE, TABLET, DESK), "in_dark": None}


def test_four_pictures_are_made_looked_at_and_found_again_on_every_screen(screen, server):
    sign_in(screen, server)
    assert wrong_anywhere(screen, "images-empty", **EVERY) == {}
    screen.set_viewport_size({"width": PHONE, "height": 900})
    create(screen, "a red fox", "slow")
    assert screen.locator(".tile[data-state=done]").count() == 4
    assert wrong_anywhere(screen, "images-done", **EVERY) == {}
    look(screen)
    assert wrong_anywhere(screen, "images-viewer", **EVERY) == {}
    screen.keyboard.press("Escape")
    screen.set_viewport_size({"width": PHONE, "height": 900})
    screen.click("#tab-library")
    screen.wait_for_selector(".library .tile")
    assert wrong_anywhere(screen, "images-library", **EVERY) == {}


# What the first tile showed, one address after the other: a test that looks now and then may come too late.
WATCH = """globalThis.shown = [];
    new MutationObserver(() => {
        const address = document.querySelector(".tile img:not([hidden])")?.src;
        if (address && address !== shown.at(-1)) shown.push(address);
    }).observe(document.body, { subtree: true, childList: true, attributeFilter: ["src", "hidden"] })"""


def test_pictures_sharpen_while_they_are_made(plain):
    plain.locator(".recent").evaluate("(one) => one.remove()")
    plain.evaluate(WATCH)
    begin(plain, "sharper and sharper", "slow")
    plain.wait_for_selector(".tile[data-state=drawing] img:not([hidden])")
    plain.screenshot(path=SCREENSHOTS / "images-creating.png")
    plain.wait_for_selector(".tile:first-child[data-state=done]")
    plain.wait_for_function("shown.length > 1 && shown.every((address) => address.startsWith('blob:'))")


def test_the_page_is_light_apart_from_its_pictures(plain):
    sizes = """() => performance.getEntriesByType("resource")
        .filter(({ name }) => name.includes("/web/"))
        .reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0)"""
    assert 50_000 < plain.evaluate(sizes) < 200_000


def test_escape_cancels_what_is_not_done(plain):
    begin(plain, "never finished", "slow", pictures=8)
    plain.wait_for_selector(".tile[data-state=done]")
    plain.keyboard.press("Escape")
    plain.wait_for_selector(".batch[aria-busy=false]")
    plain.wait_for_selector(".tile:last-child[data-state=cancelled]")
    assert 0 < plain.locator(".tile[data-state=done]").count() < 8


def test_the_prompt_and_its_options_survive_a_reload(plain):
    begin(plain, "kept words", "slow", pictures=2)
    plain.reload()
    plain.wait_for_selector(".composer")
    assert plain.input_value(".composer textarea") == "kept words"
    assert "Create 2 pictures" in plain.inner_text(".composer button[type=submit]")


def test_a_prompt_in_the_address_comes_first(browser, server):
    page = browser.new_page()
    sign_in(page, server, "/images#prompt=a+remix&seed=7&deployment=slow")
    assert page.input_value(".composer textarea") == "a remix"
    assert page.input_value("input[placeholder=any]") == "7"
    assert page.get_by_label("Drawn by").input_value() == "slow"
    assert "remix" not in page.url
    page.close()


def test_a_style_is_words_in_the_prompt_and_the_seed_gives_the_same_picture_again(plain):
    plain.get_by_label("Watercolour").check()
    plain.click(".composer .more summary")
    plain.fill("input[placeholder=any]", "7")
    create(plain, "a fox.", pictures=1)
    look(plain)
    facts = plain.inner_text(".facts")
    assert "a fox, watercolour" in facts and "\n7\n" in facts


def test_a_refused_prompt_is_explained_with_the_way_back(browser, filtered):
    page = sign_in(browser.new_page(), filtered)
    begin(page, "a forbidden fruit")
    page.wait_for_selector(".refusal")
    assert "fruit" in page.inner_text(".refusal")
    assert violations(page) == []
    page.click("text=Go to the field")
    assert page.evaluate("document.activeElement.value") == "a forbidden fruit"
    page.close()


def test_a_seed_that_is_no_number_is_refused_before_anything_is_asked(plain):
    plain.click(".composer .more summary")
    plain.fill("input[placeholder=any]", "seven")
    plain.click(".composer button[type=submit]")
    assert "whole number" in plain.inner_text(".field-error:visible")
    assert plain.locator(".batch:not(.recent)").count() == 0


def test_favourites_and_collections_are_found_again(plain):
    create(plain, "collected", pictures=1)
    look(plain)
    deed(plain, "Favourite")
    plain.wait_for_selector(".viewer [aria-pressed=true]")
    plain.locator("dialog").get_by_label("Collection", exact=True).select_option("new")
    plain.fill("dialog.narrow input", "Foxes")
    plain.click("dialog.narrow button[type=submit]")
    plain.wait_for_selector("text=Put there.")
    kept = id_of(plain)
    plain.keyboard.press("Escape")
    plain.click("#tab-library")
    plain.locator(".filters select option", has_text="Foxes (1)").wait_for(state="attached")
    plain.locator(".filters select").select_option("Foxes (1)")
    plain.get_by_label("Favourites").check()
    plain.wait_for_selector(f".library [data-id={kept}]")
    plain.click("text=Delete collection")
    plain.click("dialog button.danger")
    plain.locator(".filters option", has_text="Foxes").wait_for(state="detached")
    plain.wait_for_selector(f".library [data-id={kept}]")


def test_words_find_a_picture_in_the_library(plain):
    create(plain, "a walrus of its own", pictures=1)
    plain.click("#tab-library")
    plain.fill(".filters input[type=search]", "walrus own")
    plain.wait_for_selector(".library .tile:only-child")
    plain.fill(".filters input[type=search]", "nothing like it at all")
    plain.wait_for_selector("text=No picture is like that")


def test_deleting_asks_first_and_is_real(plain, server):
    create(plain, "soon gone", pictures=1)
    look(plain)
    gone = id_of(plain)
    deed(plain, "Delete")
    plain.click("dialog.narrow button:has-text('Keep')")
    deed(plain, "Delete")
    plain.click("dialog.narrow button.danger")
    plain.wait_for_selector(".tile[data-state=deleted]")
    assert server.rows("SELECT count(*) FROM pictures WHERE id = ?", gone) == [(0,)]


def test_sharing_says_what_becomes_visible_and_can_be_taken_back(plain, server):
    create(plain, "shown to others", pictures=1)
    look(plain)
    deed(plain, "Share")
    assert "Nobody sees whose it is" in plain.inner_text("dialog.narrow")
    assert violations(plain) == []
    plain.click("dialog.narrow button:has-text('Share')")
    plain.wait_for_selector("text=Shared to the gallery.")
    deed(plain, "Make private")
    plain.wait_for_selector("text=Private again")
    assert server.rows("SELECT shared_at FROM pictures WHERE id = ?", id_of(plain)) == [(None,)]


def test_a_private_picture_is_reported_with_what_is_wrong(plain, server):
    create(plain, "not what I wanted", pictures=1)
    look(plain)
    deed(plain, "Report")
    assert "until they have decided" in plain.inner_text("dialog.narrow")
    assert violations(plain) == []
    plain.fill("dialog.narrow textarea", "It is a square.")
    plain.click("dialog.narrow button[type=submit]")
    plain.wait_for_selector("text=Thank you. A moderator will look at it.")
    statement = "SELECT reason, details, is_own FROM reports WHERE picture_id = ?"
    assert server.rows(statement, id_of(plain)) == [("not_as_asked", "It is a square.", 1)]


@pytest.mark.parametrize(("words", "ending", "begins"), [
    ("Original", ".png", b"\x89PNG"),
    ("128 pixels wide", ".png", b"\x89PNG"),
    ("JPEG", ".jpeg", b"\xff\xd8"),
])  # fmt: skip
def test_a_picture_is_downloaded_whole_smaller_or_in_another_format(plain, words, ending, begins):
    create(plain, "to take along", pictures=1)
    look(plain)
    plain.click(".menu summary")
    with plain.expect_download() as download:
        plain.click(f".menu-list a:has-text('{words}')")
    assert download.value.suggested_filename.endswith(ending)
    assert download.value.path().read_bytes().startswith(begins)


def test_verify_tells_of_the_picture_that_was_looked_at(plain):
    create(plain, "vouched for", pictures=1)
    look(plain)
    made = id_of(plain)
    plain.locator(".viewer").get_by_role("link", name="Verify").click()
    plain.wait_for_selector(".verdict[data-worth=good]")
    assert made in plain.inner_text(".said")


def test_arrow_keys_lead_to_the_neighbours(plain):
    create(plain, "side by side", pictures=2)
    look(plain)
    first = id_of(plain)
    plain.keyboard.press("ArrowRight")
    plain.wait_for_selector(f".viewer-image:not([src*={first}])")
    plain.keyboard.press("ArrowLeft")
    plain.wait_for_selector(f".viewer-image[src*={first}]")


def test_variations_tell_what_they_come_from(plain, server):
    create(plain, "varied", pictures=1)
    look(plain)
    parent = id_of(plain)
    with plain.expect_response(lambda answer: answer.request.method == "PATCH"):  # what it comes from is noted last
        deed(plain, "Variations")
    plain.wait_for_selector(".batch:first-child[aria-label^=Variations] .tile[data-state=done]")
    plain.wait_for_selector(".batch:first-child[aria-busy=false]")
    look(plain)
    plain.click("text=See what it was made from")
    plain.wait_for_selector(f".viewer-image[src*={parent}]")


@pytest.mark.parametrize("language", ["Python", "Python (Azure)"])
def test_the_code_makes_the_picture(plain, server, tmp_path, language):
    plain.get_by_label("Drawn by").select_option("echo")
    plain.fill(".composer textarea", 'it\'s "a test"')
    plain.click(".composer button:has-text('Show as code')")
    plain.select_option("dialog select", language)
    code = plain.locator("dialog pre").text_content()
    subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, check=True, env=os.environ | {"ZAFFRE_API_KEY": server.key}
    )
    assert (tmp_path / "picture-4.png").read_bytes().startswith(b"\x89PNG")
