"""Every page in a real browser: how long until something is seen, beside a page with a single word."""

import statistics
from collections.abc import Iterator

from playwright.sync_api import Page, sync_playwright

from benchmarks.processes import ECHO, zaffre
from zaffre.api.pages import APPS

_TIMES = 7
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
_WORD = "<!doctype html><title>a word</title><p>word"


def rows() -> Iterator[dict[str, object]]:
    """Milliseconds until the first paint, and how many times those of the single word."""
    with zaffre(ECHO) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        page.route("**/a-word", lambda route: route.fulfill(body=_WORD, content_type="text/html"))
        word = _painted(page, f"{server.url}/a-word")
        yield {"page": "a word", "ms": word}
        for path in APPS:
            found = _painted(page, server.url + path)
            yield {"page": path, "ms": found, "times the word's": found / word}
        browser.close()


def _painted(page: Page, address: str) -> float:
    """The median of several visits; the first one, which fills the browser's cache, is left out."""
    found = []
    for _ in range(_TIMES + 1):
        page.goto("about:blank")
        page.goto(address, wait_until="load")
        while (painted := page.evaluate(_PAINTED)) is None:
            page.wait_for_timeout(20)
        found.append(painted)
    return statistics.median(found[1:])
