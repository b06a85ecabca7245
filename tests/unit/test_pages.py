"""The web pages: each keeps to its own modules and the shared ones."""

import re
from pathlib import Path

import pytest

import web
from zaffre.api.pages import APPS
from zaffre.api.preloads import hinted, modules

HOUSE = Path(web.__file__).parent
FILES = sorted(path for path in HOUSE.rglob("*") if path.suffix in {".css", ".html", ".js"})
NAMED = re.compile(r"""(?:from|import|import\(|src=|href=)\s*["'](\.{1,2}/[^"']+|/web/[^"']+)["']""")


def named(path):
    """The files that `path` loads, as paths from the web folder."""
    return named_in(path.read_text(), path)


def named_in(text, path):
    for name in NAMED.findall(text):
        if name.startswith("/web/"):
            yield Path(name.removeprefix("/web/"))
        else:
            yield (path.parent / name).resolve().relative_to(HOUSE)


def imports(path):
    """The modules that `path` begins by importing."""
    lines = "\n".join(line for line in path.read_text().splitlines() if re.match(r"import .* from", line))
    return [name for name in named_in(lines, path) if name.suffix == ".js"]


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


@pytest.mark.parametrize("app", APPS.values())
def test_browsers_are_told_of_every_module_that_a_page_begins_with_and_of_no_other(app):
    page = hinted(HOUSE, app)
    told = re.findall(r'<link rel="modulepreload" fetchpriority="low" href="/web/([^"]+)">', page)
    begun = {f"{app}/main.js", *told}
    imported = {str(name) for path in begun for name in imports(HOUSE / path)}
    assert len(told) == len(set(told)) > 5
    assert imported == set(told)
    assert page.index("</title>") < page.index("modulepreload") < page.index("</head>")


def test_what_is_imported_when_it_is_needed_is_not_told_beforehand():
    assert "images/edit/door.js" not in modules(HOUSE, "images")
