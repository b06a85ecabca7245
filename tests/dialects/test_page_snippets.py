"""The code that the pages show runs as it is pasted, in every language."""

import base64
import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import web
from tests.dialects.conftest import NODE
from tests.dialects.test_pictures_api import Album
from tests.house import ZAFFRE
from tests.pictures import flat, photo
from zaffre.core.pictures import Output
from zaffre.imaging.writing import write

WORDS = """it's "a test"; @home, $HOME \\ <b>"""
ODD = 'a picture, mine; "really".png'
ASKED = {
    "generations": {"model": "echo", "prompt": WORDS, "n": 2, "size": "256x256", "seed": 7},
    "edits": {"model": "echo", "image": "picture.png", "mask": "mask.png", "prompt": WORDS, "n": 2, "size": "256x256"},
    "variations": {"model": "echo", "image": "picture.png", "n": 2},
}
LANGUAGES = ("curl", "Python", "JavaScript")
TELL = """
const [path, ...given] = JSON.parse(process.argv[1]);
const { snippets } = await import(path);
console.log(JSON.stringify(snippets(...given)));
"""


@cache
def shown(node, module, *given):
    """What a page shows, by language; `given` is what `snippets()` of its module is given, as JSON."""
    # Node takes a file for a module by its ending, and an address by its kind.
    source = base64.b64encode((Path(web.__file__).parent / module).read_bytes()).decode()
    address = f"data:text/javascript;base64,{source}"
    asked = json.dumps([address, *map(json.loads, given)])
    told = subprocess.run([node, "--input-type=module", "-e", TELL, asked], capture_output=True, text=True, check=True)
    return dict(json.loads(told.stdout))


def run(node, language, code, folder, key):
    """What the code prints, run in `folder` as its reader would."""
    (folder / "code.mjs").write_text(code)
    commands = {"Python": [sys.executable, "-c", code], "JavaScript": [node, "code.mjs"]}
    commands["Python (Azure)"] = commands["Python"]
    if language == "JavaScript" and not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(NODE / "node_modules")
    command = commands.get(language, ["bash", "-o", "pipefail", "-c", code])
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environ = os.environ | {"ZAFFRE_API_KEY": key, "PATH": path}
    ran = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, f"{code}\n{ran.stdout}{ran.stderr}"
    return ran.stdout


@pytest.fixture(scope="module")
def album(server):
    return Album(server, "readers of code")


@pytest.mark.parametrize("kind", ASKED)
@pytest.mark.parametrize("language", [*LANGUAGES, "Python (Azure)"])
def test_what_images_shows_makes_pictures(server, node, album, tmp_path, kind, language):
    (tmp_path / "picture.png").write_bytes(write(photo(256, 256), Output()))
    (tmp_path / "mask.png").write_bytes(write(flat(256, 256, (0, 0, 0, 0)), Output()))
    code = shown(node, "images/snippets.js", json.dumps(server.url), json.dumps(kind), json.dumps(ASKED[kind]))
    before = (tmp_path / "picture.png").read_bytes()
    run(node, language, code[language], tmp_path, album.key)
    # Of several pictures, curl's pipe takes the first.
    names = ["picture-1.png", "picture-2.png"][: 1 if language == "curl" else 2]
    assert all((tmp_path / name).read_bytes().startswith(b"\x89PNG") for name in names)
    assert (tmp_path / "picture.png").read_bytes() == before
    kept = album.list(limit=2)["data"]
    assert [one["prompt"] for one in kept] == [ASKED[kind].get("prompt")] * 2
    assert [one["size"] for one in kept] == ["256x256"] * 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_gallery_shows_finds_pictures(server, node, album, tmp_path, language):
    (one,) = album.draw()
    album.change(one, shared=True, title=f"Code in {language}: {WORDS}")
    wanted = {"sort": "nearest", "query": f"{language} {WORDS}"}
    code = shown(node, "gallery/explore/snippets.js", json.dumps(server.url), json.dumps(wanted))
    assert one["id"] in run(node, language, code[language], tmp_path, album.key)
    album.ask("DELETE", f"/pictures/{one['id']}")


@pytest.mark.parametrize("language", [*LANGUAGES, "Command line"])
def test_what_verify_shows_tells_of_a_picture(server, node, album, tmp_path, language):
    (tmp_path / ODD).write_bytes(write(flat(), Output()))
    code = shown(node, "verify/snippets.js", json.dumps(server.url), json.dumps(ODD))
    assert "no Content Credentials" in run(node, language, code[language], tmp_path, album.key)


def test_the_command_line_that_is_shown_is_installed():
    assert shutil.which(ZAFFRE[-1], path=str(Path(sys.executable).parent))
