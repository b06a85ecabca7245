"""`suffix`, with real weights whose vocabulary is told to have the tokens for it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openai
import pytest

from tests.house import House

CONFIG = """
[backends.text]
engine = "llamacpp"
context = 2048
quantize = "keep"
[models.filler]
source = "file:{weights}"
[deployments.filler]
model = "filler"
backend = "text"
"""
_ROLES = {"fim_pre": 5, "fim_suf": 6, "fim_mid": 7}


@pytest.fixture(scope="module")
def filler(weights: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[openai.OpenAI]:
    home = tmp_path_factory.mktemp("filler")
    config = home / "config.toml"
    config.write_text(CONFIG.format(weights=_with_fill_in_tokens(weights, home)))
    house = House(home, config).start()
    with openai.OpenAI(base_url=f"{house.url}/v1", api_key=house.key, max_retries=0, timeout=60) as client:
        yield client
    house.stop()


def _with_fill_in_tokens(weights: Path, folder: Path) -> Path:
    """A copy of the chat model whose metadata name three of its special tokens."""
    source = max((weights / "models" / "smollm2-135m-instruct").rglob("*.gguf"), key=lambda path: path.stat().st_size)
    made = folder / "filler.gguf"
    roles = [word for name, id in _ROLES.items() for word in ("--special-token-by-id", name, str(id))]
    script = "from gguf.scripts.gguf_new_metadata import main; main()"
    subprocess.run([sys.executable, "-c", script, *roles, "--force", str(source), str(made)], check=True)
    return made


def ask(client: openai.OpenAI, **more):
    return client.completions.create(model="filler", prompt="def add(a, b):\n", seed=3, max_tokens=8, **more)


def test_the_suffix_reaches_the_model(filler):
    plain, filled = ask(filler), ask(filler, suffix="\n    return total\n")
    assert filled.usage.prompt_tokens > plain.usage.prompt_tokens
    assert filled.choices[0].finish_reason in ("length", "stop")


def test_a_middle_is_streamed_as_it_is_given_whole(filler):
    whole = ask(filler, suffix="\nprint(total)", temperature=0)
    chunks = list(ask(filler, suffix="\nprint(total)", temperature=0, stream=True))
    assert "".join(choice.text for chunk in chunks for choice in chunk.choices) == whole.choices[0].text


def test_a_suffix_too_long_is_refused_and_not_cut(filler):
    with pytest.raises(openai.BadRequestError) as refused:
        ask(filler, suffix="word " * 600)
    assert refused.value.param == "suffix"


def test_a_model_that_cannot_fill_in_refuses_a_suffix(client):
    with pytest.raises(openai.BadRequestError) as refused:
        client.completions.create(model="smollm2-135m-instruct", prompt="a", suffix="b")
    assert refused.value.param == "suffix"
