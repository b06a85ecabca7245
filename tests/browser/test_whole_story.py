"""The whole story in browsers alone, on one node and on two: from the first owner's link to a key that is revoked."""

import re

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.account import settle, shown_once
from tests.browser.admin import go
from tests.browser.admin import settle as settle_admin
from tests.browser.conftest import LIMITED, SCREENSHOTS
from tests.browser.looks import violations
from tests.cluster import shared
from tests.house import House, eventually
from tests.people import PASSWORD


class Place:
    """Where it happens: the owner is at the `first` node, everybody else at the `other`."""

    def __init__(self, kind, link, urls):
        self.kind = kind
        self.link = link
        self.urls = urls
        self.first, self.other = urls[0], urls[-1]
        self.granted = 0

    def photograph(self, page, name):
        assert violations(page) == []
        page.screenshot(path=SCREENSHOTS / f"story-{self.kind}-{name}.png", full_page=True)

    def at_the_other(self, link):
        """The same page where the others are."""
        return link.replace(self.first, self.other)

    def answers(self, key):
        """What calls with the key are answered, by one node after the other."""
        body = {"model": "echo", "messages": [{"role": "user", "content": "hello"}]}
        headers = {"api-key": key}
        sent = [httpx.post(f"{url}/v1/chat/completions", headers=headers, json=body) for url in self.urls]
        statuses = [answer.status_code for answer in sent]
        self.granted += statuses.count(200)
        return statuses


@pytest.fixture(scope="module", params=["one", "two"])
def place(request, tmp_path_factory):
    """A new house with SQLite, or two nodes with PostgreSQL and Valkey, with the link that makes the first owner."""
    if request.param == "two":
        with shared(LIMITED) as nodes:
            (link,) = nodes.links
            yield Place("two", link, nodes.urls)
        return
    house = House(tmp_path_factory.mktemp("story"), LIMITED).start()
    printed = house.process.stdout.readline()
    while "#invitation=" not in printed:
        printed = house.process.stdout.readline()
    yield Place("one", re.search(r"\S+#invitation=\S+", printed).group(), [house.url])
    house.stop()


@pytest.fixture(scope="module")
def people(browser):
    """A browser of their own for each of them."""
    opened = []

    def somebody():
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(15_000)
        opened.append(context)
        return context.new_page()

    yield somebody
    for context in opened:
        context.close()


def come_in(page, link, name, email=None):
    """Accept an invitation, as somebody who has no account."""
    page.goto(link)
    page.fill("[name=name]", name)
    if email:
        page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Accept and come in").click()
    page.wait_for_selector("[role=tablist]")
    return settle(page)


def administer(page):
    page.locator(".identity").click()
    page.get_by_role("link", name="Administration").click()
    page.wait_for_selector(".room-head")
    return settle_admin(page)


def make_project(page, name):
    go(page, "projects").get_by_role("button", name="Make a project").first.click()
    page.fill("dialog [name=name]", name)
    page.locator("dialog").get_by_role("button", name="Make project").click()
    page.get_by_role("button", name="I have kept it").click()
    page.wait_for_selector(f"h2:has-text('{name}')")
    settle_admin(page)


def invite(page, place, email, project):
    """The link that the invitation shows once."""
    go(page, "invitations").get_by_role("button", name="Invite somebody").first.click()
    page.fill("dialog [name=email]", email)
    page.locator("dialog").get_by_label(project, exact=True).check()
    place.photograph(page, "invite")
    page.locator("dialog").get_by_role("button", name="Make invitation").click()
    page.wait_for_selector("dialog .secret")
    return shown_once(page)


def apply(page, place, email, name):
    page.goto(f"{place.other}/account#sign-up")
    for field, value in {"email": email, "name": name, "password": PASSWORD}.items():
        page.fill(f"[name={field}]", value)
    page.check("[name=agreed_terms]")
    page.get_by_role("button", name="Make account").click()
    page.get_by_role("button", name="Apply for access").click()
    page.fill("[name=use_case]", "Sorting the letters of the harbour office.")
    page.check("[name=agreed_terms]")
    page.get_by_role("button", name="Send application").click()
    page.wait_for_selector(".timeline")


