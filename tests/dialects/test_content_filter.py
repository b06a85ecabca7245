"""Content filtering as the official clients see it: refusals, annotations, blocked answers, chosen policies."""

import subprocess

import openai
import pytest
import requests

from tests.house import ZAFFRE

FORBIDDEN = "Please sing of the forbidden fruit."
SAFE = {"filtered": False, "severity": "safe"}


def asked(text: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": text}]


def extra(answer) -> dict:
    return answer.model_extra or {}


@pytest.fixture(scope="session")
def azure(filtered):
    with openai.AzureOpenAI(
        azure_endpoint=filtered.url, api_key=filtered.key, api_version="2024-10-21", max_retries=0
    ) as client:
        yield client


@pytest.fixture(scope="session")
def plain(filtered):
    with openai.OpenAI(base_url=f"{filtered.url}/v1", api_key=filtered.key, max_retries=0) as client:
        yield client


@pytest.fixture(scope="session")
def trusted(filtered):
    key = filtered.make_key("--project", "trusted")
    with openai.OpenAI(base_url=f"{filtered.url}/v1", api_key=key, max_retries=0) as client:
        yield client


@pytest.mark.parametrize("stream", [False, True])
def test_a_blocked_prompt_raises_bad_request(azure, stream):
    with pytest.raises(openai.BadRequestError) as refused:
        azure.chat.completions.create(model="echo", messages=asked(FORBIDDEN), stream=stream)
    error = refused.value
    assert (error.status_code, error.code, error.param, error.type) == (400, "content_filter", "prompt", None)
    assert error.message.startswith("Error code: 400")
    assert "Azure OpenAI's content management policy" in error.body["message"]
    assert error.body["innererror"]["content_filter_result"]["hate"] == SAFE


def test_a_refusal_explains_itself(plain):
    with pytest.raises(openai.BadRequestError) as refused:
        plain.chat.completions.create(model="echo", messages=asked(FORBIDDEN))
    body = refused.value.body
    assert body["policy"] in body["message"]
    (finding,) = body["findings"]
    assert FORBIDDEN[finding["start"] : finding["end"]] == "forbidden fruit"
    assert (finding["category"], finding["detail"], finding["filtered"]) == ("custom_blocklists", "fruit/term-1", True)


def test_a_whole_azure_answer_is_annotated(azure):
    answer = azure.chat.completions.create(model="echo", messages=asked("A calm text."))
    (prompt,) = extra(answer)["prompt_filter_results"]
    assert prompt["prompt_index"] == 0
    assert prompt["content_filter_results"]["violence"] == SAFE
    assert prompt["content_filter_results"]["jailbreak"] == {"filtered": False, "detected": False}
    told = extra(answer.choices[0])["content_filter_results"]
    assert set(told) == {"hate", "sexual", "violence", "self_harm", "custom_blocklists"}


def test_an_openai_answer_stays_clean(plain):
    answer = plain.chat.completions.create(model="echo", messages=asked("A calm text."))
    assert not extra(answer)
    assert not extra(answer.choices[0])
    chunks = plain.chat.completions.create(model="echo", messages=asked("A calm text."), stream=True)
    assert all(chunk.choices and not extra(chunk) and not extra(chunk.choices[0]) for chunk in chunks)


def test_an_azure_stream_begins_with_a_chunk_without_choices(azure):
    first, second, *rest = azure.chat.completions.create(model="echo", messages=asked("A calm text."), stream=True)
    assert (first.choices, first.id, first.model, first.object, first.created) == ([], "", "", "", 0)
    assert extra(first)["prompt_filter_results"][0]["content_filter_results"]["sexual"] == SAFE
    assert second.choices[0].delta.role == "assistant"
    told = [extra(chunk.choices[0])["content_filter_results"] for chunk in rest]
    assert told[0]["hate"] == SAFE
    assert told[-1] == {}


@pytest.mark.parametrize(("level", "choices"), [("full", 0), ("plain", 1), ("none", 1)])
def test_annotations_are_had_and_left_out_by_a_header(plain, level, choices):
    asked_for = {"x-content-filter-annotations": level}
    first, *_ = plain.chat.completions.create(
        model="echo", messages=asked("A calm text."), stream=True, extra_headers=asked_for
    )
    assert len(first.choices) == choices
    answer = plain.chat.completions.create(model="echo", messages=asked("A calm text."), extra_headers=asked_for)
    assert ("prompt_filter_results" in extra(answer)) == (level != "none")


def test_an_unknown_level_of_annotations_is_refused(plain):
    with pytest.raises(openai.BadRequestError) as refused:
        plain.chat.completions.create(
            model="echo", messages=asked("hi"), extra_headers={"x-content-filter-annotations": "loud"}
        )
    assert refused.value.param == "x-content-filter-annotations"


def test_old_api_versions_have_no_annotations(filtered):
    with openai.AzureOpenAI(azure_endpoint=filtered.url, api_key=filtered.key, api_version="2023-05-15") as client:
        answer = client.chat.completions.create(model="echo", messages=asked("A calm text."))
    assert not extra(answer)


def test_a_blocked_answer_ends_with_content_filter(azure, plain):
    for client in (azure, plain):
        answer = client.chat.completions.create(model="talk", messages=asked(FORBIDDEN))
        assert answer.choices[0].finish_reason == "content_filter"
        assert answer.choices[0].message.content is None
    azures = azure.chat.completions.create(model="talk", messages=asked(FORBIDDEN)).choices[0]
    assert extra(azures)["content_filter_results"]["custom_blocklists"]["filtered"] is True


def test_a_blocked_stream_ends_with_content_filter_before_the_words_are_out(azure):
    text = "One calm sentence after another. " * 30 + FORBIDDEN
    chunks = list(azure.chat.completions.create(model="talk", messages=asked(text), stream=True))
    said = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert said.startswith("One calm sentence after another. " * 20)
    assert "fruit" not in said
    assert chunks[-1].choices[0].finish_reason == "content_filter"
    assert extra(chunks[-1].choices[0])["content_filter_results"]["custom_blocklists"]["filtered"] is True


def test_an_asynchronous_stream_is_annotated_as_it_goes(azure):
    text = "One calm sentence after another. " * 20
    chunks = list(azure.chat.completions.create(model="fast", messages=asked(text), stream=True))
    told = [c.choices[0] for c in chunks if c.choices and "content_filter_offsets" in extra(c.choices[0])]
    checks = [extra(choice)["content_filter_offsets"]["check_offset"] for choice in told]
    assert checks == sorted(checks)
    assert extra(told[-1])["content_filter_offsets"]["end_offset"] == len(text) * 2
    assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices) == text
    assert [c.choices[0].finish_reason for c in chunks if c.choices and c.choices[0].finish_reason] == ["stop"]


