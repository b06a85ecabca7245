"""The llama.cpp engine's process: its death is survived, and it never outlives the server."""

import openai
import psutil
import pytest

from tests.house import House, eventually

MODEL = "smollm2-135m-instruct"
LONG = {
    "model": MODEL,
    "messages": [{"role": "user", "content": "Tell me a very long story about the sea."}],
    "max_tokens": 1000,
    "logit_bias": {"2": -100},
    "stream": True,
}
"""Without the token that ends a turn, the answer is as long as it may be."""


def child_of(house: House) -> psutil.Process:
    """The engine's process."""
    children = psutil.Process(house.process.pid).children()
    return next(child for child in children if "zaffre.engines.llamacpp_child" in child.cmdline())


def client_of(house: House) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{house.url}/v1", api_key=house.key, max_retries=0)


def test_an_engine_killed_in_a_stream_is_told_settled_and_started_again(own_model_server: House):
    with client_of(own_model_server) as client:
        reply = client.chat.completions.with_raw_response.create(**LONG)
        chunks = iter(reply.parse())
        heard = [next(chunks) for _ in range(4)]
        child_of(own_model_server).kill()
        with pytest.raises(openai.APIError) as failure:
            heard += list(chunks)
        again = client.chat.completions.create(**LONG | {"max_tokens": 4, "stream": False})
    entry = own_model_server.entry(reply.headers["x-request-id"])
    assert failure.value.code == "engine_error"
    assert (entry["status"], entry["error"]) == ("failed", "engine_error")
    assert 1 <= entry["completion_tokens"] < 1000
    assert again.choices[0].message.content


def test_hanging_up_frees_the_engine(own_model_server: House):
    with client_of(own_model_server) as client:
        stream = client.chat.completions.create(**LONG)
        next(iter(stream))
        stream.close()
        [(status, said)] = eventually(
            lambda: own_model_server.rows("SELECT status, completion_tokens FROM entries"), within=2
        )
    child = child_of(own_model_server)
    assert (status, said < 200) == ("cancelled", True)
    assert eventually(lambda: child.cpu_percent(interval=0.3) < 50, within=5)


@pytest.mark.parametrize("end", ["kill", "stop"])
def test_the_engine_ends_with_the_server(own_model_server: House, end: str):
    child = child_of(own_model_server)
    getattr(own_model_server, end)()
    assert eventually(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE, within=5)
