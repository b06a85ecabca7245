"""Pictures from another server: our own house is the upstream, in both dialects, and stand-ins that are odd."""

import json
from contextlib import asynccontextmanager

import msgspec
import pytest
from aiohttp import web

from tests.pictures import flat, in_base64, photo
from zaffre.core.answers import Stage
from zaffre.core.calls import Drawing, ImageEdit, ImageGeneration, ImageVariation
from zaffre.core.errors import BadRequest, EngineFailed
from zaffre.core.filtered import FilteredElsewhere
from zaffre.core.pictures import Output, Pixels
from zaffre.engines.remote import Remote
from zaffre.settings.schema import Backend

HOLES = Pixels(256, 256, 4, (bytes(4) * 128 + bytes((9, 9, 9, 255)) * 128) * 256)
CALLS = {
    "words": ImageGeneration(deployment="d", prompt="a fox", size=(512, 512)),
    "edit": ImageEdit(deployment="d", prompt="a fox", images=(photo(),), mask=HOLES),
    "several": ImageEdit(deployment="d", prompt="a fox", images=(photo(), flat())),
    "variation": ImageVariation(deployment="d", image=photo()),
}


@asynccontextmanager
async def remote(url: str, key: str | None, dialect: str = "openai"):
    version = "2024-10-21" if dialect == "azure" else None
    engine = Remote(Backend(engine="remote", url=url, dialect=dialect, api_version=version), "echo", key)
    await engine.load()
    try:
        yield engine
    finally:
        await engine.close()


async def stages(engine: Remote, call: Drawing) -> list[Stage]:
    async with engine.answer(call) as pieces:
        return [piece async for piece in pieces]


@pytest.fixture(params=["openai", "azure"])
async def upstream(request, server):
    base = server.url if request.param == "azure" else f"{server.url}/v1"
    async with remote(base, server.key, request.param) as engine:
        yield engine


@pytest.mark.parametrize("kind", CALLS)
async def test_every_operation_is_asked_of_an_upstream(upstream, kind):
    call = msgspec.structs.replace(CALLS[kind], n=2, seed=3)
    whole = await stages(upstream, call)
    assert [(one.index, one.is_final) for one in whole] == [(0, True), (1, True)]
    assert whole[0].pixels.size == (call.size or (256, 256))
    assert [one.usage.completion for one in whole] == [(call.size or (256, 256))[0] ** 2 // 1024] * 2
    assert whole[1].usage.prompt == 0
    (alone,) = await stages(upstream, msgspec.structs.replace(call, n=1, seed=4))
    assert alone.pixels == whole[1].pixels


async def test_an_upstreams_stream_is_passed_on_as_it_comes(upstream):
    call = msgspec.structs.replace(CALLS["words"], stream=True, partial_images=2)
    first, second, last = await stages(upstream, call)
    assert [first.partial, second.partial, last.partial] == [0, 1, None]
    assert last.is_final and last.usage.total > 0
    assert first.pixels.size == last.pixels.size == (512, 512)


async def test_a_clear_background_comes_clear_from_an_upstream(upstream):
    call = msgspec.structs.replace(CALLS["words"], output=Output(background="transparent"))
    (stage,) = await stages(upstream, call)
    assert stage.pixels.has_alpha


async def test_what_an_upstream_calls_wrong_is_told_with_its_field(upstream):
    with pytest.raises(BadRequest) as refusal:
        await stages(upstream, msgspec.structs.replace(CALLS["words"], size=(300, 300)))
    assert refusal.value.param == "size"


@asynccontextmanager
async def answering(answer):
    """The address of an upstream that answers in its own way."""

    async def handle(request: web.Request) -> web.StreamResponse:
        return answer(await request.json())

    app = web.Application()
    app.router.add_post("/images/generations", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = site._server.sockets[0].getsockname()[:2]
    try:
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def odd(answer):
    """The engine that asks such an upstream, and what it was asked."""
    asked = []

    def noted(body: dict) -> web.StreamResponse:
        asked.append(body)
        return answer(body)

    async with answering(noted) as url, remote(url, None) as engine:
        yield engine, asked


def refusal(**error: object) -> web.Response:
    return web.json_response({"error": error}, status=400)


async def test_a_model_that_knows_one_form_only_is_asked_without_a_form():
    def answer(body: dict) -> web.Response:
        if "response_format" in body:
            return refusal(message="Unknown parameter: 'response_format'.", param="response_format")
        return web.json_response({"created": 1, "data": [{"b64_json": in_base64(flat())}]})

    async with odd(answer) as (engine, asked):
        for _ in range(2):
            (stage,) = await stages(engine, CALLS["words"])
            assert stage.pixels == flat()
    assert ["response_format" in body for body in asked] == [True, False, False]


@pytest.mark.parametrize("code", ["content_policy_violation", "moderation_blocked", "content_filter"])
async def test_what_an_upstream_blocks_is_told_as_blocked(code):
    async with odd(lambda body: refusal(message="no", code=code)) as (engine, _):
        with pytest.raises(FilteredElsewhere):
            await stages(engine, CALLS["words"])


@pytest.mark.parametrize(
    "data",
    [[{"url": "http://127.0.0.1/x.png"}], [{"b64_json": "AAAA"}], [{"b64_json": "&"}], [{}], [], "none"],
    ids=json.dumps,
)
async def test_an_upstream_that_gives_no_picture_has_failed(data):
    async with odd(lambda body: web.json_response({"created": 1, "data": data})) as (engine, _):
        with pytest.raises(EngineFailed):
            await stages(engine, CALLS["words"])