def test_an_asynchronous_stream_ends_at_the_violation(plain):
    text = FORBIDDEN + " Then one calm sentence after another." * 200
    chunks = list(plain.chat.completions.create(model="fast", messages=asked(text), stream=True))
    assert chunks[-1].choices[0].finish_reason == "content_filter"
    assert len(chunks) < len(text.split()) / 2


def test_completions_are_annotated_and_blocked_alike(azure):
    answer = azure.completions.create(model="echo", prompt=["A calm text.", "Another."])
    assert [one["prompt_index"] for one in extra(answer)["prompt_filter_results"]] == [0, 1]
    blocked = azure.completions.create(model="talk", prompt=FORBIDDEN).choices[0]
    assert (blocked.finish_reason, blocked.text) == ("content_filter", "")
    first, *_ = azure.completions.create(model="echo", prompt="A calm text.", stream=True)
    assert first.choices == []


def test_responses_have_filters_of_their_own(filtered):
    with openai.OpenAI(base_url=f"{filtered.url}/openai/v1", api_key=filtered.key, max_retries=0) as client:
        answer = client.responses.create(model="echo", input="A calm text.")
        sides = [one["source_type"] for one in extra(answer)["content_filters"]]
        assert sides == ["prompt", "completion"]
        blocked = client.responses.create(model="talk", input=FORBIDDEN)
        assert (blocked.status, blocked.incomplete_details.reason) == ("incomplete", "content_filter")
        assert extra(blocked)["content_filters"][1]["blocked"] is True
        events = list(client.responses.create(model="talk", input=FORBIDDEN, stream=True))
        assert events[-1].type == "response.incomplete"
        with pytest.raises(openai.BadRequestError) as refused:
            client.responses.create(model="echo", input=FORBIDDEN)
    assert refused.value.body["content_filters"][0]["blocked"] is True
    assert refused.value.body["type"] == "invalid_request_error"


def test_token_ids_are_read_before_they_are_judged(filtered, plain):
    # The echo engine reads an id as its number, so a blocked number shows that ids are read.
    assert plain.completions.create(model="echo", prompt=[1, 2, 3]).choices[0].text == "1 2 3"
    for ask in (plain.completions.create, plain.embeddings.create):
        given = "input" if ask == plain.embeddings.create else "prompt"
        with pytest.raises(openai.BadRequestError) as refused:
            ask(model="echo", **{given: [1, 4711, 3]})
        assert refused.value.code == "content_filter"


