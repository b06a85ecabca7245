"""Kept pictures over the API: listed, changed, brought along, opened by address, and nobody else's."""

import time
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from PIL import Image

from zaffre.core.clock import new_id


class Album:
    """One project's pictures, as a client of the API sees them."""

    def __init__(self, house, project):
        self.house, self.key = house, house.make_key("--project", project)

    def ask(self, method, path, body=None, *, base="/v1", **more):
        headers = {"api-key": self.key} if self.key else {}
        return requests.request(method, self.house.url + base + path, json=body, headers=headers, timeout=30, **more)

    def draw(self, prompt="a red fox", **more):
        body = {"model": "pictures", "prompt": prompt} | more
        answer = self.ask("POST", "/images/generations", body)
        assert answer.status_code == 200, answer.text
        return self.list(limit=body.get("n", 1))["data"]

    def list(self, **query):
        answer = self.ask("GET", "/pictures", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def change(self, picture, **changes):
        return self.ask("PATCH", f"/pictures/{picture['id']}", changes)

    def bring(self, data, **fields):
        return self.ask("POST", "/pictures/import", files={"image": ("mine.png", data)}, data=fields)


@pytest.fixture(scope="module")
def scratch(server):
    return Album(server, "scratch")


@pytest.fixture
def album(scratch):
    """A project that has nothing, and will have nothing."""
    yield scratch
    for one in scratch.list()["data"]:
        scratch.ask("DELETE", f"/pictures/{one['id']}")
    for one in scratch.ask("GET", "/collections").json()["data"]:
        scratch.ask("DELETE", f"/collections/{one['id']}")


@pytest.fixture(scope="module")
def kept(server):
    """A project with a few pictures that no test changes."""
    album = Album(server, "kept")
    for prompt in ("a red fox", "a blue whale", "a red car"):
        album.draw(prompt)
    return album


@pytest.fixture(scope="module")
def stranger(server):
    return Album(server, "strangers")


def png(width=40, height=20, colour=(0, 128, 0), **more):
    file = BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "PNG", **more)
    return file.getvalue()


def opened(url, **more):
    return requests.get(url, timeout=20, **more)


@pytest.mark.parametrize("base", ["/v1", "/openai/v1"])
def test_what_was_drawn_is_listed_newest_first(kept, base):
    told = kept.ask("GET", "/pictures", base=base).json()
    assert [one["prompt"] for one in told["data"]] == ["a red car", "a blue whale", "a red fox"]
    one = told["data"][0]
    assert (one["object"], one["deployment"], one["model"], one["size"]) == ("picture", "pictures", "echo", "256x256")
    assert (one["favourite"], one["shared_at"], one["collection"]) == (False, None, None)
    assert isinstance(one["seed"], int)


def test_pages_follow_each_other(kept):
    first = kept.list(limit=2)
    assert first["has_more"]
    second = kept.list(limit=2, after=first["next"])
    assert (second["has_more"], second["next"]) == (False, None)
    prompts = [one["prompt"] for page in (first, second) for one in page["data"]]
    assert prompts == ["a red car", "a blue whale", "a red fox"]


def test_pictures_are_searched_by_words(kept):
    assert [one["prompt"] for one in kept.list(query="RED")["data"]] == ["a red car", "a red fox"]
    assert kept.list(operation="image_edit")["data"] == []


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "101"}, "limit"),
        ({"limit": "ten"}, "limit"),
        ({"after": "nonsense"}, "after"),
        ({"after": "WzFd"}, "after"),
        ({"favourite": "yes"}, "favourite"),
        ({"operation": "theft"}, "operation"),
    ],
)
def test_a_query_that_makes_no_sense_is_refused(kept, query, param):
    answer = kept.ask("GET", "/pictures", params=query)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)


def test_a_picture_is_opened_by_its_address_alone(kept):
    one = kept.list(limit=1)["data"][0]
    answer = opened(one["url"])
    assert Image.open(BytesIO(answer.content)).size == (256, 256)
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["content-disposition"] == f'inline; filename="{one["id"]}.png"'
    assert int(answer.headers["content-length"]) == one["bytes"] == len(answer.content)
    age = int(answer.headers["cache-control"].split("max-age=")[1].split(",")[0])
    assert 23 * 3600 < age <= 25 * 3600


