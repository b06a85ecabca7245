"""The gallery over the API: what is shared is seen, liked, reported and decided about; what is not, is not."""

import pytest
import requests

from tests.dialects.test_pictures_api import Album, opened


@pytest.fixture(scope="module")
def me(server):
    return Album(server, "sharers")


@pytest.fixture(scope="module")
def visitor(server):
    return Album(server, "visitors")


@pytest.fixture(scope="module")
def moderator(server):
    return Album(server, "moderators")


@pytest.fixture
def shared(me):
    """A picture in the gallery, deleted afterwards."""
    (one,) = me.draw("a snorkelwump at dawn")
    answer = me.change(one, shared=True, title="Dawn")
    assert answer.status_code == 200, answer.text
    yield answer.json()
    me.ask("DELETE", f"/pictures/{one['id']}")


def seen(album, id):
    answer = album.ask("GET", f"/gallery/{id}")
    return answer.json() if answer.status_code == 200 else None


def case_of(moderator, picture):
    """What waits for the moderator about the picture."""
    cases = moderator.ask("GET", "/gallery/reports").json()["data"]
    return next((one for one in cases if one["id"] == picture["id"]), None)


def found(album, **query):
    answer = album.ask("GET", "/gallery", params=query)
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()["data"]]


def test_a_picture_is_private_until_it_is_shared(me, visitor):
    (one,) = me.draw()
    assert seen(visitor, one["id"]) is None and seen(me, one["id"]) is None
    assert one["id"] not in found(visitor)
    assert one["shared_at"] is None


def test_a_shared_picture_is_seen_by_everybody_and_tells_little(shared, me, visitor):
    told = seen(visitor, shared["id"])
    assert (told["title"], told["likes"], told["liked"], told["mine"]) == ("Dawn", 0, False, False)
    assert told["remix"] is None
    assert not {"prompt", "project_id", "key_id", "seed", "deployment"} & set(told)
    assert "snorkelwump" not in str(told)
    assert seen(me, shared["id"])["mine"] is True
    assert opened(told["url"]).status_code == opened(told["thumbnail_url"]).status_code == 200


def test_how_it_was_made_is_told_where_the_sharer_lets(shared, me, visitor):
    me.change(shared, remixable=True)
    remix = seen(visitor, shared["id"])["remix"]
    assert (remix["prompt"], remix["deployment"], remix["size"]) == ("a snorkelwump at dawn", "pictures", "256x256")
    assert remix["seed"] == shared["seed"]
    me.change(shared, remixable=False)
    assert seen(visitor, shared["id"])["remix"] is None


def test_an_address_from_the_gallery_ends_with_the_sharing(shared, me, visitor):
    url = seen(visitor, shared["id"])["url"]
    assert opened(url).status_code == 200
    me.change(shared, shared=False)
    assert opened(url).status_code == 404
    assert seen(visitor, shared["id"]) is None
    assert opened(shared["url"]).status_code == 200


def test_a_deleted_picture_is_in_no_gallery(me, visitor):
    (one,) = me.draw()
    me.change(one, shared=True)
    url = seen(visitor, one["id"])["url"]
    me.ask("DELETE", f"/pictures/{one['id']}")
    assert opened(url).status_code == 404 and one["id"] not in found(visitor)


def test_likes_are_counted_once_for_each_key(shared, me, visitor):
    path = f"/gallery/{shared['id']}/like"
    for _ in range(2):
        told = visitor.ask("POST", path, {}).json()
        assert (told["likes"], told["liked"]) == (1, True)
    assert me.ask("POST", path, {}).json()["likes"] == 2
    for _ in range(2):
        told = visitor.ask("DELETE", path).json()
        assert (told["likes"], told["liked"]) == (1, False)


def test_likes_do_not_outlive_the_sharing(shared, me, visitor):
    visitor.ask("POST", f"/gallery/{shared['id']}/like", {})
    me.change(shared, shared=False)
    me.change(shared, shared=True)
    assert seen(visitor, shared["id"])["likes"] == 0


