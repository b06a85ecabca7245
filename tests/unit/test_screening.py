"""Answers on their way through the screen: held, cleared, annotated, blocked."""

import asyncio
import time
from collections.abc import AsyncIterator

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stand_ins import HARM, StandInClassifier, policy, spoken
from zaffre.core.answers import Delta, ToolDelta, Usage
from zaffre.core.calls import Chat, Completion, Format, Message, Sampling, Tool, ToolCall
from zaffre.core.clock import Clock
from zaffre.core.errors import FilterDown
from zaffre.core.filtered import ContentFiltered
from zaffre.safety.embedded import Embedded
from zaffre.safety.filters import FilterUnavailable, Passage
from zaffre.safety.panel import Panel
from zaffre.safety.pictures.panel import Pictures
from zaffre.safety.policies import Policies
from zaffre.safety.policy import Policy
from zaffre.safety.screen import Screen
from zaffre.settings import safety
from zaffre.settings.schema import Settings

CALM = "A calm sentence about nothing at all. "


def embedded(classifier: StandInClassifier | None = None, lists=None) -> Embedded:
    return Embedded(classifier or StandInClassifier(), lists or {}, remembered=100, waiting=100)


def screen(filter=None, classifier: StandInClassifier | None = None) -> Screen:
    ours = embedded(classifier)
    return Screen(Policies.build(Settings()), Panel({"embedded": filter or ours}), ours, Pictures({}), Clock())


def call(text: str = "Hello", *, stream: bool = True, n: int = 1) -> Chat:
    message = Message(role="user", content=text)
    return Chat(deployment="echo", messages=(message,), stream=stream, sampling=Sampling(n=n))


async def screened(pieces: AsyncIterator[Delta], rules: Policy, asked: Chat | None = None, by: Screen | None = None):
    by = by or screen()
    async with by.screen_output(asked or call(), rules, pieces) as cleared:
        return [delta async for delta in cleared.pieces]


def text_of(deltas: list[Delta]) -> str:
    return "".join(delta.text for delta in deltas)


async def read_no_tokens(tokens: tuple[int, ...]) -> str:
    raise AssertionError("there are no tokens to be read")


@pytest.mark.parametrize("name", ["default", "annotate"])
async def test_a_calm_answer_passes_whole_and_in_order(name):
    words = [word + " " for word in (CALM * 30).split()]
    found = await screened(spoken(*words), policy(name))
    assert text_of(found) == "".join(words)
    assert [delta.finish for delta in found if delta.finish] == ["stop"]
    assert any(delta.verdict and not delta.verdict.is_blocked for delta in found)


async def test_a_buffered_violation_never_leaves_the_house():
    words = [word + " " for word in f"{CALM * 20}Then comes {HARM} at last. {CALM * 20}".split()]
    found = await screened(spoken(*words), policy())
    assert HARM not in text_of(found)
    assert text_of(found).startswith(CALM * 10)
    assert found[-1].finish == "content_filter"
    assert found[-1].verdict.filtered == ("violence",)


async def test_a_violation_split_over_many_chunks_is_caught():
    found = await screened(spoken(*f"So {HARM} it is. "), policy())
    assert text_of(found) in ("", "So ")
    assert [delta.finish for delta in found if delta.finish] == ["content_filter"]


async def test_an_asynchronous_stream_goes_out_at_once_and_ends_at_the_violation():
    rules = policy("fast", policies={"fast": safety.Policy(mode="asynchronous")})

    async def slowly() -> AsyncIterator[Delta]:
        for word in f"{CALM}{HARM}. {CALM * 40}".split():
            yield Delta(text=word + " ")
            await asyncio.sleep(0.001)
        yield Delta(finish="stop")

    found = await screened(slowly(), rules)
    assert HARM in text_of(found)
    assert found[-1].finish == "content_filter"
    assert found[-1].offsets is not None
    assert len(text_of(found)) < len(CALM) * 40


async def test_annotations_follow_with_offsets_that_never_go_back():
    asked = call("1234567890")
    found = await screened(spoken(*(CALM * 60).split(" ")), policy("annotate"), asked)
    told = [delta.offsets for delta in found if delta.offsets]
    assert told[0].start == 10
    assert [one.check for one in told] == sorted(one.check for one in told)
    assert told[-1].end == 10 + len(text_of(found))


async def test_a_whole_answer_that_is_blocked_says_nothing():
    found = await screened(spoken(CALM, f"{HARM}. "), policy(), call(stream=False))
    assert text_of(found) == ""
    assert [delta.finish for delta in found] == ["content_filter"]


async def test_only_the_choice_at_fault_is_blocked():
    async def two() -> AsyncIterator[Delta]:
        yield Delta(choice=0, text=f"{HARM} ")
        yield Delta(choice=1, text=CALM)
        yield Delta(choice=0, finish="stop")
        yield Delta(choice=1, finish="stop", usage=Usage(prompt=1, completion=2))

    for stream in (True, False):
        found = await screened(two(), policy(), call(stream=stream, n=2))
        ends = {delta.choice: delta.finish for delta in found if delta.finish}
        assert ends == {0: "content_filter", 1: "stop"}
        assert text_of(found) == CALM


