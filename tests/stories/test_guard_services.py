"""Guards in other places, on a real socket: what they say is taken over, and nothing that fails passes as clean."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from zaffre.core.errors import FilterDown
from zaffre.core.verdicts import MODERATION_CATEGORIES
from zaffre.engines.remote import Remote
from zaffre.safety.filters import FilterUnavailable, Passage
from zaffre.safety.guards.azure import AzureContentSafety
from zaffre.safety.guards.breaker import MOST_FAILURES, Unreadable
from zaffre.safety.guards.models import GuardModel
from zaffre.safety.guards.openai import OpenAIModeration
from zaffre.safety.panel import Panel
from zaffre.safety.policy import builtin, resolve
from zaffre.settings.safety import Guard
from zaffre.settings.safety import Policy as PolicySettings
from zaffre.settings.schema import Backend

DEFAULT = resolve("default", builtin())
STRICT = resolve("strict", builtin())
SECRET = "sk-of-nobody"
USER = Passage("a text", "user", "prompt")


class Upstream:
    """Answers as `answer` says, and keeps what it was sent."""

    def __init__(self, answer: Callable[[web.Request], Awaitable[web.Response]]):
        self.answer = answer
        self.asked: list[tuple[web.Request, dict]] = []

    async def take(self, request: web.Request) -> web.Response:
        self.asked.append((request, await request.json()))
        return await self.answer(request)


@asynccontextmanager
async def serving(answer: Callable[[web.Request], Awaitable[web.Response]]) -> AsyncIterator[tuple[Upstream, str]]:
    upstream, app = Upstream(answer), web.Application()
    app.router.add_post("/{path:.*}", upstream.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield upstream, f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def saying(body: object, status: int = 200, **headers: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(request: web.Request) -> web.Response:
        return web.json_response(body, status=status, headers=headers)

    return answer


def moderation(**scores: float) -> dict:
    """An answer of OpenAI's, with what scores half or more flagged."""
    full = dict.fromkeys(MODERATION_CATEGORIES, 0.01) | {name.replace("__", "/"): one for name, one in scores.items()}
    flags = {name: score >= 0.5 for name, score in full.items()}
    return {"results": [{"flagged": any(flags.values()), "categories": flags, "category_scores": full}]}


@asynccontextmanager
async def openai(url: str, timeout: float = 2.0, key: str | None = None) -> AsyncIterator[OpenAIModeration]:
    guard = OpenAIModeration.of(Guard(kind="openai", url=f"{url}/v1", timeout=timeout, api_key_env=key))
    yield guard
    await guard.close()
    await guard.close()


@asynccontextmanager
async def azure(url: str, key: str | None = None) -> AsyncIterator[AzureContentSafety]:
    guard = AzureContentSafety.of(Guard(kind="azure", url=url, api_key_env=key))
    yield guard
    await guard.close()
    await guard.close()


async def test_openai_is_asked_with_our_key_and_its_scores_are_kept(monkeypatch):
    monkeypatch.setenv("ELSEWHERE_KEY", SECRET)
    async with serving(saying(moderation(violence=0.9, harassment=0.6, hate=0.3))) as (upstream, url):
        async with openai(url, key="ELSEWHERE_KEY") as guard:
            (reading,) = await guard.read([USER], DEFAULT)
    ((request, body),) = upstream.asked
    assert request.path == "/v1/moderations"
    assert request.headers["authorization"] == f"Bearer {SECRET}"
    assert body == {"model": "omni-moderation-latest", "input": "a text"}
    assert {(one.detail, one.category, one.severity, one.score) for one in reading.findings} == {
        ("violence", "violence", "high", 0.9),
        ("harassment", "hate", "medium", 0.6),
        ("hate", "hate", "low", 0.3),
    }
    assert set(reading.scores) == set(MODERATION_CATEGORIES)
    assert reading.findings[0].source == "openai omni-moderation-latest"


async def test_what_openai_does_not_flag_is_no_illicit_thing_and_nothing_about_minors():
    async with serving(saying(moderation(illicit=0.45, sexual__minors=0.45))) as (_, url), openai(url) as guard:
        assert (await guard.read([USER], DEFAULT))[0].findings == ()


async def test_openais_flag_about_minors_is_high_at_any_score():
    async with serving(saying(moderation(sexual__minors=0.5))) as (_, url), openai(url) as guard:
        (finding,) = (await guard.read([USER], DEFAULT))[0].findings
    assert (finding.category, finding.severity, finding.detail) == ("sexual", "high", "sexual/minors")


