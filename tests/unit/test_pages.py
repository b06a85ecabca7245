"""The web pages: each keeps to its own modules and the shared ones."""

import re
from pathlib import Path

import pytest

import web
from zaffre.api.pages import APPS

HOUSE = Path(web.__file__).parent
FILES = sorted(path for path in HOUSE.rglob("*") if path.suffix in {".css", ".html", ".js"})
NAMED = re.compile(r"""(?:from|import|import\(|src=|href=)\s*["'](\.{1,2}/[^"']+|/web/[^"']+)["']""")


def named(path):
    """The files that `path` loads, as paths from the web folder."""
    for name in NAMED.findall(path.read_text()):
        if name.startswith("/web/"):
            yield Path(name.removeprefix("/web/"))
        else:
            yield (path.parent / name).resolve().relative_to(HOUSE)


@pytest.mark.parametrize("room", [room.name for room in HOUSE.iterdir() if room.is_dir() and room.name[0] != "_"])
def test_a_page_loads_its_own_files_and_shared_ones_alone(room):
    loaded = [(path, name) for path in FILES if path.is_relative_to(HOUSE / room) for name in named(path)]
    assert room in {"shared", *APPS.values()} and loaded
    assert [(str(path), str(name)) for path, name in loaded if name.parts[0] not in {room, "shared"}] == []


def test_every_file_that_a_page_loads_is_there():
    assert [str(name) for path in FILES for name in named(path) if not (HOUSE / name).is_file()] == []


def test_every_module_is_loaded_by_some_page():
    loaded = {name for path in FILES for name in named(path)}
    pages = {Path(room) / "index.html" for room in APPS.values()}
    assert [str(path) for path in FILES if path.relative_to(HOUSE) not in loaded | pages] == []
