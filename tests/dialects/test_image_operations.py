"""Azure's asynchronous pictures by plain HTTP, as DALL-E 2's old clients ask for them."""

import uuid

import pytest
import requests

from tests.house import eventually

SUBMIT = "/openai/images/generations:submit"
GENERATE = "/openai/images/generate"
DALLE = "/dalle/text-to-image"
VERSIONS = {SUBMIT: "2023-06-01-preview", GENERATE: "2023-04-15-preview", DALLE: "2022-08-03-preview"}
SLOW = "2023-12-01-preview"


class Caller:
    """One who holds a key."""

    def __init__(self, url: str, key: str):
        self.url = url
        self.headers = {"api-key": key}

    def begin(self, path: str, body: object, version: str | None = None, **headers: str) -> requests.Response:
        params = {"api-version": version or VERSIONS[path]}
        return requests.post(self.url + path, json=body, params=params, headers=self.headers | headers, timeout=10)

    def poll(self, begun: requests.Response) -> requests.Response:
        return requests.get(begun.headers["operation-location"], headers=self.headers, timeout=10)

    def delete(self, begun: requests.Response) -> requests.Response:
        return requests.delete(begun.headers["operation-location"], headers=self.headers, timeout=10)

    def over(self, begun: requests.Response) -> dict:
        def ended() -> dict | None:
            told = self.poll(begun).json()
            return told if told["status"].lower() in ("succeeded", "failed") else None

        return eventually(ended, 10)


@pytest.fixture
def caller(server):
    return Caller(server.url, server.key)


def test_a_submitted_operation_is_polled_until_its_pictures_can_be_fetched(caller):
    begun = caller.begin(SUBMIT, {"prompt": "a red fox", "n": 2, "size": "512x512"})
    assert begun.status_code == 202
    assert begun.json() == {"id": begun.json()["id"], "status": "notRunning", "created": 0}
    assert begun.headers["operation-location"] == (
        f"{caller.url}/openai/operations/images/{begun.json()['id']}?api-version=2023-06-01-preview"
    )
    assert begun.headers["retry-after"].isdigit()
    over = caller.over(begun)
    assert over["status"] == "succeeded"
    assert over["expires"] - over["created"] == 24 * 3600
    assert len(over["result"]["data"]) == 2
    for one in over["result"]["data"]:
        assert requests.get(one["url"], timeout=10).content.startswith(b"\x89PNG")


def test_the_first_preview_speaks_of_captions(caller):
    begun = caller.begin(DALLE, {"caption": "a red fox", "resolution": "1024x1024"})
    assert begun.json()["status"] == "NotStarted"
    over = caller.over(begun)
    assert (over["status"], over["result"]["caption"]) == ("Succeeded", "a red fox")
    assert over["result"]["contentUrlExpiresAt"] > over["result"]["createdDateTime"]
    assert requests.get(over["result"]["contentUrl"], timeout=10).status_code == 200


def test_the_same_request_under_the_same_id_is_one_operation(caller, server):
    name = str(uuid.uuid4())
    first = caller.begin(GENERATE, {"prompt": "a fox"}, **{"Operation-Id": name})
    assert first.json() == {"id": name, "status": "notStarted"}
    result = caller.over(first)["result"]
    again = caller.begin(GENERATE, {"prompt": "a fox"}, **{"Operation-Id": name})
    assert again.json() == {"id": name, "status": "succeeded"}
    assert caller.over(again)["result"] == result
    other = caller.begin(GENERATE, {"prompt": "a dog"}, **{"Operation-Id": name})
    assert (other.status_code, other.json()["error"]["code"]) == (400, "badRequest")
    assert other.headers["x-ms-error-code"] == "badRequest"
    assert server.rows("SELECT id FROM entries WHERE id = ?", again.headers["x-request-id"]) == []


