"""The gallery as people use it: looking, finding, liking, remixing, reporting, taking back, deciding."""

from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

from tests.browser.looks import DESK, PHONE, TABLET, keep_picture, violations, violations_in_both, wrong_anywhere
from tests.dialects.test_pictures_api import Album
from tests.house import ECHO, House


@pytest.fixture(scope="module")
def sharers(server):
    return Album(server, "gallery sharers")


@pytest.fixture(scope="module")
def moderators(server):
    return Album(server, "moderators")


@pytest.fixture(scope="module")
def visitors(server):
    return Album(server, "gallery visitors")


def share(album, prompt, title=None, remixable=True):
    (one,) = album.draw(prompt)
    changed = album.change(one, shared=True, title=title, remixable=remixable)
    assert changed.status_code == 200, changed.text
    return changed.json()


@pytest.fixture(scope="module")
def pictures(sharers):
    """More than a page of them; all are deleted afterwards."""
    made = [share(sharers, f"a lighthouse in a storm, number {number}") for number in range(24)]
    made += [share(sharers, "a bowl of soup", "Warm soup"), share(sharers, "a plain secret", "Untold", remixable=False)]
    yield made
    for one in made:
        sharers.ask("DELETE", f"/pictures/{one['id']}")


def enter(page, house, key, place=""):
    page.goto(f"{house.url}/gallery{place}")
    page.fill("input[name=key]", key)
    page.click("button[type=submit]")
    page.wait_for_selector("[role=tablist]")
    return page


@pytest.fixture
def visitor(screen, server, pictures, visitors):
    return enter(screen, server, visitors.key)


@pytest.fixture
def sharer(screen, server, pictures, sharers):
    return enter(screen, server, sharers.key)


def photograph(page, name):
    assert violations_in_both(page) == []
    keep_picture(page, f"gallery-{name}")


def card(page, name):
    return page.locator(".gallery-card", has=page.get_by_role("button", name=name, exact=True))


def find(page, words):
    with page.expect_response(lambda answer: "/v1/gallery?" in answer.url):
        page.fill("input[type=search]", words)
    page.wait_for_selector(".gallery:not([aria-busy])", state="attached")


def test_the_grid_and_the_header_fit_every_width(visitor):
    expect(visitor.locator(".gallery-card")).to_have_count(24)
    assert wrong_anywhere(visitor, "gallery", (PHONE, TABLET, DESK), in_dark=None) == {}
    expect(visitor.locator(".gallery-card")).to_have_count(24)


def test_a_picture_shows_what_its_sharer_tells_and_arrow_keys_lead_on(visitor):
    card(visitor, "Untold").locator(".gallery-open").click()
    expect(visitor.locator("dialog h2")).to_have_text("Untold")
    expect(visitor.locator(".facts")).to_contain_text("Not shared")
    expect(visitor.get_by_role("link", name="Remix")).to_have_count(0)
    visitor.keyboard.press("ArrowRight")
    expect(visitor.locator("dialog h2")).to_have_text("Warm soup")
    expect(visitor.locator(".facts")).to_contain_text("a bowl of soup")
    photograph(visitor, "picture")
    visitor.keyboard.press("Escape")
    expect(card(visitor, "Warm soup").locator(".gallery-open")).to_be_focused()


def test_a_picture_fits_a_phone(visitor):
    visitor.set_viewport_size({"width": 320, "height": 700})
    card(visitor, "Warm soup").locator(".gallery-open").click()
    assert visitor.evaluate("document.querySelector('dialog').scrollWidth") <= 320
    photograph(visitor, "picture-320")


def test_remix_hands_over_prompt_size_seed_and_deployment(visitor, pictures):
    card(visitor, "Warm soup").locator(".gallery-open").click()
    address = visitor.get_by_role("link", name="Remix").get_attribute("href")
    path, _, handed = address.partition("#")
    (soup,) = [one for one in pictures if one["title"] == "Warm soup"]
    expected = {"prompt": "a bowl of soup", "size": soup["size"], "seed": str(soup["seed"]), "deployment": "pictures"}
    assert (path, parse_qs(handed)) == ("/images", {name: [value] for name, value in expected.items()})


def test_remix_opens_images_with_the_prompt_in_the_box(visitor):
    card(visitor, "Warm soup").locator(".gallery-open").click()
    visitor.get_by_role("link", name="Remix").click()
    expect(visitor.locator("textarea").first).to_have_value("a bowl of soup")


