"""The content safety page as people use it."""

import os
import subprocess
import sys

import httpx
import pytest

from tests.browser.looks import is_within, keep_picture, violations, violations_in_both
from tests.house import eventually

SHOWN = """text => {
    const judged = document.querySelector(".said:not([aria-busy]) .judged p")?.cloneNode(true);
    judged?.querySelectorAll(".mark-name").forEach((name) => name.remove());
    return judged?.textContent === text;
}"""
WIDE = "😀 A 👨‍👩‍👧 ate the forbidden fruit, says ada@example.org."


@pytest.fixture
def signed_in(screen, filtered):
    return enter(screen, filtered.url, filtered.key)


def enter(page, url, key):
    page.goto(f"{url}/safety")
    page.fill("input[name=key]", key)
    page.click("button[type=submit]")
    page.wait_for_selector(".verdict-head")
    return page


def attempt(page, text):
    """Type `text`, and wait until what is shown is what was said of it."""
    page.fill("textarea", text)
    page.wait_for_function(SHOWN, arg=text)


def deeds(page):
    """What each policy does, by its name."""
    rows = page.locator(".part .table tbody tr").all()
    return {
        row.locator(".policy-name > span").first.inner_text().split()[0]: row.locator(".deed").inner_text()
        for row in rows
    }


def marked(page):
    """The words of each mark, without its label."""
    return page.eval_on_selector_all(".mark", "marks => marks.map(mark => mark.lastChild.data)")


def test_a_text_is_judged_as_it_is_typed_and_each_policy_says_what_it_would_do(signed_in):
    attempt(signed_in, WIDE)
    assert signed_in.inner_text(".verdict-head h2") == "Blocked"
    assert "ms" in signed_in.inner_text(".took") or " s" in signed_in.inner_text(".took")
    does = deeds(signed_in)
    assert (does["fruitless"], does["private"], does["bare"]) == ("Blocks", "Redacts", "Passes")
    assert "Blocklist fruit matches." in signed_in.inner_text(".part .table tbody tr:first-child")
    assert "found · blocked" in signed_in.inner_text(".verdict:has-text('Blocklists')")
    assert violations_in_both(signed_in) == []
    keep_picture(signed_in, "safety", full_page=True)


def test_marks_stand_at_the_words_also_behind_an_emoji(signed_in):
    attempt(signed_in, WIDE)
    assert marked(signed_in) == ["forbidden fruit", "ada@example.org"]
    assert "1 Blocklists" in signed_in.inner_text(".mark:first-of-type")


def test_a_finding_leads_to_its_words_by_the_keyboard(signed_in):
    attempt(signed_in, WIDE)
    signed_in.locator("button.finding").nth(1).focus()
    signed_in.keyboard.press("Enter")
    assert "ada@example.org" in signed_in.evaluate("document.activeElement.textContent")
    assert signed_in.evaluate("document.activeElement.tagName") == "MARK"


def test_markup_is_shown_as_the_text_that_it_is(signed_in):
    attempt(signed_in, "<img src=x onerror=alert(1)> & forbidden fruit </p>")
    assert signed_in.locator(".judged img").count() == 0
    assert "<img src=x onerror=alert(1)>" in signed_in.inner_text(".judged")
    assert marked(signed_in) == ["forbidden fruit"]


def test_answers_are_judged_by_what_a_policy_says_of_answers(signed_in):
    attempt(signed_in, "the forbidden fruit")
    assert deeds(signed_in)["answers"] == "Passes"
    signed_in.get_by_label("Completion").check()
    signed_in.wait_for_selector("tr:has-text('answers') .deed[data-does=Blocks]")
    assert not signed_in.get_by_text("Whose words").last.is_visible()


def test_an_example_brings_its_voice_and_survives_a_reload(signed_in):
    signed_in.click("text=A document that gives orders")
    assert signed_in.get_by_label("Document").is_checked()
    signed_in.reload()
    signed_in.wait_for_selector(".verdict-head")
    assert "Minutes of Tuesday" in signed_in.input_value("textarea")
    assert signed_in.get_by_label("Document").is_checked()
    signed_in.click("text=A greeting")
    assert signed_in.get_by_label("User").is_checked()


def test_nothing_to_judge_is_told_kindly(signed_in):
    signed_in.fill("textarea", "  ")
    signed_in.wait_for_selector("text=Write or paste a text")
    signed_in.click("text=Check text")
    signed_in.wait_for_selector("text=Write something to check first.")
    assert violations_in_both(signed_in) == []


def test_the_code_that_is_shown_runs(browser, filtered):
    page = enter(browser.new_page(), filtered.url, filtered.key)
    attempt(page, 'it\'s the "forbidden" fruit 😀\nforbidden fruit')
    page.click("text=Show as code")
    page.select_option("dialog select", "JavaScript")
    assert 'client.post("/policies/test"' in page.inner_text("dialog pre")
    assert violations(page) == []
    ways = {"curl": (["bash", "-c"], '"would_block":true'), "Python": ([sys.executable, "-c"], "custom_blocklists")}
    for language, (run, word) in (ways | {"Python (Azure)": ([sys.executable, "-c"], "Violence")}).items():
        page.select_option("dialog select", language)
        code = page.locator("dialog code").text_content()
        environment = os.environ | {"ZAFFRE_API_KEY": filtered.key}
        done = subprocess.run([*run, code], capture_output=True, text=True, env=environment, timeout=60)
        assert word in done.stdout, (language, done.stderr)
    page.close()