def test_an_operation_is_deleted_with_its_pictures_once_it_is_over(caller):
    begun = caller.begin(SUBMIT, {"prompt": "a fox"})
    (picture,) = caller.over(begun)["result"]["data"]
    gone = caller.delete(begun)
    assert (gone.status_code, gone.content) == (204, b"")
    assert requests.get(picture["url"], timeout=10).status_code == 404
    missing = caller.poll(begun)
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "notFound")
    assert caller.delete(begun).status_code == 404


def test_an_operation_under_way_is_not_deleted(own_server, tmp_path):
    config = tmp_path / "slow.toml"
    config.write_text(
        '[backends.slow]\nengine = "echo"\ndelay = 30.0\n[models.echo]\n'
        '[deployments.slow]\nmodel = "echo"\nbackend = "slow"\n'
    )
    own_server.stop()
    own_server._config = ["--config", str(config)]
    caller = Caller(own_server.start().url, own_server.key)
    begun = caller.begin(SUBMIT, {"prompt": "a fox"}, SLOW)
    refused = caller.delete(begun)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "operationNotInTerminalState")
    assert caller.poll(begun).json()["status"] in ("notRunning", "running")
    own_server.kill()
    place = begun.headers["operation-location"].removeprefix(caller.url)
    told = requests.get(own_server.start().url + place, headers=caller.headers, timeout=10).json()
    assert (told["status"], told["error"]["code"]) == ("failed", "internal")
    own_server.stop()


def test_nobody_else_sees_an_operation(caller, server):
    other = Caller(server.url, server.make_key("--project", "others"))
    name = str(uuid.uuid4())
    begun = caller.begin(GENERATE, {"prompt": "a fox"}, **{"Operation-Id": name})
    assert eventually(lambda: other.poll(begun).status_code == 404, 3)
    assert other.delete(begun).status_code == 404
    theirs = other.begin(GENERATE, {"prompt": "a dog"}, **{"Operation-Id": name})
    assert theirs.status_code == 202
    assert caller.over(begun)["result"] != other.over(theirs)["result"]


@pytest.mark.parametrize(
    ("path", "body", "param"),
    [
        (SUBMIT, {}, "prompt"),
        (SUBMIT, {"prompt": ""}, "prompt"),
        (SUBMIT, {"prompt": "x", "n": 0}, "n"),
        (SUBMIT, {"prompt": "x", "size": "big"}, "size"),
        (SUBMIT, {"prompt": "x", "size": "300x300"}, "size"),
        (GENERATE, {"prompt": "x", "stream": True}, "stream"),
        (DALLE, {"caption": ""}, "caption"),
        (DALLE, {"caption": "x", "resolution": "300x300"}, "resolution"),
        (DALLE, {"prompt": "x"}, "prompt"),
    ],
)
def test_what_is_wrong_is_refused_at_once(caller, path, body, param):
    answer = caller.begin(path, body)
    assert answer.status_code == 400, answer.text
    assert (answer.json()["error"]["code"], answer.json()["error"]["param"]) == ("badRequest", param)
    assert answer.headers["x-ms-error-code"] == "badRequest"


def test_an_id_that_is_none_is_refused(caller):
    answer = caller.begin(GENERATE, {"prompt": "x"}, **{"Operation-Id": "../../etc"})
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "Operation-Id")


@pytest.mark.parametrize("path", VERSIONS)
def test_each_path_has_its_own_versions(caller, path):
    for version in {*VERSIONS.values(), "2024-10-21"} - {VERSIONS[path]}:
        answer = caller.begin(path, {"prompt": "x", "caption": "x"}, version)
        assert answer.status_code == 404, (version, answer.text)
        assert answer.json()["error"]["code"] == "404"


def test_a_limit_refuses_at_once(server):
    caller = Caller(server.url, server.make_key("--rpm", "1"))
    first, second = (caller.begin(SUBMIT, {"prompt": "a fox"}) for _ in range(2))
    assert (first.status_code, second.status_code) == (202, 429)
    assert second.json()["error"]["code"] == "tooManyRequests"
    assert second.headers["retry-after"]