def test_a_browser_that_has_it_is_sent_nothing(kept):
    url = kept.list(limit=1)["data"][0]["url"]
    tag = opened(url).headers["etag"]
    again = opened(url, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert requests.head(url, timeout=20).headers["etag"] == tag


def test_a_picture_may_be_downloaded_in_sizes(kept):
    url = kept.list(limit=1)["data"][0]["url"]
    small = opened(url + "&width=100&download=1")
    assert Image.open(BytesIO(small.content)).size == (100, 100)
    assert small.headers["content-disposition"].startswith("attachment")
    assert small.headers["etag"] != opened(url).headers["etag"]
    for wrong in ("0", "15", "257", "-5", "big", "1e9"):
        answer = opened(f"{url}&width={wrong}")
        assert (answer.status_code, answer.json()["error"]["param"]) == (400, "width")


def test_thumbnails_are_webp(kept):
    answer = opened(kept.list(limit=1)["data"][0]["thumbnail_url"])
    assert (answer.headers["content-type"], Image.open(BytesIO(answer.content)).format) == ("image/webp", "WEBP")


@pytest.mark.parametrize(
    "change",
    [
        lambda path, query: (path, query | {"signature": "A" * 43}),
        lambda path, query: (path, query | {"expires": "9999999999"}),
        lambda path, query: (path, query | {"for": "gallery"}),
        lambda path, query: (path, {}),
        lambda path, query: (path.replace(".png", ".thumbnail.webp"), query),
        lambda path, query: (path.rpartition("/")[0] + "/..%5c..%5cserver.key", query),
    ],
)
def test_an_altered_address_is_a_403_that_says_why(kept, change):
    split = urlsplit(kept.list(limit=1)["data"][0]["url"])
    path, query = change(split.path, {name: values[0] for name, values in parse_qs(split.query).items()})
    answer = requests.get(kept.house.url + path, params=query, timeout=20)
    assert answer.status_code == 403
    assert "GET /v1/pictures/{id}" in answer.json()["error"]["message"]


def test_an_address_is_read_and_not_written_to(kept):
    url = kept.list(limit=1)["data"][0]["url"]
    assert requests.delete(url, timeout=20).status_code == 405


def test_a_picture_is_changed(album):
    (one,) = album.draw()
    told = album.change(one, title="Fox", favourite=True, remixable=True).json()
    assert (told["title"], told["favourite"], told["remixable"]) == ("Fox", True, True)
    assert album.change(one, title=None).json()["title"] is None
    assert album.change(one).json()["favourite"] is True
    assert [got["id"] for got in album.list(favourite="true")["data"]] == [one["id"]]


@pytest.mark.parametrize(
    ("changes", "status", "param"),
    [
        ({"title": "x" * 201}, 400, "title"),
        ({"title": 5}, 400, "title"),
        ({"favourite": None}, 400, "favourite"),
        ({"favorite": True}, 400, "favorite"),
        ({"collection": "coll_none"}, 404, "collection"),
        ({"parent": "img_none"}, 400, "parent"),
        ({"prompt": "other"}, 400, "prompt"),
    ],
)
def test_a_change_that_cannot_be_is_refused(album, changes, status, param):
    (one,) = album.draw()
    answer = album.change(one, **changes)
    assert (answer.status_code, answer.json()["error"]["param"]) == (status, param)


def test_a_variation_may_name_its_parent(album):
    first, second = album.draw(n=2)
    assert album.change(first, parent=second["id"]).json()["parent"] == second["id"]
    assert [one["id"] for one in album.list(parent=second["id"])["data"]] == [first["id"]]
    assert album.change(first, parent=first["id"]).status_code == 400


def test_a_deleted_picture_is_gone_for_good(album):
    (one,) = album.draw()
    assert album.ask("DELETE", f"/pictures/{one['id']}").json()["deleted"] is True
    assert album.ask("DELETE", f"/pictures/{one['id']}").status_code == 404
    assert opened(one["url"]).status_code == opened(one["thumbnail_url"]).status_code == 404
    assert album.list()["data"] == []
    assert list((album.house.home / "pictures").rglob(f"{one['id']}*")) == []


def test_collections_hold_pictures(album):
    (one,) = album.draw()
    pile = album.ask("POST", "/collections", {"name": "Foxes"}).json()
    assert album.change(one, collection=pile["id"]).json()["collection"] == pile["id"]
    assert album.ask("GET", "/collections").json()["data"] == [pile | {"pictures": 1}]
    assert album.list(collection=pile["id"])["data"][0]["id"] == one["id"]
    renamed = album.ask("PATCH", f"/collections/{pile['id']}", {"name": "Red foxes"}).json()
    assert (renamed["name"], renamed["pictures"]) == ("Red foxes", 1)
    assert album.ask("DELETE", f"/collections/{pile['id']}").json()["deleted"] is True
    assert album.list()["data"][0]["collection"] is None


def test_a_collections_name_is_there_once(album):
    first, second = (album.ask("POST", "/collections", {"name": name}).json() for name in ("one", "two"))
    for answer in (
        album.ask("POST", "/collections", {"name": "one"}),
        album.ask("PATCH", f"/collections/{second['id']}", {"name": "one"}),
        album.ask("POST", "/collections", {"name": " "}),
        album.ask("POST", "/collections", {"name": "x" * 101}),
        album.ask("POST", "/collections", {}),
    ):
        assert (answer.status_code, answer.json()["error"]["param"]) == (400, "name")
    assert album.ask("GET", f"/collections/{first['id']}").json()["name"] == "one"


def test_a_picture_is_brought_along(album):
    answer = album.bring(png(), consent="true", title="Mine")
    assert answer.status_code == 201
    told = answer.json()
    assert (told["operation"], told["title"], told["size"], told["prompt"]) == ("import", "Mine", "40x20", None)
    assert Image.open(BytesIO(opened(told["url"]).content)).size == (40, 20)


def test_what_was_hidden_in_a_file_is_not_kept(album):
    exif = Image.Exif()
    exif[0x010E] = "taken at 48.137 north"
    data = png(exif=exif)
    assert b"48.137" in data
    told = album.bring(data, consent="true").json()
    assert b"48.137" not in opened(told["url"]).content


@pytest.mark.parametrize(
    ("data", "fields", "param"),
    [
        (png(), {}, "consent"),
        (png(), {"consent": "false"}, "consent"),
        (b"no picture", {"consent": "true"}, "image"),
        (b"", {"consent": "true"}, "image"),
        (png(), {"consent": "true", "output_format": "gif"}, "output_format"),
        (png(), {"consent": "true", "wish": "1"}, "wish"),
        (png(), {"consent": "true", "title": "x" * 300}, "title"),
    ],
)
def test_what_cannot_be_brought_is_refused(album, data, fields, param):
    answer = album.bring(data, **fields)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param), answer.text
    assert album.list()["data"] == []