async def test_older_models_that_do_not_know_what_is_illicit_are_understood():
    body = moderation(violence=0.6)
    for name in ("illicit", "illicit/violent"):
        body["results"][0]["categories"][name] = body["results"][0]["category_scores"][name] = None
    async with serving(saying(body)) as (_, url), openai(url) as guard:
        (reading,) = await guard.read([USER], DEFAULT)
    assert [finding.category for finding in reading.findings] == ["violence"]
    assert "illicit" not in reading.scores


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"results": []},
        {"results": moderation()["results"] * 2},
        {"results": [{"flagged": False}]},
        {"results": [{"flagged": False, "categories": {}, "category_scores": {}}]},
        {"results": [moderation()["results"][0] | {"flagged": True}]},
        "safe",
    ],
)
async def test_answers_of_another_form_are_not_taken_for_clean(body):
    async with serving(saying(body)) as (_, url), openai(url) as guard:
        with pytest.raises(Unreadable):
            await guard.read([USER], DEFAULT)


async def test_a_page_instead_of_json_is_not_taken_for_clean():
    async def page(request: web.Request) -> web.Response:
        return web.Response(text="<html>Please log in</html>")

    async with serving(page) as (_, url), openai(url) as guard:
        with pytest.raises(Unreadable):
            await guard.read([USER], DEFAULT)


async def test_an_endless_answer_is_cut_short():
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b" " * 65536)

    async with serving(endless) as (_, url), openai(url) as guard:
        with pytest.raises(Unreadable, match="too long"):
            await guard.read([USER], DEFAULT)


async def test_redirects_are_not_followed():
    async with serving(saying({}, 307, location="/elsewhere")) as (upstream, url), openai(url) as guard:
        with pytest.raises(FilterUnavailable, match="do not follow"):
            await guard.read([USER], DEFAULT)
    assert len(upstream.asked) == 1


async def test_a_busy_service_says_when_to_come_back():
    async with serving(saying({}, 429, **{"retry-after": "7"})) as (_, url), openai(url) as guard:
        with pytest.raises(FilterUnavailable, match="429") as busy:
            await guard.read([USER], DEFAULT)
    assert busy.value.after == 7.0


async def test_a_service_that_is_not_there_is_told():
    async with serving(saying({})) as (_, url):
        pass
    async with openai(url) as guard:
        with pytest.raises(FilterUnavailable, match="could not be reached"):
            await guard.read([USER], DEFAULT)


async def test_a_service_that_hangs_is_left_alone_after_a_few_times():
    async def hang(request: web.Request) -> web.Response:
        await asyncio.sleep(60)
        raise AssertionError

    async with serving(hang) as (upstream, url), openai(url, timeout=0.05) as guard:
        for _ in range(MOST_FAILURES):
            with pytest.raises(FilterUnavailable, match="no answer within"):
                await guard.read([USER], DEFAULT)
        with pytest.raises(FilterUnavailable, match="left alone"):
            await guard.read([USER], DEFAULT)
    assert len(upstream.asked) == MOST_FAILURES


async def test_a_text_that_is_refused_closes_nothing_for_others():
    async with serving(saying({"error": {"message": "too long"}}, 400)) as (upstream, url), openai(url) as guard:
        for _ in range(2 * MOST_FAILURES):
            with pytest.raises(Unreadable):
                await guard.read([USER], DEFAULT)
        upstream.answer = saying(moderation())
        assert (await guard.read([USER], DEFAULT))[0].findings == ()


async def test_the_key_is_in_no_repr_no_message_and_no_log(monkeypatch, caplog):
    monkeypatch.setenv("ELSEWHERE_KEY", SECRET)
    caplog.set_level(logging.DEBUG)
    async with (
        serving(saying({"error": {"message": SECRET}}, 401)) as (_, url),
        openai(url, key="ELSEWHERE_KEY") as one,
    ):
        with pytest.raises(FilterUnavailable) as refused:
            await one.read([USER], DEFAULT)
        assert SECRET not in repr(one) + repr(vars(one)) + str(refused.value) + caplog.text


HARMLESS = {"Hate": 0, "SelfHarm": 0, "Sexual": 0, "Violence": 0}


def azure_saying(levels: dict[str, int], is_attack: bool = False) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(request: web.Request) -> web.Response:
        body = await request.json()
        if request.path.endswith("text:analyze"):
            found = [{"category": name, "severity": level} for name, level in levels.items()]
            return web.json_response({"blocklistsMatch": [], "categoriesAnalysis": found})
        said = {"attackDetected": is_attack}
        return web.json_response(
            {"userPromptAnalysis": said, "documentsAnalysis": []}
            if "userPrompt" in body
            else {"documentsAnalysis": [said]}
        )

    return answer


async def test_azure_is_asked_in_its_own_way(monkeypatch):
    monkeypatch.setenv("ELSEWHERE_KEY", SECRET)
    async with serving(azure_saying(HARMLESS)) as (upstream, url), azure(url, "ELSEWHERE_KEY") as guard:
        await guard.read([USER], DEFAULT)
    asked = {request.path: body for request, body in upstream.asked}
    assert asked == {
        "/contentsafety/text:analyze": {
            "text": "a text",
            "categories": ["Hate", "SelfHarm", "Sexual", "Violence"],
            "outputType": "EightSeverityLevels",
        },
        "/contentsafety/text:shieldPrompt": {"userPrompt": "a text"},
    }
    for request, _ in upstream.asked:
        assert request.query_string == "api-version=2024-09-01"
        assert request.headers["Ocp-Apim-Subscription-Key"] == SECRET


