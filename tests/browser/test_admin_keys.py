"""The keys of all projects in one room: asked for at once, sought, and narrowed to one project."""

from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.account import project_of
from tests.browser.admin import enter, settle
from tests.people import add_person, signed_in

EMAIL = "keyring@example.com"


def test_keys_of_many_projects_come_with_one_request_and_are_found_by_words(plain, server):
    add_person(server, EMAIL, "owner")
    projects = {name: project_of(server, EMAIL, name) for name in ("gulls", "terns", "waders")}
    with signed_in(server, EMAIL) as client:
        for name, id in projects.items():
            made = client.post(f"/organization/projects/{id}/api_keys", json={"name": f"key of {name}"})
            assert made.status_code == 200
    asked = []
    plain.on("request", lambda sent: asked.append(urlsplit(sent.url).path))
    enter(plain, server, EMAIL, "keys")
    rows = plain.locator("table").first.locator("tbody tr")
    for name in projects:
        expect(rows.filter(has_text=f"key of {name}")).to_have_count(1)
    lists = [path for path in asked if path.endswith("/api_keys") and "admin" not in path]
    assert lists == ["/v1/organization/api_keys"]

    plain.get_by_label("Find").fill("of terns")
    expect(rows).to_have_count(1)
    plain.get_by_label("Find").fill("")
    plain.locator(".asked").get_by_label("Project").select_option(label="gulls")
    settle(plain)
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("key of gulls")
    assert f"/v1/organization/projects/{projects['gulls']}/api_keys" in asked
