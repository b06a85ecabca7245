"""What holds for every page: light, narrow enough, used by keys alone, and within its content security policy."""

import json
from pathlib import Path

import pytest

from tests.browser.conftest import SCREENSHOTS
from tests.browser.looks import is_within, violations
from tests.house import eventually
from zaffre.api.pages import APPS

WEB = Path(__file__).parents[2] / "web"
HEAVIEST = 200_000
WEIGHT = """performance.getEntriesByType("resource").filter(({ name }) => name.includes("/web/"))
    .reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0)"""
PAINTED = "performance.getEntriesByName('first-contentful-paint')"
BROKEN = """globalThis.broken = [];
    addEventListener("securitypolicyviolation", (event) => broken.push([event.violatedDirective, event.blockedURI]))"""
REACHABLE = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility() && !one.closest("[inert]"))
    .filter((one) => one.type !== "radio" || one.checked)
    .forEach((one) => one.setAttribute("data-reachable", ""))"""
PASS = """() => {
    const here = document.activeElement;
    here.removeAttribute("data-reachable");
    return here === document.body;
}"""


def signed_in(page, server, path):
    """The page at `path`, in a tab where somebody signed in before."""
    page.add_init_script(f"sessionStorage.setItem('zaffre.key', {json.dumps(json.dumps(server.key))})")
    page.add_init_script(BROKEN)
    page.goto(server.url + path)
    page.wait_for_load_state("networkidle")
    return page


@pytest.fixture
def plain(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    yield page
    page.close()


@pytest.mark.parametrize("path", APPS)
def test_a_page_fits_a_small_phone_and_is_accessible_there(page, server, path):
    page.set_viewport_size({"width": 320, "height": 640})
    signed_in(page, server, path)
    assert is_within(page, 320)
    assert violations(page) == []
    page.screenshot(path=SCREENSHOTS / f"every-{APPS[path]}-320-{page.scheme}.png")


@pytest.mark.parametrize("path", APPS)
def test_a_page_is_light_and_breaks_no_policy(plain, server, path):
    signed_in(plain, server, path)
    assert 10_000 < plain.evaluate(WEIGHT) < HEAVIEST
    assert plain.evaluate("broken") == []


@pytest.mark.parametrize("path", APPS)
def test_a_page_paints_before_the_api_answers(plain, server, path):
    unanswered = []
    plain.route("**/v1/**", lambda route: unanswered.append(route))
    plain.goto(server.url + path, wait_until="commit")
    eventually(lambda: plain.evaluate(f"{PAINTED}.length"), within=20)
    assert plain.locator("body").inner_text().strip()
    plain.unroute_all(behavior="ignoreErrors")


def test_a_page_that_waits_for_the_api_would_be_noticed(plain, server):
    unanswered = []
    waiting = (
        (WEB / "gallery" / "index.html").read_text().replace("<title>", "<script src='/v1/models'></script><title>")
    )
    plain.route("**/v1/**", lambda route: unanswered.append(route))
    plain.route("**/gallery", lambda route: route.fulfill(body=waiting, content_type="text/html"))
    plain.goto(server.url + "/gallery", wait_until="commit")
    eventually(lambda: plain.evaluate("document.readyState") and unanswered, within=20)
    plain.wait_for_timeout(500)
    assert plain.evaluate(f"{PAINTED}.length") == 0
    plain.unroute_all(behavior="ignoreErrors")


@pytest.mark.parametrize("path", APPS)
def test_everything_on_a_page_is_reached_by_tab_and_the_first_thing_skips_the_header(plain, server, path):
    signed_in(plain, server, path)
    plain.keyboard.press("Tab")
    assert plain.evaluate("document.activeElement.className") == "skip-link"
    plain.evaluate(REACHABLE)
    for _ in range(150):
        if plain.evaluate(PASS):
            break
        plain.keyboard.press("Tab")
    left = "[...document.querySelectorAll('[data-reachable]')].map((one) => one.outerHTML.slice(0, 120))"
    assert plain.evaluate(left) == []


def test_a_policy_that_is_broken_would_be_noticed(plain, server):
    signed_in(plain, server, "/verify")
    plain.evaluate(
        "document.body.append(Object.assign(document.createElement('img'), { src: 'http://elsewhere.test/' }))"
    )
    plain.wait_for_function("broken.length")
    assert plain.evaluate("broken") == [["img-src", "http://elsewhere.test/"]]