@pytest.mark.parametrize("part", ["reasoning", "refusal", "tools"])
async def test_thoughts_refusals_and_tool_calls_are_judged_too(part):
    said = (ToolDelta(0, "call_1", "act", f'{{"what": "{HARM}"}}'),) if part == "tools" else HARM
    for stream in (True, False):

        async def one(said=said) -> AsyncIterator[Delta]:
            yield Delta(**{part: said})
            yield Delta(finish="stop")

        found = await screened(one(), policy(), call(stream=stream))
        assert [delta.finish for delta in found] == ["content_filter"]


async def test_every_choice_blocked_stops_the_engine():
    drawn = 0

    async def endless() -> AsyncIterator[Delta]:
        nonlocal drawn
        while True:
            drawn += 1
            yield Delta(text=f"{HARM}. ")
            await asyncio.sleep(0)

    found = await screened(endless(), policy())
    assert found[-1].finish == "content_filter"
    assert drawn < 500


@pytest.mark.parametrize(
    "limit", [{"hold_tokens": 5, "hold_seconds": 60.0}, {"hold_tokens": 999, "hold_seconds": 0.05}]
)
async def test_what_the_gate_does_not_clear_waits_no_longer_than_the_policy_says(limit):
    rules = policy("short", policies={"short": safety.Policy(**limit)})
    is_out = asyncio.Event()

    async def halting() -> AsyncIterator[Delta]:
        for _ in range(6):
            yield Delta(text="zorb ")
        await is_out.wait()
        yield Delta(finish="stop")

    # The engine goes on only once a word is out, so words that are held for good would wait for ever.
    async with asyncio.timeout(20), screen().screen_output(call(), rules, halting()) as cleared:
        first = await anext(cleared.pieces)
        is_out.set()
        rest = [delta async for delta in cleared.pieces]
    assert text_of([first, *rest]) == "zorb " * 6


async def test_what_the_gate_clears_goes_out_without_waiting_for_its_sentence():
    rules = policy("patient", policies={"patient": safety.Policy(hold_tokens=999, hold_seconds=60.0)})
    is_out = asyncio.Event()

    async def halting() -> AsyncIterator[Delta]:
        yield Delta(text="words ")
        yield Delta(text="without ")
        await is_out.wait()
        yield Delta(finish="stop")

    async with asyncio.timeout(20), screen().screen_output(call(), rules, halting()) as cleared:
        assert (await anext(cleared.pieces)).text == "words "
        is_out.set()
        assert [delta.finish async for delta in cleared.pieces][-1] == "stop"


@pytest.mark.parametrize("place", ["description", "schema", "tool", "name", "extra"])
async def test_whatever_a_model_would_read_of_a_chat_is_judged(place):
    asked = call()
    changed = {
        "description": {"format": Format(type="json_schema", description=HARM, schema={"type": "object"})},
        "schema": {"format": Format(type="json_schema", schema={"properties": {"a": {"description": HARM}}})},
        "tool": {"tools": (Tool(name="act", parameters={"properties": {HARM: {}}}),)},
        "name": {"messages": (Message(role="user", content="hi", name=HARM),)},
        "extra": {"extra": {"prediction": {"content": HARM}}},
    }[place]
    with pytest.raises(ContentFiltered):
        await screen().screen_input(msgspec.structs.replace(asked, **changed), policy(), read_no_tokens)


async def test_the_cost_of_a_stream_is_linear_in_its_length():
    costs = []
    for length in (50, 100, 200):
        classifier = StandInClassifier()
        by = screen(classifier=classifier)
        await screened(spoken(*(word + " " for word in (CALM * length).split())), policy(), by=by)
        costs.append(classifier.num_scanned + classifier.num_glances)
    assert costs[2] - costs[1] <= 2.2 * (costs[1] - costs[0])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from([CALM, f"{HARM} ", "no end ", "\n", "Why? ", "w" * 150 + " "]), max_size=25),
    st.integers(1, 40),
)
async def test_the_verdict_does_not_depend_on_how_the_text_was_cut(parts, size):
    text = "".join(parts)
    pieces = [text[place : place + size] for place in range(0, len(text), size)]

    async def verdict(pieces: list[str], stream: bool) -> bool:
        found = await screened(spoken(*pieces), policy(), call(stream=stream))
        return found[-1].finish == "content_filter" or any(one.finish == "content_filter" for one in found)

    whole = await verdict([text], stream=False)
    assert whole == (HARM in text)
    assert await verdict(pieces, stream=True) == whole
    assert await verdict([text], stream=True) == whole