@pytest.mark.parametrize(
    ("level", "severity"),
    [(0, None), (1, None), (2, "low"), (3, "low"), (4, "medium"), (5, "medium"), (6, "high"), (7, "high")],
)
async def test_azures_eight_levels_become_four(level, severity):
    async with serving(azure_saying(HARMLESS | {"SelfHarm": level})) as (_, url), azure(url) as guard:
        (reading,) = await guard.read([USER], DEFAULT)
    told = [(one.category, one.severity, one.detail) for one in reading.findings]
    assert told == ([("self_harm", severity, "SelfHarm")] if severity else [])


@pytest.mark.parametrize(
    ("passage", "category", "asked"),
    [
        (USER, "jailbreak", {"userPrompt": "a text"}),
        (Passage("a text", "document", "prompt"), "indirect_attack", {"documents": ["a text"]}),
        (Passage("a text", "tool", "prompt"), "indirect_attack", {"documents": ["a text"]}),
        (Passage("a text", "system", "prompt"), None, None),
        (Passage("a text", "assistant", "completion"), None, None),
    ],
)
async def test_azures_shield_is_asked_by_who_speaks(passage, category, asked):
    async with serving(azure_saying(HARMLESS, is_attack=True)) as (upstream, url), azure(url) as guard:
        (reading,) = await guard.read([passage], STRICT)
    assert [one.category for one in reading.findings] == ([category] if category else [])
    assert [body for request, body in upstream.asked if "shield" in request.path] == ([asked] if asked else [])


async def test_the_shield_is_not_asked_where_the_policy_does_not_look():
    async with serving(azure_saying(HARMLESS)) as (upstream, url), azure(url) as guard:
        await guard.read([Passage("a text", "document", "prompt")], DEFAULT)
    assert [request.path for request, _ in upstream.asked] == ["/contentsafety/text:analyze"]


@pytest.mark.parametrize(
    "levels", [{}, {"Hate": 0}, HARMLESS | {"Hate": 8}, HARMLESS | {"Hate": -1}, HARMLESS | {"Weather": 0}]
)
async def test_analyses_of_another_form_are_not_taken_for_clean(levels):
    async with serving(azure_saying(levels)) as (_, url), azure(url) as guard:
        with pytest.raises(Unreadable):
            await guard.read([USER], DEFAULT)


async def test_a_shield_that_says_nothing_is_not_taken_for_clean():
    async def mute(request: web.Request) -> web.Response:
        if request.path.endswith("text:analyze"):
            return await azure_saying(HARMLESS)(request)
        return web.json_response({})

    async with serving(mute) as (_, url), azure(url) as guard:
        with pytest.raises(Unreadable):
            await guard.read([USER], DEFAULT)


def completion(text: str) -> dict:
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "guard",
        "choices": [choice],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


@asynccontextmanager
async def model(kind: str, url: str) -> AsyncIterator[GuardModel]:
    engine = Remote(Backend(engine="remote", url=f"{url}/v1"), "guard-8b", None)
    await engine.load()
    yield GuardModel(Guard(kind=kind, deployment="guard"), engine)
    await engine.close()


async def test_a_guard_model_is_asked_through_its_deployment():
    async with serving(saying(completion("Yes"))) as (upstream, url), model("shieldgemma", url) as guard:
        (reading,) = await guard.read([USER], DEFAULT)
    bodies = [body for _, body in upstream.asked]
    assert {body["model"] for body in bodies} == {"guard-8b"}
    assert all(body["temperature"] == 0 and body["max_tokens"] == 8 and not body.get("stream") for body in bodies)
    assert all('"No ' in body["chat_template_kwargs"]["guideline"] for body in bodies)
    assert {one.category for one in reading.findings} == {"hate", "sexual", "violence", "self_harm"}


async def test_the_strictest_word_holds_and_a_guard_that_is_down_lets_nothing_pass():
    guarded = resolve("guarded", builtin() | {"guarded": PolicySettings(filters=("one", "two"))})
    safe, unsafe = "Safety: Safe\nCategories: None", "Safety: Unsafe\nCategories: Violent"
    async with (
        serving(saying(completion(safe))) as (upstream, url),
        serving(saying(completion(unsafe))) as (_, other),
        model("qwen3guard", url) as one,
        model("qwen3guard", other) as two,
    ):
        panel = Panel({"one": one, "two": two})
        (verdict,) = await panel.judge([USER], guarded)
        assert verdict.filtered == ("violence",)
        upstream.answer = saying({"error": {"message": "overloaded"}}, 503)
        with pytest.raises(FilterDown):
            await panel.judge([Passage("another text", "user", "prompt")], guarded)
