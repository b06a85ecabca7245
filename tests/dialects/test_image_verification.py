"""`POST /v1/images/verify`, and `zaffre verify`: sent as a form or as it is, and refused in words."""

import json
import subprocess

import pytest
import requests

from tests.house import ZAFFRE
from tests.pictures import photo
from zaffre.core.pictures import Output
from zaffre.core.provenance import Marks, Story
from zaffre.provenance.provenance import Provenance
from zaffre.settings.pictures import Pictures

STORY = Story(picture="img_9", model="painter", deployment="pictures", made_at=1_790_000_000)
PATHS = ["/v1/images/verify", "/openai/v1/images/verify"]


@pytest.fixture(scope="module")
def picture(server):
    ours = Provenance.of_home(server.home, Pictures().made_by)
    return ours.written(photo(), Output(format="jpeg", compression=90), STORY, Marks())


def ask(server, path=PATHS[0], **request):
    headers = {"api-key": server.key} | request.pop("headers", {})
    return requests.post(server.url + path, headers=headers, timeout=30, **request)


def run(server, *options):
    command = [*ZAFFRE, "verify", "--home", str(server.home), *map(str, options)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("path", PATHS)
def test_a_form_tells_who_made_the_picture_it_holds(server, picture, path):
    told = ask(server, path, files={"image": ("a.jpg", picture)}).json()
    assert told["object"] == "image.provenance"
    assert (told["format"], told["width"], told["height"]) == ("jpeg", 256, 256)
    assert told["credentials"]["is_this_installation"] is True
    assert told["credentials"]["model"] == "painter"
    assert told["watermark"]["is_this_installation"] is True


@pytest.mark.parametrize("kind", ["image/jpeg", "application/octet-stream", None])
def test_bytes_as_they_are_tell_it_too(server, picture, kind):
    headers = {"content-type": kind} if kind else {}
    told = ask(server, data=picture, headers=headers).json()
    assert told["credentials"]["state"] == "valid"


def test_a_key_is_needed(server, picture):
    assert requests.post(server.url + PATHS[0], data=picture, timeout=10).status_code == 401


@pytest.mark.parametrize(
    "request_", [{"data": b"hello"}, {"files": {"image": b"hello"}}, {"files": {"picture": b"hello"}}, {"data": b""}]
)
def test_what_is_no_picture_is_a_400_that_names_the_field(server, request_):
    answer = ask(server, **request_)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "image")


def test_a_body_of_another_kind_is_a_415(server):
    assert ask(server, json={"image": "https://example.com/a.png"}).status_code == 415


def test_the_command_tells_the_same(server, picture, tmp_path):
    file = tmp_path / "a.jpg"
    file.write_bytes(picture)
    done = run(server, file)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("This picture was made by painter at this installation")
    assert json.loads(run(server, file, "--json").stdout) == ask(server, data=picture).json()


def test_the_command_ends_with_2_where_credentials_do_not_hold(server, picture, tmp_path):
    file = tmp_path / "a.jpg"
    file.write_bytes(picture + b"something more")
    assert run(server, file).returncode == 2


@pytest.mark.parametrize("content", [b"hello", None])
def test_the_command_says_in_a_line_what_it_cannot_read(server, tmp_path, content):
    file = tmp_path / "a.png"
    if content is not None:
        file.write_bytes(content)
    done = run(server, file)
    assert done.returncode == 1
    assert done.stderr.startswith("zaffre: ") and done.stderr.count("\n") == 1


def test_a_home_without_keys_can_still_read_credentials(server, picture, tmp_path):
    file = tmp_path / "a.jpg"
    file.write_bytes(picture)
    done = subprocess.run(
        [*ZAFFRE, "verify", file, "--home", tmp_path / "none"], capture_output=True, text=True, check=True
    )
    assert "is not known here" in done.stdout
    assert not (tmp_path / "none").exists()