def test_the_most_liked_come_first_if_asked_for(me, visitor, moderator):
    pictures = me.draw(n=3)
    for one in pictures:
        me.change(one, shared=True)
    newest = [one["id"] for one in reversed(pictures)]
    for likers, one in ((2, pictures[1]), (1, pictures[0])):
        for album in (visitor, moderator)[:likers]:
            album.ask("POST", f"/gallery/{one['id']}/like", {})
    assert found(visitor)[:3] == newest
    liked = [pictures[1]["id"], pictures[0]["id"], pictures[2]["id"]]
    assert found(visitor, sort="liked")[:3] == liked
    after, walked = None, []
    for _ in liked:
        page = visitor.ask(
            "GET", "/gallery", params={"sort": "liked", "limit": 1} | ({"after": after} if after else {})
        )
        walked.append(page.json()["data"][0]["id"])
        after = page.json()["next"]
    assert walked == liked
    for one in pictures:
        me.ask("DELETE", f"/pictures/{one['id']}")


def test_the_gallery_is_searched_by_meaning(shared, me, visitor):
    (other,) = me.draw("quick brown otters")
    me.change(other, shared=True, remixable=True, title="Otters, quick and brown")
    # The echo model's vectors are near where words are shared.
    assert found(visitor, query="brown quick")[0] == other["id"]
    assert shared["id"] not in found(visitor, query="brown quick")
    assert found(visitor, query="dawn") == [shared["id"]]
    assert found(visitor, query="snorkelwump") == []
    me.ask("DELETE", f"/pictures/{other['id']}")
    assert other["id"] not in found(visitor, query="brown quick")


def test_what_is_not_shared_any_more_has_no_meaning(shared, me):
    statement = "SELECT meaning IS NOT NULL FROM pictures WHERE id = ?"
    assert me.house.rows(statement, shared["id"]) == [(1,)]
    me.change(shared, shared=False)
    assert me.house.rows(statement, shared["id"]) == [(0,)]


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ({"sort": "best"}, "sort"),
        ({"sort": "nearest"}, "sort"),
        ({"query": "x" * 501}, "query"),
        ({"after": "WzFd"}, "after"),
        ({"limit": "0"}, "limit"),
    ],
)
def test_a_query_that_makes_no_sense_is_refused(visitor, query, param):
    answer = visitor.ask("GET", "/gallery", params=query)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)


def test_a_reported_picture_comes_before_a_moderator_who_may_keep_it(shared, visitor, moderator):
    path = f"/gallery/{shared['id']}"
    told = visitor.ask("POST", f"{path}/report", {"reason": "copyright", "details": "mine"}).json()
    assert (told["reported"], told["moderated"]) == (True, True)
    case = case_of(moderator, shared)
    assert [(one["reason"], one["details"], one["own"]) for one in case["reports"]] == [("copyright", "mine", False)]
    assert case["prompt"] == "a snorkelwump at dawn"
    assert opened(case["url"]).status_code == 200
    assert moderator.ask("POST", f"{path}/decision", {"decision": "keep"}).json()["moderation"] == "open"
    assert case_of(moderator, shared) is None
    assert seen(visitor, shared["id"]) is not None


def test_whoever_made_a_private_picture_shows_it_to_moderators_until_they_have_decided(me, visitor, moderator):
    (one,) = me.draw("a teapot of chocolate")
    path = f"/pictures/{one['id']}/report"
    assert visitor.ask("POST", path, {"reason": "other"}).status_code == 404
    assert case_of(moderator, one) is None
    assert me.ask("POST", path, {"reason": "not_as_asked", "details": "no tea"}).json()["reported"] is True
    case = case_of(moderator, one)
    assert (case["prompt"], case["deployment"], case["shared_at"]) == ("a teapot of chocolate", "pictures", None)
    assert [(told["reason"], told["details"], told["own"]) for told in case["reports"]] == [
        ("not_as_asked", "no tea", True)
    ]
    assert opened(case["url"]).status_code == 200 and seen(visitor, one["id"]) is None
    assert moderator.ask("POST", f"/gallery/{one['id']}/decision", {"decision": "keep"}).json()["moderation"] == "open"
    assert case_of(moderator, one) is None and opened(case["url"]).status_code == 404
    assert me.ask("GET", f"/pictures/{one['id']}").json()["shared_at"] is None


