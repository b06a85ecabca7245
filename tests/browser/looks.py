"""What the tests of all pages look at."""

from axe_playwright_python.sync_playwright import Axe


def violations(page):
    """What axe finds wrong with the page as it is now."""
    found = Axe().run(page).response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found]


def is_within(page, width):
    """Whether nothing has to be scrolled for sideways."""
    return page.evaluate("document.documentElement.scrollWidth") <= width
