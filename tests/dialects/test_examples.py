"""Every example runs as its reader would run it, and prints what it promises."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import ZAFFRE

FOLDER = Path(__file__).parents[2] / "examples"
QUESTION = "Name a blue pigment."
PROMISES = {
    "chat.py": QUESTION,
    "chat_stream.py": "tokens",
    "azure_chat.py": QUESTION,
    "responses.py": QUESTION,
    "search.py": ".",
    "content_filter.py": "the prompt passed",
    "langchain_chat.py": QUESTION,
    "chat.sh": QUESTION,
    "chat.mjs": QUESTION,
}
SETTINGS = ("guard_model.toml", "remote_azure.toml", "remote_vllm.toml")
COMPOSED = "compose.yaml"
"""For Docker, which is not everywhere; `test_compose.py` reads it, and others start the same parts without it."""


def run(command: list[str], folder: Path = FOLDER, **environ: str) -> str:
    ran = subprocess.run(command, cwd=folder, env=os.environ | environ, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_no_example_is_left_out():
    told = (FOLDER / "README.md").read_text()
    assert {path.name for path in FOLDER.iterdir()} == {*PROMISES, *SETTINGS, COMPOSED, "README.md"}
    assert all(f"[{name}]({name})" in told for name in (*PROMISES, *SETTINGS, COMPOSED))


@pytest.mark.parametrize("name", PROMISES)
def test_an_example_keeps_its_promise(server, name, request, tmp_path):
    place = {"ZAFFRE_URL": server.url, "ZAFFRE_API_KEY": server.key}
    place |= {"ZAFFRE_MODEL": "echo", "ZAFFRE_EMBEDDING_MODEL": "echo"}
    file, folder = FOLDER / name, FOLDER
    if name.endswith(".mjs"):
        # Node looks for packages beside the file.
        program, folder = request.getfixturevalue("node"), tmp_path
        file = Path(shutil.copy(file, tmp_path))
        (tmp_path / "node_modules").symlink_to(Path(__file__).parent / "node" / "node_modules")
    else:
        program = sys.executable if name.endswith(".py") else "sh"
    assert PROMISES[name] in run([program, str(file)], folder, **place)


@pytest.mark.parametrize("name", SETTINGS)
def test_a_server_would_start_with_the_example_settings(name):
    run([*ZAFFRE, "config", "check", "--config", name], AZURE_OPENAI_KEY="not-a-key")
