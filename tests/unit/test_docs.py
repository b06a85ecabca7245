"""The documents say what is there."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from tests.house import ECHO
from zaffre.settings import check, load, reference
from zaffre.settings.schema import Settings

ROOT = Path(__file__).parents[2]
FOREIGN = {".venv", "node_modules", ".pytest_cache", ".hypothesis"}
PAGES = [page for page in sorted(ROOT.rglob("*.md")) if not FOREIGN & set(page.relative_to(ROOT).parts)]
README = (ROOT / "README.md").read_text()


def blocks(text: str, language: str) -> list[str]:
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return [block for name, block in fenced if name == language]


def test_the_readme_draws_the_tree_that_is_there():
    tree = next(block for block in blocks(README, "") if block.startswith("zaffre/"))
    rooms = {line.split()[0].rstrip("/") for line in tree.splitlines() if line.startswith("  ")}
    houses = {line.split()[0].rstrip("/") for line in tree.splitlines() if not line.startswith(" ")}
    folders = {path.parent.name for path in (ROOT / "zaffre").glob("*/__init__.py")}
    files = {path.name for path in (ROOT / "zaffre").glob("[!_]*.py")}
    assert rooms == folders | files
    assert all((ROOT / house).is_dir() for house in houses)


def test_the_settings_page_is_what_the_command_prints():
    assert (ROOT / "docs/settings.md").read_text().strip() == reference.markdown().strip()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text()):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (page.parent / target).exists(), target


def test_architecture_names_files_that_exist():
    named = re.findall(r"`([a-z_]+/[a-z_/]+\.py)`", (ROOT / "ARCHITECTURE.md").read_text())
    assert named
    assert [name for name in named if not (ROOT / "zaffre" / name).exists()] == []


def test_python_in_the_readme_is_python():
    assert blocks(README, "python")
    for block in blocks(README, "python"):
        ast.parse(block)


def test_settings_shown_in_the_pages_are_settings(tmp_path):
    shown = [block for page in PAGES for block in blocks(page.read_text(), "toml")]
    assert shown
    for block in shown:
        raw = tomllib.loads(block)
        assert list(check.unknown(raw, Settings)) == []
        deployments = raw.get("deployments", {})
        if all("model" in one for one in deployments.values()):
            path = tmp_path / "shown.toml"
            # A page about people need not say what they call.
            path.write_text(block if deployments else block + ECHO.read_text())
            load.load(path, dict.fromkeys(re.findall(r'_env = "(\w+)"', block), "given"))


def test_every_decision_is_in_the_index():
    index = (ROOT / "docs/decisions/README.md").read_text()
    assert all(page.name in index for page in (ROOT / "docs/decisions").glob("0*.md"))
