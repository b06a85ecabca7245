"""No form of the admin app offers what whoever is signed in would be refused, and each project offers its own roles."""

import pytest
from playwright.sync_api import expect

from tests.browser.account import project_of, shown_once
from tests.browser.admin import enter, settle
from tests.browser.looks import wrong_anywhere
from tests.people import add_person, signed_in

OWNER, ADMIN, LEAD = "offers-owner@example.com", "offers-admin@example.com", "offers-lead@example.com"
AUDITING = "offers-auditor@example.com"


@pytest.fixture(scope="module")
def places(server):
    """Two projects, and the first one's own roles: one that its leader can give, and one that is too mighty."""
    add_person(server, OWNER, "owner")
    add_person(server, ADMIN, "admin")
    ours, other = (project_of(server, OWNER, name) for name in ("offered harbour", "offered lighthouse"))
    add_person(server, LEAD, "member", f"project_admin@{ours}", f"developer@{other}")
    add_person(server, AUDITING, "auditor", f"project_admin@{ours}")
    with signed_in(server, OWNER) as client:
        for name, permissions in (
            ("meter-reader", ["usage.read"]),
            ("policy-maker", ["policies.write", "roles.write"]),
        ):
            body = {"role_name": name, "description": f"The {name}.", "permissions": permissions}
            assert client.post(f"/projects/{ours}/roles", json=body).is_success
        theirs = {"subject": "project", "subject_id": other, "set_by": "project", "requests_per_minute": 9}
        assert client.put("/organization/limits", json=theirs).is_success
    return ours, other


def dialog(page):
    return page.locator("dialog[open]")


def offered(select):
    expect(select.locator("option").first).to_be_attached()
    return select.locator("option").all_inner_texts()


@pytest.mark.parametrize("email", [LEAD, AUDITING])
@pytest.mark.parametrize(("page_name", "button"), [("limits", "Set a limit"), ("budgets", "Create a budget")])
def test_a_projects_administrator_sets_limits_and_budgets_of_that_project_alone(
    screen, server, places, page_name, button, email
):
    enter(screen, server, email, f"quotas/{page_name}").get_by_role("button", name=button).first.click()
    assert offered(dialog(screen).get_by_label("For", exact=True)) == ["A project", "A key"]
    assert offered(dialog(screen).locator("[name=subject_id]")) == ["offered harbour"]
    with screen.expect_response(lambda answer: f"/projects/{places[0]}/api_keys" in answer.url):
        dialog(screen).get_by_label("For", exact=True).select_option("A key")
    expect(dialog(screen).locator("[name=subject_id] option")).to_have_count(0)
    assert offered(dialog(screen).get_by_label("Project", exact=True)) == ["offered harbour"]


def test_what_another_project_set_is_seen_and_not_changed(screen, server, places):
    enter(screen, server, AUDITING, "quotas")
    theirs = screen.locator(".quota-card", has_text="offered lighthouse")
    expect(theirs).to_contain_text("of 9")
    expect(theirs.get_by_role("button")).to_have_count(0)


def test_a_projects_administrator_gives_roles_that_allow_no_more_than_they_may(screen, server, places):
    page = enter(screen, server, LEAD, f"projects/{places[0]}")
    for button in ("Add a member", "Make a service account"):
        page.get_by_role("button", name=button).click()
        roles = dialog(page).get_by_label("Role", exact=True)
        assert offered(roles) == ["project admin", "developer", "creator", "meter-reader"]
        roles.select_option("meter-reader")
        expect(dialog(page)).to_contain_text("The meter-reader.")
        page.keyboard.press("Escape")


def test_an_administrator_makes_nobody_an_owner(screen, server, places):
    page = enter(screen, server, ADMIN, "people")
    page.get_by_role("button", name="Add somebody").click()
    roles = offered(dialog(page).get_by_label("Role", exact=True))
    assert "admin" in roles and not {"owner", "safety reviewer"} & set(roles)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Offers-Owner").click()
    expect(page.get_by_role("button", name="Give role")).to_be_visible()
    expect(page.get_by_role("button", name="Take back")).to_have_count(0)


def test_an_invitation_gives_each_project_a_role_that_can_be_one_of_its_own(screen, server, places):
    page = enter(screen, server, ADMIN, "invitations")
    page.get_by_role("button", name="Invite somebody").first.click()
    assert not {"owner", "safety reviewer"} & set(offered(dialog(page).get_by_label("Role in the organisation")))
    dialog(page).get_by_label("Note").fill("of two projects")
    for name in ("offered harbour", "offered lighthouse"):
        dialog(page).get_by_label(name, exact=True).check()
    harbour, lighthouse = (dialog(page).get_by_label(f"Role in offered {name}") for name in ("harbour", "lighthouse"))
    assert offered(harbour) == ["project admin", "developer", "creator", "meter-reader"]
    assert offered(lighthouse) == ["project admin", "developer", "creator"]
    expect(lighthouse).to_have_value("developer")
    harbour.select_option("meter-reader")
    assert wrong_anywhere(page, "invitation-seats") == {}
    dialog(page).get_by_role("button", name="Make invitation").click()
    shown_once(page)
    row = settle(page).locator("tr", has_text="of two projects")
    expect(row).to_contain_text("offered harbour, as meter-reader")
    expect(row).to_contain_text("offered lighthouse, as developer")
    row.get_by_role("button", name="Look").click()
    expect(dialog(page)).to_contain_text("offered harbour, as meter-reader · offered lighthouse, as developer")


def test_what_is_wrong_with_a_projects_role_is_told_beside_the_projects(browser, server, places):
    page = enter(browser.new_page(), server, ADMIN, "invitations")
    page.get_by_role("button", name="Invite somebody").first.click()
    dialog(page).get_by_label("offered harbour", exact=True).check()
    role = dialog(page).get_by_label("Role in offered harbour")
    offered(role)
    role.evaluate("one => { one.append(new Option('none', 'none')); one.value = 'none'; }")
    dialog(page).get_by_role("button", name="Make invitation").click()
    expect(dialog(page).get_by_role("group", name="Projects").locator(".field-error:visible")).to_contain_text(
        "there is no role 'none'"
    )
    page.context.close()