def test_a_private_picture_that_a_moderator_hid_can_neither_be_shared_nor_reported_again(me, moderator):
    (one,) = me.draw()
    path = f"/pictures/{one['id']}/report"
    me.ask("POST", path, {"reason": "violence"})
    moderator.ask("POST", f"/gallery/{one['id']}/decision", {"decision": "hide"})
    for answer in (me.change(one, shared=True), me.ask("POST", path, {"reason": "violence"})):
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "picture_hidden")
    assert me.ask("GET", f"/pictures/{one['id']}").json()["moderation"] == "hidden"


def test_a_report_goes_with_its_picture(me, moderator):
    (one,) = me.draw()
    me.ask("POST", f"/pictures/{one['id']}/report", {"reason": "other"})
    me.ask("DELETE", f"/pictures/{one['id']}")
    assert case_of(moderator, one) is None
    assert me.house.rows("SELECT count(*) FROM reports WHERE picture_id = ?", one["id"]) == [(0,)]


def test_what_others_said_of_a_picture_that_is_private_again_shows_it_to_nobody(shared, me, visitor, moderator):
    visitor.ask("POST", f"/gallery/{shared['id']}/report", {"reason": "other"})
    url = case_of(moderator, shared)["url"]
    me.change(shared, shared=False)
    assert case_of(moderator, shared) is None and opened(url).status_code == 404


def test_others_cannot_say_what_was_asked_for(shared, visitor):
    answer = visitor.ask("POST", f"/gallery/{shared['id']}/report", {"reason": "not_as_asked"})
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "reason")


def test_what_a_moderator_hides_is_gone_and_cannot_be_shared_again(shared, me, visitor, moderator):
    url = seen(visitor, shared["id"])["url"]
    answer = moderator.ask("POST", f"/gallery/{shared['id']}/decision", {"decision": "hide"})
    assert answer.json()["moderation"] == "hidden"
    assert seen(visitor, shared["id"]) is None and opened(url).status_code == 404
    assert me.ask("GET", f"/pictures/{shared['id']}").json()["moderation"] == "hidden"
    me.change(shared, shared=False)
    again = me.change(shared, shared=True)
    assert (again.status_code, again.json()["error"]["code"]) == (403, "picture_hidden")


@pytest.mark.parametrize(
    ("body", "param"),
    [({}, "reason"), ({"reason": "ugly"}, "reason"), ({"reason": "other", "details": "x" * 1001}, "details")],
)
def test_a_report_needs_a_reason(shared, visitor, body, param):
    answer = visitor.ask("POST", f"/gallery/{shared['id']}/report", body)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)


def test_only_moderators_decide(shared, me, visitor):
    for album in (me, visitor):
        for answer in (
            album.ask("GET", "/gallery/reports"),
            album.ask("POST", f"/gallery/{shared['id']}/decision", {"decision": "hide"}),
        ):
            assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_a_moderator")


def test_a_page_of_the_gallery_tells_callers_whether_they_may_moderate(visitor, moderator):
    told = [album.ask("GET", "/gallery").json()["moderator"] for album in (visitor, moderator)]
    assert told == [False, True]


def test_a_moderator_decides_about_shared_pictures_alone(me, moderator):
    (one,) = me.draw()
    assert moderator.ask("POST", f"/gallery/{one['id']}/decision", {"decision": "hide"}).status_code == 404


def test_a_title_that_the_policy_stops_is_refused(filtered):
    album = Album(filtered, "default")
    answer = requests.post(
        f"{filtered.url}/v1/pictures/import",
        headers={"api-key": album.key},
        files={"image": ("a.png", PNG)},
        data={"consent": "true", "title": "The forbidden fruit"},
        timeout=20,
    )
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "title"), answer.text
    assert answer.json()["error"]["code"] == "content_filter"


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
