"""Imports point down, and modules stay of a size that one can read."""

import subprocess
import sys
from pathlib import Path

import zaffre

HOUSE = Path(zaffre.__file__).parent
LONGEST_FILE = 300


def test_every_import_keeps_the_contracts():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    found = subprocess.run(command, cwd=HOUSE.parent, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout


def test_every_module_says_in_a_sentence_what_it_is():
    silent = [str(path) for path in HOUSE.rglob("*.py") if not path.read_text().startswith(('"""', 'r"""'))]
    assert [path for path in silent if "migrations" not in path] == []


def test_no_module_is_too_long_to_read():
    assert [str(path) for path in HOUSE.rglob("*.py") if path.read_text().count("\n") > LONGEST_FILE] == []


def test_importing_the_house_loads_no_model_library():
    code = "import sys, zaffre.app; print([n for n in ('onnxruntime', 'xllamacpp', 'numpy') if n in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"