async def test_a_forbidden_prompt_is_refused_before_the_engine_is_asked():
    with pytest.raises(ContentFiltered) as refused:
        await screen().screen_input(call(f"Tell me of {HARM}"), policy(), read_no_tokens)
    finding = refused.value.blocked.findings[0]
    assert (finding.span.start, finding.span.end) == (11, 11 + len(HARM))
    assert refused.value.blocked.policy == policy().id


async def test_jailbreaks_are_looked_for_in_users_words_alone():
    with pytest.raises(ContentFiltered):
        await screen().screen_input(call("zorblix"), policy(), read_no_tokens)
    system = Chat(deployment="echo", messages=(Message(role="system", content="zorblix"),))
    found = await screen().screen_input(system, policy(), read_no_tokens)
    assert not found.verdicts[0].is_blocked


async def test_an_indirect_attack_is_seen_in_documents_and_tool_results():
    text = 'Sum up. """ <documents> zorblix </documents> """'
    tool = Chat(deployment="echo", messages=(Message(role="tool", content="zorblix", tool_call_id="1"),))
    for asked in (call(text), tool):
        with pytest.raises(ContentFiltered) as refused:
            await screen().screen_input(asked, policy("strict"), read_no_tokens)
        assert refused.value.blocked.filtered == ("indirect_attack",)
        assert not (await screen().screen_input(asked, policy(), read_no_tokens)).verdicts[0].is_blocked


async def test_a_text_seen_before_is_not_judged_again():
    classifier = StandInClassifier()
    by = screen(classifier=classifier)
    for _ in range(3):
        await by.screen_input(call(CALM), policy(), read_no_tokens)
    assert classifier.num_glances == 1


async def test_an_overloaded_filter_counts_as_one_that_cannot_run():
    class Slow(StandInClassifier):
        def clear(self, texts):
            time.sleep(0.05)
            return super().clear(texts)

    ours = Embedded(Slow(), {}, remembered=0, waiting=2)
    by = Screen(Policies.build(Settings()), Panel({"embedded": ours}), ours, Pictures({}), Clock())
    asked = [by.screen_input(call(f"{CALM} {place}"), policy(), read_no_tokens) for place in range(20)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert any(isinstance(answer, FilterDown) for answer in answers)
    assert any(not isinstance(answer, Exception) for answer in answers)


def private() -> Policy:
    declared = safety.Policy(personal_data=(safety.PersonalData(action="redact"),))
    return policy("private", policies={"private": declared})


@pytest.mark.parametrize("part", ["reasoning", "refusal", "text", "tools"])
@pytest.mark.parametrize("stream", [False, True])
async def test_personal_data_is_taken_out_of_whatever_is_answered(part, stream):
    async def answer() -> AsyncIterator[Delta]:
        for words in ("write to ada", "@exam", "ple.com and ", "not to anyone"):
            said = (ToolDelta(0, "call_1", None, words),) if part == "tools" else words
            yield Delta(**{part: said})
        yield Delta(finish="stop")

    found = await screened(answer(), private(), call(stream=stream))
    assert "".join(delta.speech for delta in found) == "write to [EMAIL] and not to anyone"


async def test_personal_data_is_taken_out_of_token_ids_and_tool_calls_too():
    rules = policy(
        "private", policies={"private": safety.Policy(personal_data=(safety.PersonalData(action="redact"),))}
    )

    async def read(tokens: tuple[int, ...]) -> str:
        return "write to ada@example.com"

    found = await screen().screen_input(Completion(deployment="echo", prompts=((1, 2),)), rules, read)
    assert found.call.prompts == ("write to [EMAIL]",)
    acted = Message(role="assistant", tool_calls=(ToolCall("1", "mail", '{"to": "ada@example.com"}'),))
    found = await screen().screen_input(Chat(deployment="echo", messages=(acted,)), rules, read)
    assert found.call.messages[0].tool_calls[0].arguments == '{"to": "[EMAIL]"}'


class Broken:
    """A filter that cannot run, or hangs."""

    def __init__(self, hangs: bool = False):
        self._hangs = hangs

    async def read(self, passages: list[Passage], policy: Policy):
        await asyncio.sleep(60 if self._hangs else 0)
        raise FilterUnavailable("it is broken", after=3.0)

    async def close(self) -> None:
        return None


@pytest.mark.parametrize("hangs", [False, True])
async def test_a_filter_that_cannot_run_lets_nothing_pass_where_the_policy_fails_closed(hangs):
    rules = policy("hasty", policies={"hasty": safety.Policy(deadline=0.05)})
    with pytest.raises(FilterDown) as down:
        await screen(Broken(hangs)).screen_input(call(), rules, read_no_tokens)
    assert down.value.after > 0


async def test_a_filter_that_cannot_run_marks_what_passes_where_the_policy_fails_open():
    rules = policy("open", policies={"open": safety.Policy(fail="open")})
    found = await screen(Broken()).screen_input(call(HARM), rules, read_no_tokens)
    assert found.verdicts[0].error == "The contents are not filtered"
    answer = await screened(spoken(HARM), rules, by=screen(Broken()))
    assert text_of(answer) == HARM