class TestChosenPolicies:
    def test_a_project_that_may_choose_gets_what_it_asks_for(self, trusted):
        answer = trusted.chat.completions.create(
            model="echo", messages=asked(FORBIDDEN), extra_headers={"x-policy-id": "annotate"}
        )
        assert answer.choices[0].message.content == FORBIDDEN

    def test_one_that_may_not_is_forbidden(self, plain, trusted):
        for client, name in ((plain, "annotate"), (trusted, "default")):
            with pytest.raises(openai.PermissionDeniedError) as refused:
                client.chat.completions.create(model="echo", messages=asked("hi"), extra_headers={"x-policy-id": name})
            assert refused.value.param == "x-policy-id"

    def test_a_policy_that_is_not_there_is_named(self, azure):
        with pytest.raises(openai.BadRequestError) as refused:
            azure.chat.completions.create(model="echo", messages=asked("hi"), extra_headers={"x-policy-id": "none"})
        assert refused.value.code == "InvalidContentFilterPolicy"

    def test_a_policy_without_filters_looks_at_nothing(self, azure):
        answer = azure.chat.completions.create(model="bare", messages=asked(FORBIDDEN))
        assert answer.choices[0].message.content == FORBIDDEN
        assert not extra(answer)


class TestPersonalData:
    def test_it_is_taken_out_of_prompts_and_answers(self, plain):
        text = "Write to ada@example.com or bob@example.org soon, please. " * 8
        redacted = text.replace("ada@example.com", "[EMAIL]").replace("bob@example.org", "[EMAIL]")
        answer = plain.chat.completions.create(model="private", messages=asked(text))
        assert answer.choices[0].message.content == redacted
        chunks = plain.chat.completions.create(model="private", messages=asked(text), stream=True)
        assert "".join(c.choices[0].delta.content or "" for c in chunks) == redacted


class TestInlineModeration:
    def test_both_sides_are_scored_where_the_call_asks(self, plain):
        wish = {"model": "omni-moderation-latest"}
        answer = plain.chat.completions.create(
            model="echo", messages=asked("A calm text."), extra_body={"moderation": wish}
        )
        told = answer.model_dump()["moderation"]
        for side in ("input", "output"):
            assert told[side]["type"] == "moderation_results"
            (result,) = told[side]["results"]
            assert result["flagged"] is False
            assert len(result["category_scores"]) == 13

    def test_a_stream_tells_it_in_a_chunk_of_its_own(self, plain):
        wish = {"model": "omni-moderation-latest", "policy": {"input": {"mode": "score"}}}
        *_, last = plain.chat.completions.create(
            model="echo", messages=asked("A calm text."), stream=True, extra_body={"moderation": wish}
        )
        assert last.choices == []
        assert last.model_dump()["moderation"]["output"]["results"][0]["flagged"] is False

    def test_a_response_has_one_result_for_each_side(self, plain):
        wish = {"model": "omni-moderation-latest"}
        answer = plain.responses.create(model="echo", input="A calm text.", extra_body={"moderation": wish})
        told = answer.model_dump()["moderation"]
        assert [told[side]["type"] for side in ("input", "output")] == ["moderation_result"] * 2

    def test_an_unknown_moderation_model_is_not_found(self, plain):
        with pytest.raises(openai.NotFoundError):
            plain.chat.completions.create(
                model="echo", messages=asked("hi"), extra_body={"moderation": {"model": "gpt-4"}}
            )

    def test_a_policy_without_filters_looks_all_the_same_where_the_call_asks(self, plain):
        wish = {"model": "omni-moderation-latest", "policy": {"output": {"mode": "block"}}}
        answer = plain.chat.completions.create(
            model="bare", messages=asked("A calm text."), extra_body={"moderation": wish}
        )
        assert answer.model_dump()["moderation"]["input"]["results"][0]["flagged"] is False


def test_the_ledger_tells_the_policy_and_what_was_stopped(filtered):
    answer = requests.post(
        f"{filtered.url}/v1/chat/completions",
        headers={"api-key": filtered.key},
        json={"model": "talk", "messages": asked(FORBIDDEN)},
        timeout=10,
    )
    entry = filtered.entry(answer.headers["x-request-id"])
    assert entry["status"] == "completed"
    ((policy, blocked, findings),) = filtered.rows(
        "SELECT policy, blocked, findings FROM entries WHERE id = ?", answer.headers["x-request-id"]
    )
    assert policy.startswith("answers@")
    assert blocked == "completion:custom_blocklists"
    assert findings == '{"completion":{"custom_blocklists":"high"}}'


def test_operators_see_in_the_metrics_what_was_stopped(filtered, plain):
    with pytest.raises(openai.BadRequestError):
        plain.chat.completions.create(model="echo", messages=asked(FORBIDDEN))
    told = requests.get(f"{filtered.url}/metrics", timeout=10).text
    assert 'zaffre_filtered_total{action="blocked",category="custom_blocklists",direction="prompt"}' in told


def test_a_policy_that_once_held_can_still_be_read(filtered, plain):
    with pytest.raises(openai.BadRequestError) as refused:
        plain.chat.completions.create(model="echo", messages=asked(FORBIDDEN))
    name = refused.value.body["policy"]
    # The default configuration knows no such policy; the home remembers it.
    command = [*ZAFFRE, "policies", "show", name, "--home", str(filtered.home)]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert shown.startswith(name)
    assert "blocklist fruit" in shown
    command[-3] = "fruitless@00000000"
    assert "has ever held here" in subprocess.run(command, capture_output=True, text=True).stderr
