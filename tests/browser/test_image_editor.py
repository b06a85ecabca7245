"""Edit mode as people use it: a mask painted and sent, a frame made larger, a picture brought along."""

import io
import re

import pytest
from PIL import Image

from tests.browser.images import create, deed, look, sign_in
from tests.browser.looks import PHONE, TABLET, keep_picture, violations_in_both
from tests.pictures import photo
from zaffre.core.pictures import Output
from zaffre.imaging.writing import write

# The browser's own record of a request leaves files out.
OVERHEARD = """() => {
    const ask = window.fetch;
    window.fetch = (path, request) => ((window.form = request.body), (window.fetch = ask), ask(path, request));
}"""
READ = "async (name) => [...new Uint8Array(await window.form.get(name).arrayBuffer())]"


@pytest.fixture
def editing(screen, server):
    """The editor with a picture of 256 by 256 pixels."""
    return begun(screen, server)


def begun(page, server):
    sign_in(page, server)
    create(page, "to be edited", pictures=1)
    look(page)
    deed(page, "Edit")
    page.wait_for_selector(".board-picture")
    return page


def stroke(page):
    """Paint from a quarter to the middle of the picture."""
    box = page.locator(".board-mask").bounding_box()
    for step, share in enumerate((0.25, 0.4, 0.5)):
        page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] * share)
        if step == 0:
            page.mouse.down()
    page.mouse.up()


def by_numbers(page, title, values):
    page.locator(".editor details").evaluate("one => (one.open = true)")
    fields = page.locator("fieldset.numbers", has_text=title).locator("input")
    for place, value in enumerate(values):
        fields.nth(place).fill(str(value))


def repainted(page, prompt="a blue door"):
    """Ask for it; the picture and the mask as they were sent."""
    page.get_by_label("What should be there?").fill(prompt)
    page.evaluate(OVERHEARD)
    page.locator(".editor button[type=submit]").click()
    page.wait_for_selector(".editor .tile[data-state=done]")
    return [Image.open(io.BytesIO(bytes(page.evaluate(READ, name)))).convert("RGBA") for name in ("image", "mask")]


def test_what_is_painted_is_transparent_in_the_mask_and_nothing_else(editing):
    stroke(editing)
    picture, mask = repainted(editing)
    alpha = mask.getchannel("A")
    assert picture.size == mask.size == (256, 256)
    assert picture.getchannel("A").getextrema() == (255, 255)
    assert (alpha.getpixel((100, 100)), alpha.getpixel((250, 10)), alpha.getpixel((10, 250))) == (0, 255, 255)
    assert violations_in_both(editing) == []
    keep_picture(editing, "images-edit")


def test_a_stroke_is_undone_redone_erased_and_inverted(browser, server):
    page = editing_plainly(browser, server)
    by_numbers(page, "A rectangle", (0, 0, 128, 256))
    page.click("text=Paint rectangle")
    page.click("[aria-label=Undo]")
    assert page.locator("button:has-text('Clear')").is_disabled()
    page.click("[aria-label=Redo]")
    by_numbers(page, "A rectangle", (0, 128, 128, 128))
    page.click("text=Erase rectangle")
    page.click("button:has-text('Invert')")
    alpha = repainted(page)[1].getchannel("A")
    assert [alpha.getpixel(place) for place in ((60, 60), (60, 200), (200, 60))] == [255, 0, 0]
    page.close()


def test_nothing_is_sent_without_a_mask_or_a_prompt(browser, server):
    page = editing_plainly(browser, server)
    page.locator(".editor button[type=submit]").click()
    assert "Say what should be there" in page.inner_text(".editor .field-error:visible")
    page.get_by_label("What should be there?").fill("a door")
    page.locator(".editor button[type=submit]").click()
    page.wait_for_selector("text=Paint over what should change first")
    assert page.locator(".editor .batch").count() == 0
    page.close()


def test_a_frame_that_is_dragged_grows_to_a_size_that_can_be_drawn_and_its_new_parts_are_the_mask(editing):
    handle = editing.locator("[data-edge=right]").bounding_box()
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    editing.mouse.move(x, y)
    editing.mouse.down()
    editing.mouse.move(x + 100, y)
    board = editing.locator(".board-mask").bounding_box()["width"]
    editing.mouse.move(x + 200, y)
    assert editing.locator(".board-mask").bounding_box()["width"] > board
    editing.mouse.up()
    assert "1536 × 1024" in editing.inner_text(".editor form [role=status]")
    keep_picture(editing, "images-outpaint")
    picture, mask = repainted(editing)
    assert picture.size == mask.size == (1536, 1024)
    assert [mask.getchannel("A").getpixel(place) for place in ((500, 500), (1400, 500))] == [255, 0]
    assert [picture.getchannel("A").getpixel(place) for place in ((500, 500), (1400, 500))] == [255, 0]


def test_the_frame_grows_by_keys_and_by_numbers_too(browser, server):
    page = editing_plainly(browser, server)
    by_numbers(page, "Room around", (0, 128, 0, 0))
    page.click("text=Set the frame")
    assert "1024 × 1536" in page.inner_text(".editor form [role=status]")
    by_numbers(page, "Room around", (0, 0, 0, 0))
    page.click("text=Set the frame")
    assert "around the picture" not in page.inner_text(".editor form [role=status]")
    page.focus("[data-edge=top]")
    page.keyboard.press("ArrowUp")
    assert "around the picture" in page.inner_text(".editor form [role=status]")
    page.close()


def test_a_result_is_edited_on_and_the_way_back_is_kept(browser, server):
    page = editing_plainly(browser, server)
    before = page.get_attribute(".board-picture", "src")
    page.click("button:has-text('Invert')")
    repainted(page)
    page.locator(".editor .tile[data-state=done] .tile-open").first.click()
    page.click("text=Back to the picture before")
    page.wait_for_selector(f".board-picture[src='{before}']")
    page.close()


def test_the_editor_fits_small_screens(editing):
    by_numbers(editing, "A rectangle", (0, 0, 9, 9))
    for width in (PHONE, TABLET):
        editing.set_viewport_size({"width": width, "height": 900})
        assert editing.evaluate("document.querySelector('dialog').scrollWidth") <= width
        assert violations_in_both(editing) == []
        keep_picture(editing, f"images-edit-{width}")


def test_a_picture_is_uploaded_once_somebody_says_that_they_may(signed_in_library):
    page = signed_in_library
    page.click("text=Upload a picture")
    data = write(photo(320, 200), Output(format="jpeg"))
    page.set_input_files("dialog input[type=file]", {"name": "garden.jpg", "mimeType": "image/jpeg", "buffer": data})
    page.get_by_label("Title").fill("My garden")
    page.click("dialog button[type=submit]")
    assert "Tick the box" in page.inner_text("dialog [role=alert]")
    assert violations_in_both(page) == []
    keep_picture(page, "images-upload")
    page.check("dialog input[name=consent]")
    page.click("dialog button[type=submit]")
    page.wait_for_selector(".viewer .facts")
    assert re.search(r"How\s+Uploaded", page.inner_text(".facts"))
    assert page.inner_text("dialog h2") == "My garden"


@pytest.fixture
def signed_in_library(screen, server):
    sign_in(screen, server)
    screen.click("#tab-library")
    return screen


def editing_plainly(browser, server):
    return begun(browser.new_page(viewport={"width": 1280, "height": 900}), server)
