"""What HTTP itself can get wrong, asked without a client that would mend it."""

import http.client
import json
import re
from contextlib import closing

import pytest
from starlette.routing import Route

from tests.house import ECHO, House
from zaffre.api.open import Open
from zaffre.api.routes import routes
from zaffre.settings.schema import Server

PATHS = ["/v1/chat/completions", "/openai/v1/chat/completions", "/openai/deployments/echo/chat/completions"]
BODY = json.dumps({"model": "echo", "messages": [{"role": "user", "content": "Hello"}]})


def ask(server, method, path, body=None, **headers):
    with closing(http.client.HTTPConnection(*server.address, timeout=10)) as connection:
        names = {"Content-Type": "application/json", "api-key": server.key}
        names |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {name: value for name, value in names.items() if value is not None})
        answer = connection.getresponse()
        return answer.status, answer.read()


@pytest.mark.parametrize("path", PATHS)
def test_a_body_that_is_too_large_is_a_413(server, path):
    status, body = ask(server, "POST", f"{path}?api-version=2024-10-21", b" " * (Server().max_body + 1))
    assert (status, json.loads(body)["error"]["code"]) == (413, "request_too_large")


@pytest.mark.parametrize("path", PATHS)
def test_a_body_of_another_kind_is_a_415(server, path):
    status, _ = ask(server, "POST", f"{path}?api-version=2024-10-21", BODY, Content_Type="text/plain")
    assert status == 415


@pytest.mark.parametrize("body", ["", "{", "[]", '"text"', "\xff"])
def test_a_body_that_is_no_object_is_a_400(server, body):
    assert ask(server, "POST", "/v1/chat/completions", body.encode("latin-1"))[0] == 400


@pytest.mark.parametrize("host", ["", "a b", "evil.example/path", "user@evil.example"])
def test_a_malformed_host_is_refused(server, host):
    status, body = ask(server, "GET", "/v1/models", Host=host)
    assert status == 400
    # The parser itself refuses some of them.
    assert json.loads(body)["error"]["code"] in ("invalid_host", "invalid_http_request")


@pytest.mark.parametrize("path", ["/v1/nothing", "/openai/nothing", "/openai/v1/nothing", "/v1/chat/completions/"])
def test_a_path_that_is_no_route_is_a_404_in_its_dialect(server, path):
    status, body = ask(server, "POST", path, BODY)
    error = json.loads(body)["error"]
    assert (status, error["code"]) == (404, "404" if path.startswith("/openai") else None)


def test_another_method_is_a_405(server):
    assert ask(server, "DELETE", "/v1/chat/completions")[0] == 405


class Shown:
    """Stands where the metrics stand, so that routes can be listed without a server."""

    metrics = type("Metrics", (), {"show": staticmethod(lambda request: None)})()


def all_routes():
    return [route for route in routes(Shown(), lambda: []) if isinstance(route, Route)]


def is_public(route):
    """Whether it is a page, or one of the few endpoints that ask for no key; the walk of isolation lists those."""
    is_ours = re.match(r"/(v1|openai|contentsafety)(/|$)", route.path)
    return not is_ours or isinstance(route.endpoint, Open)


@pytest.mark.parametrize("path", [route.path for route in all_routes() if not is_public(route)])
@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
def test_no_route_of_the_api_opens_without_a_key(server, path, method):
    place = re.sub(r"\{.*?\}", "echo", path)
    status, body = ask(server, method, f"{place}?api-version=2024-10-21", BODY, api_key=None)
    assert status == 401
    assert json.loads(body)["error"]["code"] in ("401", "invalid_api_key")


def test_the_key_is_asked_for_before_the_body_is_read(server):
    assert ask(server, "POST", "/v1/chat/completions", "{", api_key=None)[0] == 401


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/metrics", "/"])
def test_what_anyone_may_see_needs_no_key(server, path):
    assert ask(server, "GET", path, api_key=None)[0] == 200


def test_only_allowed_hosts_are_answered(tmp_path):
    config = tmp_path / "config.toml"
    config.write_text('[server]\nallowed_hosts = ["ai.example"]\n' + ECHO.read_text())
    house = House(tmp_path / "home", config)
    house.start()
    try:
        assert ask(house, "GET", "/v1/models", Host="ai.example")[0] == 200
        assert ask(house, "GET", "/v1/models", Host="AI.example:8000")[0] == 200
        status, body = ask(house, "GET", "/v1/models", Host="evil.example")
        assert (status, json.loads(body)["error"]["code"]) == (400, "invalid_host")
    finally:
        house.stop()
