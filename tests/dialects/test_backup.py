"""A copy of the home is a backup: what was made in the old house is known, opened and vouched for in the new one."""

import shutil

from tests.dialects.test_pictures_api import Album, opened
from tests.house import House

NEEDED = {"zaffre.db", "journal", "server.key", "provenance", "pictures"}


def test_pictures_outlive_their_house_with_their_addresses_and_credentials(own_server, tmp_path_factory):
    album = Album(own_server, "movers")
    (one,) = album.draw("a red fox")
    data = opened(one["url"]).content
    own_server.stop()
    home = tmp_path_factory.mktemp("restored") / "home"
    home.mkdir()
    for name in NEEDED:
        path = own_server.home / name
        (shutil.copytree if path.is_dir() else shutil.copy)(path, home / name)
    house = House(home).start()
    album.house = house
    assert [kept["id"] for kept in album.list()["data"]] == [one["id"]]
    assert opened(one["url"].replace(own_server.url, house.url)).content == data
    told = album.ask("POST", "/images/verify", files={"image": ("one.png", data)}).json()
    assert told["credentials"]["state"] == "valid" and told["credentials"]["is_this_installation"]
    assert told["watermark"]["is_this_installation"]
    house.stop()


def test_without_the_keys_of_the_old_house_a_picture_is_whole_and_nobodys(own_server, server):
    album = Album(own_server, "movers")
    (one,) = album.draw("a red fox")
    data = opened(one["url"]).content
    told = Album(server, "strangers").ask("POST", "/images/verify", files={"image": ("one.png", data)}).json()
    assert told["credentials"]["state"] == "valid" and not told["credentials"]["is_this_installation"]
    assert not told["watermark"]["found"]
