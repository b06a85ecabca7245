"""Weights come whole from a hub, whatever happens on the way: a small one on loopback."""

import hashlib
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from zaffre.engines.weights import PullFailed, Store, hub
from zaffre.settings.schema import Backend, Model

KEEP = Backend(engine="llamacpp", quantize="keep")
WEIGHTS = bytes(range(256)) * 4000


def quiet(stage: str, done: int, total: int | None) -> None:
    """Somebody who doesn't care for progress."""


class Hub:
    """Holds one repository, and breaks off each transfer after `most` bytes."""

    def __init__(self, files: dict[str, bytes]):
        self.files = files
        self.most = 10**9
        self.token: str | None = None
        self.sums: dict[str, str] = {}
        self.asked: list[tuple[str, str | None]] = []

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/api/models/owner/name", self.listing)
        app.router.add_get("/owner/name/resolve/c0ffee/{file:.+}", self.file)
        return app

    async def listing(self, request: web.Request) -> web.Response:
        if self.token and request.headers.get("Authorization") != f"Bearer {self.token}":
            return web.Response(status=401)
        siblings = [
            {"rfilename": name, "size": len(content), "lfs": {"sha256": self.sums.get(name) or _sum(content)}}
            for name, content in self.files.items()
        ]
        return web.json_response({"sha": "c0ffee", "siblings": siblings})

    async def file(self, request: web.Request) -> web.StreamResponse:
        name, wanted = request.match_info["file"], request.headers.get("Range")
        self.asked.append((name, wanted))
        begin = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        rest = self.files[name][begin:]
        reply = web.StreamResponse(status=206 if wanted else 200, headers={"Content-Length": str(len(rest))})
        await reply.prepare(request)
        await reply.write(rest[: self.most])
        if len(rest) > self.most:
            request.transport.close()
        return reply


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
async def shop(monkeypatch: pytest.MonkeyPatch):
    """The hub that this process asks."""
    monkeypatch.setattr(hub, "_PAUSE", 0.001)
    found = Hub({"a.gguf": WEIGHTS, "README.md": b"hello"})
    server = TestServer(found.app())
    await server.start_server()
    monkeypatch.setenv("HF_ENDPOINT", str(server.make_url("/")))
    monkeypatch.delenv("HF_TOKEN", raising=False)
    yield found
    await server.close()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


async def test_a_file_comes_with_progress(shop, store):
    told = []
    await store.pull("m", Model(source="hf:owner/name/a.gguf"), lambda *news: told.append(news))
    assert store.path("m", KEEP).read_bytes() == WEIGHTS
    assert ("downloading", len(WEIGHTS), len(WEIGHTS)) in told
    assert shop.asked == [("a.gguf", None)]


async def test_the_only_gguf_need_not_be_named(shop, store):
    await store.pull("m", Model(source="hf:owner/name"), quiet)
    assert [file.path for file in store.list()[0].files] == ["files/a.gguf"]


async def test_an_encoder_comes_with_what_lies_beside_it(shop, store):
    shop.files = {
        "model.safetensors": b"w",
        "config.json": b"{}",
        "1_Pooling/config.json": b"{}",
        "vocab.txt": b"",
        "pytorch_model.bin": b"pickle",
        "onnx/config.json": b"{}",
    }
    await store.pull("m", Model(source="hf:owner/name"), quiet)
    assert {file.path.removeprefix("files/") for file in store.list()[0].files} == {
        *("model.safetensors", "config.json", "1_Pooling/config.json", "vocab.txt")
    }


async def test_a_pipeline_comes_with_one_set_of_weights_for_each_part_and_no_pickles(shop, store):
    shop.files = {
        "model_index.json": b"{}",
        "unet/config.json": b"{}",
        "unet/diffusion_pytorch_model.safetensors": b"w",
        "unet/diffusion_pytorch_model.fp16.safetensors": b"w",
        "unet/diffusion_pytorch_model.bin": b"pickle",
        "vae/model.fp16.safetensors": b"w",
        "tokenizer/merges.txt": b"",
        "tokenizer_2/spiece.model": b"",
        "safety_checker/model.safetensors": b"w",
        "all-in-one.safetensors": b"w",
        "README.md": b"",
    }
    found = await store.pull("m", Model(source="hf:owner/name"), quiet)
    assert {file.path.removeprefix("files/") for file in found.files} == {
        *("model_index.json", "unet/config.json", "unet/diffusion_pytorch_model.safetensors"),
        *("vae/model.fp16.safetensors", "tokenizer/merges.txt", "tokenizer_2/spiece.model"),
    }
    assert store.path("m", Backend(engine="diffusers")).name == "model_index.json"