def test_nothing_of_a_project_is_reached_with_anothers_key(kept, stranger):
    one = kept.list(limit=1)["data"][0]
    pile = kept.ask("POST", "/collections", {"name": new_id("pile")}).json()
    theirs = stranger.draw()[0]
    for method, path, body in (
        ("GET", f"/pictures/{one['id']}", None),
        ("PATCH", f"/pictures/{one['id']}", {"favourite": True}),
        ("DELETE", f"/pictures/{one['id']}", None),
        ("GET", f"/collections/{pile['id']}", None),
        ("PATCH", f"/collections/{pile['id']}", {"name": "mine now"}),
        ("DELETE", f"/collections/{pile['id']}", None),
        ("PATCH", f"/pictures/{theirs['id']}", {"collection": pile["id"]}),
        ("GET", f"/gallery/{one['id']}", None),
        ("POST", f"/gallery/{one['id']}/like", {}),
        ("DELETE", f"/gallery/{one['id']}/like", None),
        ("POST", f"/gallery/{one['id']}/report", {"reason": "other"}),
    ):
        assert stranger.ask(method, path, body).status_code == 404, (method, path)
    assert stranger.change(theirs, parent=one["id"]).status_code == 400
    assert one["id"] not in [seen["id"] for seen in stranger.list()["data"]]
    assert stranger.list(collection=pile["id"])["data"] == []
    assert pile["id"] not in [seen["id"] for seen in stranger.ask("GET", "/collections").json()["data"]]
    assert kept.ask("GET", f"/pictures/{one['id']}").json()["favourite"] is False


@pytest.mark.parametrize("id", ["..", "%2e%2e%2f%2e%2e", "img_'; DROP TABLE pictures;--", "ü", "x" * 5000])
def test_ids_that_are_none_are_not_found(kept, id):
    assert kept.ask("GET", f"/pictures/{id}").status_code == 404


def test_terms_of_a_project_hold(server):
    brief, silent = Album(server, "brief"), Album(server, "silent")
    (one,) = brief.draw()
    assert one["expires_at"] == pytest.approx(time.time() + 86_400, abs=60)
    (one,) = silent.draw("a secret")
    assert (one["prompt"], one["expires_at"]) == (None, None)


def test_an_edit_and_a_variation_are_kept_as_what_they_are(album):
    files = {"image": ("a.png", png(256, 256))}
    for tail, fields, operation in (
        ("edits", {"prompt": "bluer"}, "image_edit"),
        ("variations", {}, "image_variation"),
    ):
        answer = album.ask("POST", f"/images/{tail}", files=files, data={"model": "pictures"} | fields)
        assert answer.status_code == 200, answer.text
        one = album.list(limit=1)["data"][0]
        assert (one["operation"], one["prompt"]) == (operation, fields.get("prompt"))


def test_the_url_of_an_answer_is_the_address_of_the_kept_picture(album):
    answer = album.ask("POST", "/images/generations", {"model": "pictures", "prompt": "fox", "response_format": "url"})
    url = answer.json()["data"][0]["url"]
    assert urlsplit(url).path == urlsplit(album.list()["data"][0]["url"]).path
    assert opened(url).status_code == 200