def test_verify_tells_of_a_picture_that_somebody_else_shared(visitor, pictures):
    card(visitor, "Untold").locator(".gallery-open").click()
    visitor.locator("dialog").get_by_role("link", name="Verify").click()
    expect(visitor.locator(".verdict[data-worth=good]")).to_contain_text("made by echo at this installation")
    expect(visitor.locator(".said")).to_contain_text(pictures[-1]["id"])
    expect(visitor.locator(".preview")).to_be_visible()


def test_a_like_counts_at_once_and_is_taken_back(visitor):
    heart = card(visitor, "Warm soup").get_by_role("button", name="Like")
    heart.click()
    expect(heart).to_have_attribute("aria-label", "Like, 1 like")
    expect(heart).to_have_attribute("aria-pressed", "true")
    card(visitor, "Warm soup").locator(".gallery-open").click()
    in_dialog = visitor.locator("dialog").get_by_role("button", name="Like")
    in_dialog.click()
    expect(in_dialog).to_have_attribute("aria-pressed", "false")
    visitor.keyboard.press("Escape")
    expect(heart).to_have_attribute("aria-label", "Like, 0 likes")


def test_a_like_that_the_server_refuses_is_undone_and_explained(browser, server, pictures, visitors):
    page = browser.new_page()
    enter(page, server, visitors.key)
    page.route("**/like", lambda route: route.abort())
    heart = card(page, "Warm soup").get_by_role("button", name="Like")
    heart.click()
    expect(page.locator(".toast")).to_contain_text("did not answer")
    expect(heart).to_have_attribute("aria-label", "Like, 0 likes")
    page.close()


def test_more_are_shown_by_a_button_and_the_focus_goes_to_the_first_of_them(visitor):
    visitor.get_by_role("button", name="Show more").focus()
    visitor.keyboard.press("Enter")
    expect(visitor.locator(".gallery-card")).to_have_count(26)
    assert visitor.evaluate("[...document.querySelectorAll('.gallery-open')].indexOf(document.activeElement)") == 24
    expect(visitor.get_by_role("button", name="Show more")).to_be_hidden()


def test_the_most_liked_come_first_when_asked(visitor, moderators, pictures):
    moderators.ask("POST", f"/gallery/{pictures[3]['id']}/like")
    visitor.get_by_label("Most liked").check()
    expect(visitor.locator(".gallery-card").first).to_contain_text("number 3")
    moderators.ask("DELETE", f"/gallery/{pictures[3]['id']}/like")


def test_words_find_pictures_as_they_are_typed_and_finding_nothing_helps(visitor):
    find(visitor, "soup")
    expect(visitor.locator(".gallery-card")).to_have_count(1)
    expect(visitor.get_by_label("Nearest")).to_be_checked()
    find(visitor, "snorkelwump")
    expect(visitor.locator(".gallery-empty")).to_contain_text("Nothing is near “snorkelwump”")
    photograph(visitor, "nothing")
    visitor.get_by_role("button", name="Show all").click()
    expect(visitor.locator(".gallery-card")).to_have_count(24)
    expect(visitor.get_by_label("Newest")).to_be_checked()


def test_a_report_is_thanked_for_and_a_moderator_decides_by_the_keyboard(screen, server, sharers, visitors, moderators):
    bad = share(sharers, "something to complain about", "Complained about")
    sent = {"reason": "privacy", "details": "That is me."}
    assert visitors.ask("POST", f"/gallery/{bad['id']}/report", sent).status_code == 200
    enter(screen, server, moderators.key)
    screen.get_by_role("tab", name="Moderation").click()
    case = screen.locator(".case", has_text="Complained about")
    expect(case).to_contain_text("It shows somebody against their will")
    expect(case).to_contain_text("That is me.")
    photograph(screen, "moderation")
    case.focus()
    screen.keyboard.press("h")
    expect(case).to_have_count(0)
    expect(screen.locator(".toast")).to_contain_text("Hidden from everybody else.")
    assert visitors.ask("GET", f"/gallery/{bad['id']}").status_code == 404
    sharers.ask("DELETE", f"/pictures/{bad['id']}")


def test_a_moderator_sees_what_a_maker_reports_and_forbids_that_it_is_shared(screen, server, sharers, moderators):
    (mine,) = sharers.draw("a picture gone wrong")
    sharers.ask("POST", f"/pictures/{mine['id']}/report", {"reason": "not_as_asked", "details": "Six fingers."})
    enter(screen, server, moderators.key, "#moderation")
    case = screen.locator(".case", has_text="a picture gone wrong")
    expect(case).to_contain_text("Private, and shown to you by whoever made it")
    expect(case).to_contain_text("It isn’t what was asked for")
    photograph(screen, "moderation-private")
    case.get_by_role("button", name="Forbid sharing").click()
    expect(screen.locator(".toast")).to_contain_text("the picture can’t be shared")
    assert sharers.change(mine, shared=True).status_code == 403
    sharers.ask("DELETE", f"/pictures/{mine['id']}")


