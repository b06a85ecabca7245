"""What the tests of all pages look at."""

from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.conftest import SCREENSHOTS

PHONE, TABLET, DESK = 320, 768, 1280
COLOURS = ["color-contrast", "link-in-text-block"]
"""All that can differ between a page in light and the same page in dark."""
FOUND = """async (runOnly) => {
    const { violations } = await axe.run({ resultTypes: ["violations"], ...(runOnly && { runOnly }) });
    return violations.map(({ id, nodes }) => [id, nodes[0].html]);
}"""


def violations(page, rules=None):
    """What axe finds wrong with the page as it is now, by all of its rules or by those named."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [tuple(one) for one in page.evaluate(FOUND, rules)]


def is_within(page, width):
    """Whether nothing has to be scrolled for sideways."""
    return page.evaluate("document.documentElement.scrollWidth") <= width


def in_both(page):
    """Turn the page to each colour scheme, whose name is told; it is light again afterwards."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        yield scheme
    page.emulate_media(color_scheme="light")


def violations_in_both(page):
    """What axe finds wrong with the page as it is now, by all of its rules in light and in dark."""
    return [one for _ in in_both(page) for one in violations(page)]


def keep_picture(page, name, **options):
    """Keep a picture of the page as it is now in light, and one in dark."""
    for scheme in in_both(page):
        page.screenshot(path=SCREENSHOTS / f"{name}-{scheme}.png", **options)


def wrong_anywhere(page, name, widths=(PHONE, DESK), in_dark=COLOURS):
    """What is wrong with the page as it is now at each width, light and dark; a picture is kept of each.

    In dark, axe's rules `in_dark` are asked alone, or all of them where it is None.
    """
    found = {}
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in in_both(page):
            page.screenshot(path=SCREENSHOTS / f"{name}-{width}-{scheme}.png", full_page=True)
            wrong = violations(page, in_dark if scheme == "dark" else None)
            found[width, scheme] = wrong if is_within(page, width) else [*wrong, "too wide"]
    return {side: wrong for side, wrong in found.items() if wrong}
