"""What the tests of all pages look at."""

from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.conftest import SCREENSHOTS

PHONE, DESK = 320, 1280
COLOURS = ["color-contrast"]
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


def wrong_anywhere(page, name):
    """What is wrong with the page as it is now on a phone and at a desk, light and dark; a picture is kept of each."""
    sides = [(width, scheme) for width in (PHONE, DESK) for scheme in ("light", "dark")]
    found = {side: _wrong(page, name, *side) for side in sides}
    page.emulate_media(color_scheme="light")
    return {side: wrong for side, wrong in found.items() if wrong}


def _wrong(page, name, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.screenshot(path=SCREENSHOTS / f"{name}-{width}-{scheme}.png", full_page=True)
    wrong = violations(page, COLOURS if scheme == "dark" else None)
    return wrong if is_within(page, width) else [*wrong, "too wide"]