def test_a_text_that_is_too_long_is_refused_with_the_way_to_the_field(browser, filtered):
    page = enter(browser.new_page(), filtered.url, filtered.key)
    page.fill("textarea", "long " * 80_001)
    page.wait_for_selector(".refusal:has-text('string_above_max_length')")
    page.click("text=Go to the field")
    assert page.evaluate("document.activeElement.name") == "text"
    page.close()


def test_a_filter_that_cannot_run_is_told_and_may_be_asked_again(browser, filtered):
    page = enter(browser.new_page(), filtered.url, filtered.key)
    error = {"message": "The content filter cannot run now.", "code": "content_filter_unavailable"}
    page.route("**/v1/policies/test", lambda route: route.fulfill(status=503, json={"error": error}))
    page.fill("textarea", "hello")
    page.wait_for_selector(".refusal:has-text('The content filter cannot run now.')")
    assert violations(page) == []
    page.unroute("**/v1/policies/test")
    page.click("text=Try again")
    page.wait_for_selector(".verdict-head")
    page.close()


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_is_wider_than_the_screen(signed_in, width):
    signed_in.set_viewport_size({"width": width, "height": 800})
    attempt(signed_in, WIDE + " a_very_long_word" * 3 + "_long" * 60)
    assert is_within(signed_in, width)
    keep_picture(signed_in, f"safety-{width}", full_page=True)
    signed_in.click("#tab-usage")
    signed_in.wait_for_selector(".totals")
    assert is_within(signed_in, width)


def test_every_control_is_reached_by_tab_in_reading_order(signed_in):
    attempt(signed_in, WIDE)
    signed_in.locator(".skip-link").focus()
    signed_in.keyboard.press("Tab")
    reached = []
    while True:
        spot = signed_in.evaluate(
            """() => {
                const seen = document.activeElement, style = getComputedStyle(seen.closest("label") ?? seen);
                const zone = seen.closest("header, .try-form, .part, body");
                const title = zone.matches(".part") ? zone.querySelector("h2").textContent : zone.className;
                return {html: seen.outerHTML.slice(0, 80), zone: title,
                        ring: style.outlineStyle !== "none"};
            }"""
        )
        if reached and not spot["zone"]:
            break
        reached.append(spot)
        assert len(reached) < 60
        signed_in.keyboard.press("Tab")
    zones = list(dict.fromkeys(spot["zone"] for spot in reached))
    assert zones == ["page-header", "stack try-form", "In the text", "What each policy would do"]
    assert [spot["html"] for spot in reached if not spot["ring"]] == []


def test_the_page_weighs_little(screen, filtered):
    sizes = []
    screen.on("response", lambda answer: sizes.append(len(answer.body())) if answer.ok else None)
    enter(screen, filtered.url, filtered.key)
    screen.wait_for_load_state("networkidle")
    assert sum(sizes) <= 200_000


def test_scripts_and_styles_may_come_from_here_alone(screen, filtered):
    policy = screen.goto(f"{filtered.url}/safety").headers["content-security-policy"]
    assert "unsafe-inline" not in policy and "script-src 'self'" in policy


def call(house, key, deployment, text):
    body = {"model": deployment, "messages": [{"role": "user", "content": text}]}
    return httpx.post(f"{house.url}/v1/chat/completions", json=body, headers={"api-key": key}).status_code


def test_a_project_without_calls_is_told_what_to_do(screen, filtered):
    enter(screen, filtered.url, filtered.make_key("--project", "quiet")).click("#tab-usage")
    screen.wait_for_selector("text=No calls in the last 24 hours")
    assert screen.locator(".empty a").get_attribute("href") == "/"
    assert violations_in_both(screen) == []
    keep_picture(screen, "safety-usage-empty")


def test_what_was_blocked_is_drawn_and_counted(screen, filtered):
    key = filtered.make_key("--project", "busy")
    prompts = [call(filtered, key, "echo", text) for text in ("one", "two", "the forbidden fruit")]
    assert prompts == [200, 200, 400]
    assert call(filtered, key, "talk", "the forbidden fruit") == 200
    statement = "SELECT count(*) FROM entries JOIN projects ON projects.id = project_id WHERE projects.name = ?"
    eventually(lambda: filtered.rows(statement, "busy")[0][0] == 4)
    enter(screen, filtered.url, key).click("#tab-usage")
    screen.wait_for_selector(".columns")
    assert screen.locator(".totals dd").all_inner_texts()[:2] == ["4", "2"]
    names = screen.locator(".column-row dt").all_inner_texts()
    assert names == ["Any category", "Blocklists"]
    assert "1 prompt, 1 completion" in screen.locator(".column-row").nth(1).inner_text()
    assert "2 of 4 calls blocked" in screen.locator(".column title").last.text_content()
    cells = screen.locator(".usage .table tbody tr").first.locator("td").all_inner_texts()
    assert cells[1:3] == ["4", "2"] and cells[5] == "Blocklists 2"
    assert violations_in_both(screen) == []
    keep_picture(screen, "safety-usage", full_page=True)
    for label, heads in (("7 days", "Day"), ("24 hours", "Hour"), ("30 days", "Day")):
        screen.get_by_label(label).check()
        screen.wait_for_selector(f".usage .table th:has-text('{heads}')")
        assert screen.locator(".totals dd").all_inner_texts()[:2] == ["4", "2"]
