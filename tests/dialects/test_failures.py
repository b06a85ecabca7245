"""A backend that fails, seen through the official clients: before the first word, and after it."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import openai
import pytest

from tests.house import House

CONFIG = """
[backends.upstream]
engine = "remote"
url = "http://127.0.0.1:{port}/v1"

[models.any]

[deployments.any]
model = "any"
backend = "upstream"
"""
FIRST = {"choices": [{"index": 0, "delta": {"content": "Hel"}}]}
INNER = {"code": "ResponsibleAIPolicyViolation", "content_filter_result": {"hate": {"filtered": True}}}
FILTERED = {"message": "no", "code": "content_filter", "param": "prompt", "status": 400, "innererror": INNER}
both = pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])


class Upstream(BaseHTTPRequestHandler):
    """Fails in the way that the caller's message names: a status, or how a stream ends."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))["messages"][-1]["content"]
        if asked.isdecimal():
            self.send_response(int(asked))
            self.send_header("retry-after", "7")
            self.end_headers()
            self.wfile.write(json.dumps({"error": {"message": "upstream says no", "param": "p"}}).encode())
            return
        if asked == "filtered":
            self.send_response(400)
            self.end_headers()
            self.wfile.write(json.dumps({"error": FILTERED}).encode())
            return
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        self.wfile.write(b"data: " + json.dumps(FIRST).encode() + b"\n\n")
        if asked == "error":
            self.wfile.write(b'data: {"error": {"message": "out of memory"}}\n\n')

    def log_message(self, *args):
        return


@pytest.fixture(scope="module")
def failing(tmp_path_factory):
    """A house whose only backend fails on request."""
    upstream = ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
    threading.Thread(target=upstream.serve_forever, daemon=True).start()
    home = tmp_path_factory.mktemp("home")
    config = home / "zaffre.toml"
    config.write_text(CONFIG.format(port=upstream.server_port))
    house = House(home, config).start()
    yield house
    house.stop()
    upstream.shutdown()
    upstream.server_close()


@pytest.fixture(params=["openai", "azure"])
def client(request, failing):
    if request.param == "openai":
        made = openai.OpenAI(base_url=f"{failing.url}/v1", api_key=failing.key, max_retries=0)
    else:
        made = openai.AzureOpenAI(
            azure_endpoint=failing.url, api_key=failing.key, api_version="2024-10-21", max_retries=0
        )
    with made:
        yield made


def chat(client, asked, stream):
    messages = [{"role": "user", "content": asked}]
    return client.chat.completions.create(model="any", messages=messages, stream=stream)


def respond(client, asked, stream):
    return client.responses.create(model="any", input=asked, stream=stream)


both_nouns = pytest.mark.parametrize("ask", [chat, respond])


@both
@both_nouns
@pytest.mark.parametrize(
    ("said", "status"), [("500", 502), ("401", 502), ("403", 502), ("404", 502), ("429", 503), ("503", 503)]
)
def test_a_broken_backend_is_an_internal_server_error(client, ask, stream, said, status):
    with pytest.raises(openai.InternalServerError) as failure:
        ask(client, said, stream)
    assert failure.value.status_code == status


@both_nouns
@pytest.mark.parametrize("said", ["429", "503"])
def test_a_busy_backend_says_when_to_come_back(client, ask, said):
    with pytest.raises(openai.InternalServerError) as failure:
        ask(client, said, False)
    assert failure.value.response.headers["retry-after"] == "7"


@both
@both_nouns
def test_what_a_backend_calls_bad_is_a_bad_request(client, ask, stream):
    with pytest.raises(openai.BadRequestError, match="upstream says no") as refusal:
        ask(client, "400", stream)
    assert refusal.value.param == "p"


@both
def test_what_a_backend_filters_is_told_as_the_backend_tells_it(client, stream):
    with pytest.raises(openai.BadRequestError) as refusal:
        client.chat.completions.create(model="any", messages=[{"role": "user", "content": "filtered"}], stream=stream)
    assert refusal.value.code == "content_filter"
    is_azure = isinstance(client, openai.AzureOpenAI) or "/openai/" in str(client.base_url)
    assert refusal.value.body.get("innererror") == (INNER if is_azure else None)


@both_nouns
@pytest.mark.parametrize(("end", "words"), [("error", "out of memory"), ("nothing", "before it was complete")])
def test_a_stream_that_breaks_raises_after_what_was_said(client, ask, end, words):
    heard = []
    with pytest.raises(openai.APIError, match=words):
        for event in ask(client, end, stream=True):
            heard.append(event)
    assert "Hel" in "".join(event.to_json() for event in heard)


def test_a_broken_response_tells_its_last_state(client):
    events = []
    with pytest.raises(openai.APIError):
        for event in respond(client, "error", stream=True):
            events.append(event)
    assert events[-1].type == "response.failed"
    assert events[-1].response.output_text == "Hel"


def test_a_backend_that_is_not_there_is_an_internal_server_error(tmp_path):
    config = tmp_path / "zaffre.toml"
    config.write_text(CONFIG.format(port=9))
    house = House(tmp_path, config).start()
    with openai.OpenAI(base_url=f"{house.url}/v1", api_key=house.key, max_retries=0) as client:
        with pytest.raises(openai.InternalServerError, match="could not be reached"):
            chat(client, "Hello", stream=True)
    house.stop()