async def test_a_pipeline_of_pickles_is_refused(shop, store):
    shop.files = {"model_index.json": b"{}", "unet/config.json": b"{}", "unet/diffusion_pytorch_model.bin": b"pickle"}
    with pytest.raises(PullFailed, match="never pickles"):
        await store.pull("m", Model(source="hf:owner/name"), quiet)


async def test_a_transfer_that_breaks_off_goes_on_where_it_stopped(shop, store):
    shop.most = 400_000
    await store.pull("m", Model(source="hf:owner/name/a.gguf"), quiet)
    assert store.path("m", KEEP).read_bytes() == WEIGHTS
    assert [wanted for _, wanted in shop.asked] == [None, "bytes=400000-", "bytes=800000-"]


async def test_the_next_pull_goes_on_where_the_last_gave_up(shop, store, tmp_path):
    shop.most = 100_000
    with pytest.raises(PullFailed, match="Pull again to go on"):
        await store.pull("m", Model(source="hf:owner/name/a.gguf"), quiet)
    assert store.list() == []
    shop.most, shop.asked = 10**9, []
    await store.pull("m", Model(source="hf:owner/name/a.gguf"), quiet)
    assert store.path("m", KEEP).read_bytes() == WEIGHTS
    assert shop.asked == [("a.gguf", "bytes=600000-")]
    assert not list(tmp_path.rglob("*.part"))


async def test_a_file_that_is_not_what_was_listed_is_thrown_away(shop, store, tmp_path):
    shop.sums["a.gguf"] = "0" * 64
    with pytest.raises(PullFailed, match="did not arrive as the hub describes it"):
        await store.pull("m", Model(source="hf:owner/name/a.gguf"), quiet)
    assert store.list() == []
    assert not list(tmp_path.rglob("a.gguf*"))


async def test_a_closed_repository_opens_with_the_token(shop, store, monkeypatch):
    shop.token = "open-sesame"
    with pytest.raises(PullFailed, match="set HF_TOKEN"):
        await store.pull("m", Model(source="hf:owner/name"), quiet)
    monkeypatch.setenv("HF_TOKEN", "open-sesame")
    await store.pull("m", Model(source="hf:owner/name"), quiet)
    assert store.list()


@pytest.mark.parametrize(
    ("source", "advice"),
    [
        ("hf:owner/name/b.gguf", r"no b\.gguf there\. It has: a\.gguf, README\.md"),
        ("hf:owner/other", "has no owner/other"),
    ],
)
async def test_what_the_hub_does_not_have_is_said(shop, store, source, advice):
    with pytest.raises(PullFailed, match=advice):
        await store.pull("m", Model(source=source), quiet)


async def test_one_of_several_ggufs_must_be_named(shop, store):
    shop.files["b.gguf"] = b"w"
    with pytest.raises(PullFailed, match=r"Name one, as hf:OWNER/NAME/FILE: a\.gguf, b\.gguf"):
        await store.pull("m", Model(source="hf:owner/name"), quiet)


async def test_a_listing_can_not_place_files_outside(shop, store, tmp_path):
    shop.files = {"../../../../evil.gguf": b"w"}
    with pytest.raises(PullFailed, match="outside of its folder"):
        await store.pull("m", Model(source="hf:owner/name"), quiet)
    assert not list(tmp_path.parent.rglob("evil.gguf"))


async def test_no_hub_at_all_is_told(store, monkeypatch, unused_tcp_port):
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{unused_tcp_port}")
    with pytest.raises(PullFailed, match="Check the network or HF_ENDPOINT"):
        await store.pull("m", Model(source="hf:owner/name"), quiet)