def test_a_visitor_reports_with_a_reason(visitor):
    card(visitor, "Untold").locator(".gallery-open").click()
    visitor.get_by_role("button", name="Report").click()
    visitor.locator("dialog.narrow select").select_option("copyright")
    assert violations_in_both(visitor) == []
    visitor.locator("dialog.narrow button[type=submit]").click()
    expect(visitor.locator(".viewer-status")).to_contain_text("Thank you.")


def test_only_moderators_are_offered_moderation(visitor):
    assert visitor.get_by_role("tab").all_inner_texts() == ["Explore", "Shared by you"]


def test_a_sharer_sees_how_pictures_stand_and_takes_one_back(sharer, sharers, visitors):
    mine = share(sharers, "to be taken back", "Taken back")
    sharer.get_by_role("tab", name="Shared by you").click()
    row = sharer.locator(".shared-row", has_text="Taken back")
    expect(row).to_contain_text("In the gallery · 0 likes")
    photograph(sharer, "yours")
    row.get_by_role("button", name="Make private").click()
    expect(sharer.locator("dialog")).to_contain_text("its likes are deleted")
    sharer.locator("dialog button.danger").click()
    expect(row).to_have_count(0)
    assert visitors.ask("GET", f"/gallery/{mine['id']}").status_code == 404
    assert sharers.ask("DELETE", f"/pictures/{mine['id']}").status_code == 200


def test_a_sharer_deletes_a_picture_for_good(sharer, sharers):
    mine = share(sharers, "to be deleted", "Deleted")
    sharer.get_by_role("tab", name="Shared by you").click()
    row = sharer.locator(".shared-row", has_text="Deleted")
    row.get_by_role("button", name="Delete: Deleted").click()
    expect(sharer.locator("dialog")).to_contain_text("can’t be brought back")
    sharer.locator("dialog button.danger").click()
    expect(row).to_have_count(0)
    assert sharers.ask("GET", f"/pictures/{mine['id']}").status_code == 404


def test_the_keyboard_goes_from_the_search_to_the_order_to_the_pictures(visitor):
    visitor.locator("input[type=search]").focus()
    passed = []
    for _ in range(4):
        visitor.keyboard.press("Tab")
        passed.append(visitor.evaluate("document.activeElement.value || document.activeElement.className"))
    assert passed == ["newest", "button quiet", "gallery-open", "button quiet like"]


def told_otherwise(folder, line):
    """A server whose pictures are set otherwise."""
    config = folder / "settings.toml"
    config.write_text(ECHO.read_text().replace("[pictures]", f"[pictures]\n{line}"))
    return House(folder, config).start()


def test_a_shared_picture_says_that_it_waits_for_a_moderator_until_one_keeps_it(screen, tmp_path):
    house = told_otherwise(tmp_path, "approval = true")
    waiting = share(Album(house, "sharers"), "a shy picture", "Shy")
    assert waiting["moderation"] == "waiting"
    enter(screen, house, Album(house, "sharers").key, "#yours")
    expect(screen.locator(".shared-row")).to_contain_text("Waits for a moderator")
    screen.get_by_role("button", name="Sign out").click()
    screen.fill("input[name=key]", Album(house, "moderators").key)
    screen.click("button[type=submit]")
    expect(screen.locator(".gallery-empty").first).to_contain_text("Nothing is shared yet")
    screen.get_by_role("tab", name="Moderation").click()
    screen.get_by_role("button", name="Keep", exact=True).click()
    expect(screen.locator("#panel-moderation")).to_contain_text("Nothing waits")
    screen.get_by_role("tab", name="Explore").click()
    expect(screen.locator(".gallery-card")).to_contain_text("Shy")
    house.stop()


def test_where_the_gallery_is_switched_off_the_page_says_so(browser, tmp_path):
    house = told_otherwise(tmp_path, "gallery = false")
    page = browser.new_page()
    page.goto(f"{house.url}/gallery")
    page.fill("input[name=key]", house.key)
    page.click("button[type=submit]")
    expect(page.locator("#main h2")).to_have_text("The gallery is switched off here")
    assert violations(page) == []
    page.close()
    house.stop()
