"""A real Chromium on the pages of a real server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.house import House

# The address bar's popups are pages too, which each new window would load: half of what a test's own page costs.
UNUSED = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess")
# Chromium heeds the last list alone, so what Playwright switches off by its own is told again.
UNWANTED = (
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
OPTIONS = (
    "--disable-features=" + ",".join(UNUSED + UNWANTED),
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
SCREENSHOTS = Path(__file__).parent / "screenshots"
LIMITED = Path(__file__).parent.parent / "limited.toml"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed with its module: its event loop must not outlive it into tests that have one of their own."""
    SCREENSHOTS.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(OPTIONS))
        yield chromium
        chromium.close()


@pytest.fixture(params=["light", "dark"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page that is loaded in each colour scheme; a console error or a request to elsewhere fails its test."""
    with watched(browser, color_scheme=request.param) as page:
        page.scheme = request.param
        yield page


@pytest.fixture
def screen(browser: Browser) -> Iterator[Page]:
    """The same for a story that is told once; `tests.browser.looks` turns it to every side."""
    with watched(browser, color_scheme="light", reduced_motion="reduce") as page:
        yield page


@contextmanager
def watched(browser: Browser, **options: str) -> Iterator[Page]:
    """A page of a browser of its own, without a console error or a request to elsewhere as long as it is open."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, **options)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: message.type == "error" and wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    asked: set[str] = set()
    page.on("request", lambda sent: asked.add(sent.url.split("/")[2]))
    yield page
    context.close()
    assert not wrong
    assert len(asked) <= 1


@pytest.fixture(scope="session")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house where people apply for access."""
    house = House(tmp_path_factory.mktemp("limited"), LIMITED).start()
    yield house
    house.stop()


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page of a browser of its own, where a refusal by the server is no failure."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()
