"""Moderations on the wire: what may be asked, and one rule for what is flagged."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pictures import data_url, flat
from zaffre.core.errors import BadRequest, DeploymentNotFound, Problem
from zaffre.core.verdicts import MODERATION_CATEGORIES, SEVERITIES, Finding, Span, Verdict
from zaffre.wire.body import parse
from zaffre.wire.openai import moderations
from zaffre.wire.openai.moderation_results import result

OWN = "guard-7"
IMAGE = {"type": "image_url", "image_url": {"url": "https://images.example/1.png"}}
SMALL = {"type": "image_url", "image_url": {"url": data_url(flat(8, 8))}}


def verdict(*findings, **scores):
    return Verdict(policy="default@1", direction="prompt", findings=findings, scores=scores)


def found(category, severity="high", score=0.4, detail=""):
    return Finding(category=category, severity=severity, score=score, detail=detail, span=Span(0, 3), source=OWN)


def flagged(*findings, **scores):
    return {name for name, is_true in result(verdict(*findings, **scores))["categories"].items() if is_true}


def refusal(body):
    with pytest.raises(BadRequest) as caught:
        moderations.decode(body, OWN)
    return caught.value


@pytest.mark.parametrize(
    ("given", "texts"),
    [
        ("one", ("one",)),
        (["one", "two"], ("one", "two")),
        ([{"type": "text", "text": "one"}, {"type": "text", "text": "two"}], ("one\ntwo",)),
    ],
)
def test_each_shape_of_input(given, texts):
    assert moderations.decode({"input": given}, OWN).texts == texts


def test_pictures_and_texts_in_parts_are_one_input():
    call = moderations.decode({"input": [{"type": "text", "text": "one"}, SMALL, SMALL]}, OWN)
    assert (call.texts, call.pictures) == (("one",), (flat(8, 8), flat(8, 8)))
    assert moderations.decode({"input": [SMALL]}, OWN).texts == ()


def test_a_result_tells_what_was_looked_for_in_what():
    both = result(verdict(), seen={"sexual", "self_harm"})["category_applied_input_types"]
    assert both["sexual"] == both["self-harm/intent"] == ["text", "image"]
    assert both["violence"] == both["sexual/minors"] == ["text"]
    alone = result(verdict(), has_text=False, seen={"sexual"})["category_applied_input_types"]
    assert (alone["sexual"], alone["hate"]) == (["image"], [])


@pytest.mark.parametrize(
    ("given", "param"),
    [
        ("", "input"),
        ([], "input"),
        (["one", ""], "input"),
        (7, "input"),
        (None, "input"),
        ([7], "input[0]"),
        (["one", {"type": "text", "text": "two"}], "input[1]"),
        ([{"type": "text", "text": "one"}, "two"], "input[1]"),
        ([{"type": "text"}], "input[0].text"),
        ([{"type": "text", "text": ""}], "input"),
        ([{"type": "audio", "text": "one"}], "input[0].type"),
        ([{"text": "one"}], "input[0].type"),
        (
            [{"type": "text", "text": "one"}, {"type": "image_url", "image_url": {"url": "https://a.example"}}],
            "input[1].image_url.url",
        ),
        ([{"type": "image_url"}], "input[0].image_url"),
        ([{"type": "image_url", "image_url": {"url": "data:image/png;base64,YWJj"}}], "input[0].image_url.url"),
        ([SMALL] * (moderations.MAX_PICTURES + 1), "input"),
        (["a"] * (moderations.MAX_INPUTS + 1), "input"),
        ("a" * (moderations.MAX_TEXT + 1), "input"),
        (["a" * moderations.MAX_TEXT] * 5, "input"),
    ],
)
def test_what_cannot_be_judged_is_named(given, param):
    assert refusal({"input": given}).param == param


def test_a_picture_that_lies_elsewhere_is_not_fetched():
    problem = refusal({"input": [IMAGE]})
    assert (problem.code, problem.param) == ("invalid_image_url", "input[0].image_url.url")


def test_a_field_that_is_missing_or_unknown_is_named():
    assert refusal({}).param == "input"
    assert refusal({"input": "one", "threshold": 1}).param == "threshold"


@pytest.mark.parametrize("text", [r"\ud800", r"\udc00 and more", r"\ud83d\u0041"])
def test_half_a_character_is_refused(text):
    with pytest.raises(BadRequest):
        parse(b'{"input": "%s"}' % text.encode())


@pytest.mark.parametrize("name", [None, "omni-moderation-latest", "text-moderation-stable", OWN])
def test_a_model_that_answers(name):
    assert moderations.decode({"input": "one", "model": name}, OWN)


@pytest.mark.parametrize("name", ["", "gpt-4o", "guard-6", "zaffre-guard-0"])
def test_a_model_that_is_not_there(name):
    with pytest.raises(DeploymentNotFound) as refusal:
        moderations.decode({"input": "one", "model": name}, OWN)
    assert refusal.value.param == "model"


def test_all_thirteen_categories_are_told():
    told = result(verdict())
    for field in ("categories", "category_scores", "category_applied_input_types"):
        assert tuple(told[field]) == MODERATION_CATEGORIES
    assert told["flagged"] is False


def test_a_score_alone_flags_nothing():
    assert flagged(violence=0.9) == set()
    assert flagged(found("violence", "low"), violence=0.9) == set()


def test_a_score_of_a_half_tells_which_of_a_harm():
    harm = found("hate", "medium", detail="harassment")
    assert flagged(harm, hate=0.5, violence=0.9) == {"harassment", "hate"}
    assert flagged(harm, hate=0.499) == {"harassment"}


def test_a_finding_flags_the_finer_category_and_its_parent():
    assert flagged(found("hate", "medium", detail="harassment/threatening")) == {
        "harassment",
        "harassment/threatening",
    }
    assert flagged(found("self_harm", "high")) == {"self-harm"}


def test_rules_and_attacks_are_explained_and_flag_nothing():
    finding = found("custom_blocklists", detail="hate/threatening", score=1.0)
    told = result(verdict(finding, found("jailbreak", score=1.0)))
    assert not told["flagged"]
    assert [one["category"] for one in told["findings"]] == ["custom_blocklists", "jailbreak"]
    assert set(told["category_scores"].values()) == {0.0}


def test_a_filter_without_scores_lends_its_findings():
    assert result(verdict(found("sexual", score=0.8)))["category_scores"]["sexual"] == 0.8


harms = st.sampled_from(["hate", "sexual", "violence", "self_harm", "illicit"])
findings = st.builds(
    found, harms, st.sampled_from(SEVERITIES), st.floats(0, 1), st.sampled_from(["", *MODERATION_CATEGORIES])
)
scored = st.dictionaries(st.sampled_from(MODERATION_CATEGORIES), st.floats(0, 1))


@given(scored, st.lists(findings, max_size=4), findings)
def test_more_found_never_flags_less(scores, some, more):
    fewer, all_of_them = flagged(*some, **scores), flagged(*some, more, **scores)
    assert fewer <= all_of_them
    told = result(verdict(*some, **scores))
    is_harmful = any(one.severity in ("medium", "high") for one in some)
    assert told["flagged"] == any(told["categories"].values()) == is_harmful


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "text", "image_url", "url", "x"]), inner)
    ),
    max_leaves=8,
)


@given(json_values, json_values)
def test_whatever_comes_is_a_call_or_a_4xx(input, model):
    body = parse(json.dumps({"input": input, "model": model}).encode())
    try:
        assert all(moderations.decode(body, OWN).texts)
    except Problem as problem:
        assert 400 <= problem.status < 500
