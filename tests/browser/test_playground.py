"""The playground as people use it."""

import pytest

from tests.browser.looks import is_within, keep_picture, violations, violations_in_both


@pytest.fixture
def signed_in(screen, server):
    screen.goto(server.url)
    screen.fill("input[name=key]", server.key)
    screen.click("button[type=submit]")
    screen.wait_for_selector(".composer")
    return screen


def say(page, text):
    page.fill(".composer textarea", text)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".turn:last-child .answer[data-state=done]")


def test_a_wrong_key_is_told_kindly(browser, server):
    page = browser.new_page()
    page.goto(server.url)
    page.fill("input[name=key]", "zf-wrong")
    page.click("button[type=submit]")
    page.wait_for_selector("text=That key was not recognised")
    assert violations(page) == []
    page.close()


def test_a_prompt_is_answered_and_measured_and_survives_a_reload(signed_in):
    signed_in.select_option(".deployments select", "slow")
    say(signed_in, "one two three")
    assert "one two three" in signed_in.inner_text(".answer .prose")
    assert "tokens/s" in signed_in.inner_text(".figures")
    assert violations_in_both(signed_in) == []
    keep_picture(signed_in, "chat")
    signed_in.reload()
    signed_in.wait_for_selector(".turn")
    assert "one two three" in signed_in.inner_text(".answer .prose")


def test_two_deployments_answer_side_by_side(signed_in):
    signed_in.click("text=Compare")
    say(signed_in, "hello both")
    signed_in.locator(".answer[data-state=done]").nth(1).wait_for()
    boxes = [answer.bounding_box() for answer in signed_in.query_selector_all(".answer")]
    assert boxes[0]["y"] == boxes[1]["y"] and boxes[0]["x"] < boxes[1]["x"]


def test_stop_ends_an_answer(signed_in):
    signed_in.select_option(".deployments select", "slow")
    signed_in.fill(".composer textarea", "word " * 400)
    signed_in.keyboard.press("Control+Enter")
    signed_in.wait_for_selector(".answer[data-state=streaming]")
    signed_in.keyboard.press("Escape")
    signed_in.wait_for_selector(".answer[data-state=stopped]")


def test_a_request_is_shown_as_code(signed_in):
    say(signed_in, "it's a test")
    signed_in.click(".composer button:has-text('Show as code')")
    for language, word in (("curl", "curl "), ("Python (Azure)", "AzureOpenAI("), ("JavaScript", "new OpenAI(")):
        signed_in.select_option("dialog select", language)
        assert word in signed_in.inner_text("dialog pre")
    assert violations_in_both(signed_in) == []


def test_lines_are_drawn_as_a_matrix_and_a_map(signed_in):
    signed_in.click("#tab-embeddings")
    signed_in.click("text=Draw")
    signed_in.wait_for_selector(".map")
    assert signed_in.inner_text(".heat tbody tr:first-child td") == "1.00"
    assert signed_in.locator(".map circle").count() == 6
    assert violations_in_both(signed_in) == []


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_is_wider_than_the_screen_and_the_way_to_send_is_on_it(signed_in, width):
    signed_in.set_viewport_size({"width": width, "height": 700})
    say(signed_in, "a_very_long_word_" * 20)
    assert is_within(signed_in, width)
    send = signed_in.locator(".composer button:has-text('Send')").bounding_box()
    assert send["y"] + send["height"] <= 700
    keep_picture(signed_in, f"chat-{width}")


def test_the_page_weighs_little(screen, server):
    sizes = []
    screen.on("response", lambda answer: sizes.append(len(answer.body())) if answer.ok else None)
    screen.goto(server.url, wait_until="networkidle")
    assert sum(sizes) <= 200_000


def test_every_control_is_reached_by_tab_in_reading_order(signed_in):
    reached = []
    signed_in.locator("body").press("Tab")
    for _ in range(60):
        spot = signed_in.evaluate(
            """() => {
                const seen = document.activeElement, box = seen.getBoundingClientRect(), style = getComputedStyle(seen);
                const zone = seen.closest("header, .side-history, .chat-middle, .side-settings, body");
                return {id: seen.outerHTML.slice(0, 120), zone: zone.className || zone.tagName,
                        ring: style.outlineStyle !== "none" || style.boxShadow !== "none"};
            }"""
        )
        if reached and spot["zone"] == "BODY":
            break
        reached.append(spot)
        signed_in.keyboard.press("Tab")
    zones = list(dict.fromkeys(spot["zone"] for spot in reached))
    assert [zone for zone in zones if zone.startswith(("page-header", "side", "chat"))] == [
        "page-header",
        "side side-history",
        "chat-middle",
        "side side-settings",
    ], zones
    assert [spot["id"] for spot in reached if not spot["ring"]] == []


def test_a_conversation_is_opened_again_and_really_deleted(signed_in):
    say(signed_in, "the first one")
    signed_in.click("text=New chat")
    say(signed_in, "the second one")
    signed_in.click(".history-open:has-text('the first one')")
    assert "the first one" in signed_in.inner_text(".answer .prose")
    assert violations_in_both(signed_in) == []
    signed_in.click("[aria-label='Delete “the first one”']")
    signed_in.click("dialog button:has-text('Delete conversation')")
    signed_in.wait_for_selector(".history-open:has-text('the first one')", state="detached")
    signed_in.reload()
    signed_in.wait_for_selector(".history-open:has-text('the second one')")
    assert signed_in.locator(".history-open:has-text('the first one')").count() == 0


def test_scripts_and_styles_may_come_from_here_alone(screen, server):
    policy = screen.goto(server.url).headers["content-security-policy"]
    assert "unsafe-inline" not in policy and "script-src 'self'" in policy