def approve(page, place, who):
    go(page, "applications")
    card = page.locator(".application", has_text=who)
    card.get_by_role("button", name="Approve").click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("Requests a minute").fill("5")
    dialog.get_by_label("Budget", exact=True).fill("20")
    dialog.get_by_label("Note to them").fill("Welcome.")
    place.photograph(page, "approve")
    dialog.get_by_role("button", name="Approve", exact=True).click()
    dialog.wait_for(state="detached")
    expect(card).to_have_count(0)


def set_limit(page, project, number):
    go(page, "quotas").get_by_role("button", name="Set a limit").first.click()
    dialog = page.locator("dialog[open]")
    dialog.locator("[name=subject_id]").select_option(label=project)
    dialog.get_by_label("Requests a minute").fill(str(number))
    dialog.get_by_role("button", name="Set limit").click()
    dialog.wait_for(state="detached")


def set_budget(page, project, amount):
    page.get_by_label("Budgets", exact=True).check(force=True)
    page.get_by_role("button", name="Create a budget").first.click()
    dialog = page.locator("dialog[open]")
    dialog.locator("[name=subject_id]").select_option(label=project)
    dialog.locator("[name=amount]").fill(str(amount))
    dialog.get_by_label("By e-mail to").fill("keeper@example.com")
    dialog.get_by_role("button", name="Create budget").click()
    dialog.wait_for(state="detached")


def make_key(page, name):
    page.get_by_role("tab", name="Keys").click()
    settle(page).get_by_role("button", name="Make a key").first.click()
    page.fill("dialog [name=name]", name)
    page.locator("dialog").get_by_role("button", name="Make key").click()
    page.wait_for_selector("dialog .secret")
    return shown_once(page)


def test_an_administrator_does_everything_in_the_browser_alone(place, people):
    owner, colleague, applicant = people(), people(), people()
    come_in(owner, place.link, "Keeper", "keeper@example.com")
    administer(owner)
    make_project(owner, "harbour")
    link = place.at_the_other(invite(owner, place, "colleague@example.com", "harbour"))

    colleague.goto(link)
    expect(colleague.locator(".given")).to_contain_text("harbour, as developer")
    place.photograph(colleague, "invited")
    come_in(colleague, link, "Colleague")
    expect(colleague.locator("main")).to_contain_text("harbour")

    apply(applicant, place, "applicant@example.com", "Applicant")
    approve(owner, place, "Applicant")
    applicant.reload()
    expect(settle(applicant).locator("main")).to_contain_text("Approved")
    expect(applicant.locator("main")).to_contain_text("Requests a minute: 5")
    place.photograph(applicant, "approved")

    set_limit(owner, "harbour", 40)
    set_budget(owner, "harbour", 25)
    key = make_key(colleague, "sorting")
    # The node that made the key knows it at once, every other one within five seconds.
    assert place.answers(key)[-1] == 200
    eventually(lambda: set(place.answers(key)) == {200}, within=5)
    card = owner.locator(".quota-card", has_text="harbour")
    expect(card).not_to_contain_text("$0.00 of")
    place.photograph(owner, "budget-used")
    owner.goto(f"{place.first}/admin#quotas/limits")
    expect(card).to_contain_text(f"{place.granted} of 40")

    go(owner, "audit").wait_for_selector(".event")
    lines = owner.locator(".event-what").all_inner_texts()
    assert {"Created a project", "Accepted an invitation", "Approved an application", "Created an API key"} <= set(
        lines
    )
    expect(owner.locator(".event-who", has_text="keeper@example.com").first).to_be_visible()
    expect(owner.locator(".event-who", has_text="colleague@example.com").first).to_be_visible()
    given = owner.locator(".event", has_text="Gave a role")
    expect(given.filter(has_text="developer").first).to_contain_text("applicant@example.com")
    place.photograph(owner, "trail")

    go(owner, "keys").get_by_role("button", name="Revoke sorting").click()
    owner.get_by_role("button", name="Revoke key").click()
    expect(owner.locator("tr", has_text="sorting")).to_have_count(0)
    assert place.answers(key)[0] == 401
    eventually(lambda: set(place.answers(key)) == {401}, within=5)
    place.photograph(owner, "revoked")
