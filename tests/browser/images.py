"""Steps that the tests of the Image Creator share."""

import re


def sign_in(page, server, path="/images"):
    page.goto(server.url + path)
    page.fill("input[name=key]", server.key)
    page.click("button[type=submit]")
    page.wait_for_selector(".composer")
    return page


def create(page, prompt, deployment="echo", pictures=4):
    """Ask for pictures and wait until all are done."""
    begin(page, prompt, deployment, pictures)
    page.wait_for_selector(".batch[aria-busy=false]")


def begin(page, prompt, deployment="echo", pictures=4):
    page.get_by_label("Drawn by").select_option(deployment)
    page.get_by_label("Pictures", exact=True).select_option(str(pictures))
    page.fill(".composer textarea", prompt)
    page.click(".composer button[type=submit]")


def look(page, place=0):
    """Open the picture at `place` of what is shown, and wait until all is known of it."""
    page.locator(".tile-open:visible").nth(place).click()
    page.wait_for_selector(".viewer-beside:not([inert]) .facts")


def deed(page, words):
    page.locator(".viewer").get_by_role("button", name=words, exact=True).click()


def id_of(page):
    return re.search(r"img_[0-9a-f]+", page.get_attribute(".viewer-image", "src"))[0]
